/** The part of Node-RED's editor that the forms use. Its published types know neither custom types nor reasons. */
export interface Editor {
  /** A text of a catalog; the key itself where there is none. */
  _(key: string, values?: Readonly<Record<string, string>>): string;
  readonly utils: {
    /** Whether a value can be read as its type: `true`, or the reason why not. */
    validateTypedProperty(value: unknown, type: string, options: object): true | string;
    /** What a node is called on its sheet. */
    getNodeLabel(node: object, otherwise: string): string;
  };
  readonly events: {
    /** A node of any kind has come onto the flows, also when the editor loads. */
    on(event: 'nodes:add', heard: (node: AddedNode & EditedSite) => void): void;
  };
  readonly editor: {
    /** Opens the dialog of a configuration node. */
    editConfig(name: string, type: string, id: string): void;
    editText(options: { value: string; mode: string; complete(text: string): void }): void;
    /** Sets whether a node is valid, by its validators, and marks it on the sheet; those that use it aren't looked at. */
    validateNode(node: object): boolean;
  };
  readonly history: {
    /** What would be taken back next. */
    peek(): HistoryEvent | undefined;
  };
  readonly hooks: {
    add(hook: `debugPostProcessMessage.${string}`, callback: (shown: DebugMessage) => void): void;
  };
  notify(message: JQuery): void;
  readonly popover: {
    create(options: Popover): void;
  };
  readonly clipboard: {
    /** Says so beside the element. */
    copyText(text: string, element: JQuery, message: string): boolean;
  };
  readonly nodes: {
    /** Also a configuration node; `null` where there is none. */
    node(id: string): EditedSite | null | undefined;
    eachConfig(look: (node: EditedSite) => void): void;
    remove(id: string): void;
    /** The HTML of a type's help, in the editor's language. */
    getNodeHelp(type: string): string;
    /** Enters a node among the users of its configuration nodes. */
    updateConfigNodeUsers(node: NodeOnFlow): void;
    /** Every node of the flows and of the subflows' templates, deployed or not. */
    eachNode(look: (node: NodeOnFlow) => void): void;
    /** Whether something is not deployed. */
    dirty(): boolean;
  };
  readonly sidebar: {
    addTab(tab: SidebarTab): void;
  };
  readonly view: {
    /** Turns to the sheet of a node, and has it flash. */
    reveal(id: string): void;
    redraw(updateActive?: boolean): void;
  };
  readonly user: {
    hasPermission(permission: string): boolean;
  };
  readonly i18n: {
    /** The language that the editor speaks, such as `de`. */
    lang(): string;
  };
}

declare global {
  const RED: Editor;

  interface JQuery {
    typedInput(options: { types: readonly (string | TypedInputType)[]; typeField?: string; default?: string }): this;
    typedInput(action: 'type' | 'value'): string;
    typedInput(action: 'type' | 'value', value: string): this;
    /** Node-RED's own completion, which typed inputs have built in. */
    autoComplete(options: { search: AutoComplete; minLength: number }): this;
  }
}

/** A tab of the editor's sidebar. */
export interface SidebarTab {
  readonly id: string;
  /** On the tab, and in the menu that lists the tabs. */
  readonly label: string;
  readonly name: string;
  readonly iconClass: string;
  readonly content: JQuery;
  /** It has its place in the row of tabs before it is first opened. */
  readonly pinned: boolean;
}

/** A type of Node-RED's typed input: the name of one that it brings along, or one of our own. */
export interface TypedInputType {
  readonly value: string;
  readonly label: string;
  readonly icon?: string;
  readonly hasValue?: boolean;
  readonly options?: readonly Completion[];
  readonly autoComplete?: AutoComplete;
  /** In place of the field of one line: fills the container with what shows the value. */
  readonly valueLabel?: (this: TypedInputWidget, container: JQuery, value: string) => void;
  /** The value that is stored, if that isn't what stands in the field. */
  readonly export?: () => string;
  /** Behind the button with three dots. */
  readonly expand?: (this: TypedInputWidget) => void;
}

/** A typed input, as it calls its types. */
export interface TypedInputWidget {
  /** Its field of one line; a change of it is a change of the value. */
  readonly input: JQuery;
  value(): string;
  value(text: string): void;
}

/** What a menu shows, and what the field then holds. */
export interface Completion {
  readonly value: string;
  readonly label: string;
}

/** Two parameters tell Node-RED that the response comes later. */
export type AutoComplete = (typed: string, done: (completions: readonly Completion[]) => void) => void;

export interface AddedNode {
  readonly id: string;
  readonly type: string;
  /** Of a configuration node: the nodes that have chosen it. */
  readonly users: readonly object[];
}

/** A configuration node as the editor holds it. */
export interface EditedSite {
  readonly id: string;
  readonly type: string;
  /** The flow or subflow that alone may use it. */
  readonly z?: string;
  /** Disabled. */
  readonly d?: boolean;
  readonly name?: string;
  readonly siteUrl?: unknown;
  readonly dryRun?: unknown;
  readonly users: readonly NodeOnFlow[];
  /** Not as deployed. */
  readonly changed?: boolean;
  readonly credentials?: object;
  readonly _def: { readonly defaults?: object; readonly credentials?: object };
}

/** A text beside an element of the page. */
export interface Popover {
  readonly target: JQuery;
  readonly content: string;
  readonly trigger: 'hover';
  readonly tooltip: true;
  readonly size: 'small';
  /** Pixels. */
  readonly maxWidth: number;
  /** Milliseconds. */
  readonly delay: { readonly show: number; readonly hide: number };
}

/** Something that can be taken back. */
export interface HistoryEvent {
  readonly t: string;
  /** The ids of the nodes that were added. */
  readonly nodes?: string[];
  /** Of one that consists of several. */
  readonly events?: readonly HistoryEvent[];
}

/** A message that the debug sidebar has just shown. */
export interface DebugMessage {
  /** The type is that of the node that logged it; a debug node gives none. */
  readonly message: { readonly type?: string };
  readonly element: JQuery;
  readonly payload?: { readonly type?: unknown; readonly data?: { readonly message?: string } } | null;
}

/** A node on a flow, as far as a site's dialog looks at it. */
export interface NodeOnFlow {
  /** The id of the site, of a node of ours. */
  site?: unknown;
  readonly _def: {
    /** Of a node of ours: what a sign-in on Cloud must grant, with spaces between the scopes. */
    readonly jiraScopes?: string;
  };
}

/** A node as the editor holds it: its properties, whatever a flow gave them, and its own words. */
export interface EditedNode {
  readonly name?: string;
  /** Of a configuration node whose dialog was open since the last deploy. */
  readonly credentials?: object;
  readonly [property: string]: unknown;
  /** A text of the node's catalog; the key itself where there is none. */
  _(key: string, values?: Readonly<Record<string, string>>): string;
}

/** `true`, or the sentence that the editor shows. Two parameters tell Node-RED that the response may be a sentence. */
export type Validator<Node = EditedNode> = (this: Node, value: unknown, options: object) => true | string;
