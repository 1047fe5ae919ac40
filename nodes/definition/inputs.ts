import type { Deployment } from '../client/http/request';
import type { LookupKind } from '../jira/lookups';
import type { Identity } from '../jira/record-kinds';

/**
 * What an input holds. The engine reads a message's value as this kind, the editor picks the control for it:
 * `text` one string · `rich` formatted text · `list` strings · `ids` ids that are numbers · `flag` yes or no · `count` a whole number ≥ 0 ·
 * `object` a JSON object · `rows` a list of objects that hold the node's other inputs, each for itself · `reference` a thing named by id,
 * key or name, or as `{id}`, `{key}`, `{name}` · `references` several things, each by id or key, or as `{key}`, `{id}` · `time` a moment, as
 * ISO 8601 in UTC · `duration` a span of time, as Jira writes it.
 */
export type InputKind =
  | 'text'
  | 'rich'
  | 'list'
  | 'ids'
  | 'flag'
  | 'count'
  | 'object'
  | 'rows'
  | 'reference'
  | 'references'
  | 'time'
  | 'duration';

/** Rich text as a message may bring it: a string in the node's text format, an ADF object, or `null` to clear. */
export type RichText = string | Readonly<Record<string, unknown>>;

/** A thing named by id, key or name, or by an object such as Jira's own `{id}`. */
export type Reference = string | Readonly<Record<string, unknown>>;

export type JsonObject = Readonly<Record<string, unknown>>;

export interface InputOptions {
  /** Without a value the node fails with `JIRA_INPUT` before any call. */
  readonly required?: boolean;
  /** Takes `msg.payload` itself when that is a bare string (contract: "a bare payload"). */
  readonly primary?: boolean;
  /** Names tried in `msg.payload`, in order, after the input's own. */
  readonly from?: readonly string[];
  /** `null` is a value: it empties the field in Jira. Elsewhere `null` means "not given". */
  readonly clearable?: boolean;
  /** The field of Jira that this input fills: a required input may come inside `fields` instead. */
  readonly orInFields?: string;
  /** Exists on one deployment only; given on the other it is `JIRA_UNSUPPORTED`. */
  readonly only?: Deployment;
  /** What this input identifies: read from a payload that is such a record, and echoed by nodes that work on one. */
  readonly identity?: Identity;
  /** Of a moment: not given, it is the one at which the message came, also where that is sent later. */
  readonly orNow?: boolean;
  /** Optional, but given by most flows: the form shows it at once. */
  readonly prominent?: boolean;
  /** What the form suggests for it, looked up at the site while somebody types. */
  readonly suggests?: LookupKind | 'jql';
  /** The inputs, of those that the node has, whose fixed values narrow the suggestions down: a type's project. */
  readonly within?: readonly string[];
}

/** One input of an action. `Value` is what `run` and `request` receive. */
export interface Input<Value = unknown> extends InputOptions {
  readonly kind: InputKind;
  /** Never set: carries the value's type to the compiler. */
  readonly valueType?: Value;
}

type Given<Value, Options> =
  | Value
  | (Options extends { clearable: true } ? null : never)
  | (Options extends { required: true }
      ? Options extends { orInFields: string }
        ? undefined
        : never
      : Options extends { orNow: true }
        ? never
        : undefined);

const input =
  <Value>(kind: InputKind) =>
  <const Options extends InputOptions>(options?: Options): Input<Given<Value, Options>> => ({ kind, ...options });

export const text = input<string>('text');
export const rich = input<RichText>('rich');
export const list = input<readonly string[]>('list');
export const ids = input<readonly number[]>('ids');
export const flag = input<boolean>('flag');
export const count = input<number>('count');
export const object = input<JsonObject>('object');
export const rows = input<readonly unknown[]>('rows');
export const reference = input<Reference>('reference');
export const references = input<readonly string[]>('references');
export const time = input<string>('time');
export const duration = input<string>('duration');

/** The issue that a node works on. */
export const issueIdOrKey = <const Options extends { readonly primary?: boolean }>(options?: Options) =>
  text({ required: true, from: ['key'], identity: 'issue', suggests: 'issue', ...options } as const);

/** The comment that a node works on, beside its issue. */
export const commentId = <const Options extends { readonly primary?: boolean }>(options?: Options) =>
  text({ required: true, identity: 'comment', ...options } as const);

/** The worklog that a node works on, beside its issue. */
export const worklogId = () =>
  text({ required: true, identity: 'worklog', suggests: 'worklog', within: ['issueIdOrKey'] } as const);

/** Somebody who is to watch an issue, or not any more. */
export const watcherOf = (suggests: 'user' | 'watcher') =>
  reference({
    required: true,
    primary: true,
    from: ['accountId', 'name'],
    identity: 'user',
    suggests,
    within: ['issueIdOrKey'],
  } as const);

export type Inputs = Readonly<Record<string, Input>>;

/** The values of a set of inputs, by name. */
export type Values<Spec extends Inputs> = {
  readonly [Name in keyof Spec]: Spec[Name] extends Input<infer Value> ? Value : never;
};

/** Properties of a node that are one of a few words, the first by default. */
export type Choices = Readonly<Record<string, readonly [string, ...string[]]>>;

/** The words that were chosen, by property. */
export type Picked<Offered extends Choices> = { readonly [Name in keyof Offered]: Offered[Name][number] };
