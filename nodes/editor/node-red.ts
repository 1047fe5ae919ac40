/** The part of Node-RED's editor that the forms use. Its published types know neither custom types nor reasons. */
export interface Editor {
  /** A text of a catalog; the key itself where there is none. */
  _(key: string, values?: Readonly<Record<string, string>>): string;
  readonly utils: {
    /** Whether a value can be read as its type: `true`, or the reason why not. */
    validateTypedProperty(value: unknown, type: string, options: object): true | string;
  };
  readonly editor: {
    /** Sets whether a node is valid, by its validators; those that use it aren't looked at. */
    validateNode(node: object): boolean;
    editText(options: { value: string; mode: string; complete(text: string): void }): void;
  };
  readonly events: {
    /** A node has come onto the flows, configuration nodes and what the editor loads when it opens included. */
    on(event: 'nodes:add', heard: (node: EditedSite) => void): void;
  };
  readonly history: {
    /** What would be taken back next. */
    peek(): HistoryEvent | undefined;
  };
  readonly hooks: {
    add(hook: `debugPostProcessMessage.${string}`, callback: (shown: DebugMessage) => void): void;
  };
  readonly view: {
    redraw(updateActive?: boolean): void;
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
