import { JiraError } from '../client/errors/jira-error';
import type { Deployment, Route } from '../client/http/request';
import { isRecord, textEntry } from '../client/json';
import { continuation, cursorIn } from '../client/lists/cursor';
import type { Extent, Part } from '../client/lists/reading';
import {
  type Action,
  type Choices,
  givesRichText,
  type Inputs,
  type Picked,
  type RunContext,
  routeOn,
} from '../definition';
import { NO_EXTRA_FIELDS, noteUnusable } from '../jira/extra-fields';
import type { Jira, OwnListRequest } from '../jira/jira';
import { readable } from '../jira/readable';
import { type Identifiers, identitiesIn, isRecordOf } from '../jira/record-kinds';
import type { RichTextForm } from '../jira/text-format';
import { extraIn } from './extra-fields';
import type { InputValues } from './input-values';

/** An action that is done with one result. */
export type SingleAction = Exclude<Action, { returns: 'many' | 'rows' }>;
/** An action that writes what it gets row by row. */
export type RowsAction = Extract<Action, { returns: 'rows' }>;
/** An action whose result is a list. */
export type ListAction = Extract<Action, { returns: 'many' }>;

/**
 * Carries out an action that has one result, and returns what the node hands on.
 * @throws JiraError
 */
export async function perform(
  action: SingleAction,
  jira: Jira,
  inputs: InputValues,
  form: RichTextForm,
  choices: Picked<Choices> = {},
): Promise<unknown> {
  refuseWhatIsElsewhere(action, jira, inputs);
  const extra = extraIn(inputs);
  noteUnusable(jira, extra);
  const response = await responseTo(action, { jira, inputs: ownInputs(action, inputs), choices, extra });
  if (action.returns === 'echo') return identifyingInputs(action, inputs);
  return action.record !== undefined && givesRichText(action)
    ? readable(jira, response, action.record, form)
    : response;
}

/** What Jira said to it: now, or when it was done before. An action that needs more than that goes on from its response. */
async function responseTo(action: SingleAction, context: RunContext<Inputs>): Promise<unknown> {
  const { jira, inputs } = context;
  const settled = await jira.settled();
  if (settled && (action.returns === 'echo' || isRecord(settled.result))) return settled.result;
  return 'run' in action ? action.run(context) : jira.send(action.request(inputs, jira.deployment));
}

/**
 * The operation of Jira that an action is.
 * @throws JiraError `JIRA_UNSUPPORTED` where the deployment has none
 */
export function ownRoute(action: Action, deployment: Deployment): Route {
  const route = routeOn(action, deployment);
  if (route === undefined)
    throw new JiraError('JIRA_UNSUPPORTED', `unsupported.node.${deployment}`, {}, { outcome: 'not-done' });
  return route;
}

/** A part of a list as the node hands it on. */
export interface ListPart {
  readonly records: readonly unknown[];
  readonly total?: number | undefined;
  /** Inputs that go on exactly after the last record; `null` once Jira has said that nothing follows. */
  readonly next: InputValues | null;
  readonly info: Readonly<Record<string, unknown>>;
}

/** A list that is being read. */
export interface OpenList {
  readonly parts: AsyncGenerator<ListPart>;
  /** About how many records there are, for whoever watches. Costs a call where the list itself doesn't tell. */
  count(): Promise<number | undefined>;
  /** Inputs that begin where this reading began. */
  readonly start: InputValues;
}

/**
 * Opens an action's list at the place that the inputs say.
 * @throws JiraError for inputs that this list can't have; the parts throw what happens on the way
 */
export function openList(
  action: ListAction,
  jira: Jira,
  inputs: InputValues,
  extent: Extent,
  form: RichTextForm,
): OpenList {
  const own = ownInputs(action, inputs);
  if (inputs.next === null) return { parts: nothing(), count: async () => 0, start: inputs };
  refuseWhatIsElsewhere(action, jira, inputs);
  const source = action.list({ inputs: own, jira, extra: NO_EXTRA_FIELDS });
  const list: OwnListRequest = 'style' in source ? source : { route: 'GET /', style: 'whole' };
  const cursor = cursorIn(inputs, list, jira.deployment);
  const parts = 'style' in source ? jira.read(source, cursor, extent) : jira.readGathered(source, cursor, extent);
  const start = continuation(inputs, cursor);
  return { parts: handedOn(action, jira, inputs, parts, form), count: () => jira.count(list), start };
}

async function* nothing(): AsyncGenerator<ListPart> {
  yield { records: [], next: null, info: {} };
}

async function* handedOn(
  action: ListAction,
  jira: Jira,
  inputs: InputValues,
  parts: AsyncGenerator<Part>,
  form: RichTextForm,
): AsyncGenerator<ListPart> {
  for await (const { records, next, total, info, missing, remarks = [] } of parts) {
    jira.noteMissing(missing);
    jira.noteRemarks(remarks);
    yield {
      records: await handedOut(action, jira, records, form),
      next: next && continuation(inputs, next),
      total,
      info,
    };
  }
}

/**
 * A page's records as the node hands them on.
 * @throws JiraError `JIRA_RESPONSE` for what is no record of the action's kind
 */
async function handedOut(
  action: ListAction,
  jira: Jira,
  records: readonly unknown[],
  form: RichTextForm,
): Promise<readonly unknown[]> {
  const { record: kind } = action;
  if (kind === undefined) return records;
  if (!records.every((one) => isRecordOf(kind, one))) throw new JiraError('JIRA_RESPONSE', 'response.noRecord');
  if (form === 'native' || !givesRichText(action)) return records;
  const converted: unknown[] = [];
  for (const one of records) converted.push(await readable(jira, one, kind, form));
  return converted;
}

/** What the inputs say of which things the node is to work on. */
export function identifiersIn({ inputs: spec }: Action, inputs: InputValues): Identifiers {
  const given = Object.entries(spec).flatMap(([name, { identity }]) => {
    const value = textEntry(inputs, name);
    return identity === undefined || value === undefined ? [] : [[identity, value.trim()] as const];
  });
  return Object.fromEntries(given);
}

function refuseWhatIsElsewhere({ inputs: spec }: Action, { deployment }: Jira, inputs: InputValues): void {
  for (const [name, { only }] of Object.entries(spec)) {
    if (only !== undefined && only !== deployment && inputs[name] !== undefined) throw unsupported(name, deployment);
  }
}

function unsupported(name: string, deployment: Deployment): JiraError {
  return new JiraError('JIRA_UNSUPPORTED', `unsupported.${deployment}`, { name }, { outcome: 'not-done' });
}

/** Only what the action itself knows: `request` and `list` may spread the rest into a query. */
function ownInputs(action: Action, inputs: InputValues): InputValues {
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => Object.hasOwn(action.inputs, name)));
}

/** What the next node in a chain needs to find the same thing, and nothing else. */
function identifyingInputs(action: Action, inputs: InputValues): InputValues {
  const own: readonly (string | undefined)[] = action.record === undefined ? [] : identitiesIn(action.record);
  const isOwn = (name: string): boolean =>
    action.inputs[name]?.identity !== undefined && own.includes(action.inputs[name]?.identity);
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => isOwn(name)));
}
