import { JiraError } from '../client/errors';
import { given, numberEntry, textEntry } from '../client/json';
import type { ListRequest, Page, Position } from '../client/paging';
import type { Deployment } from '../client/request';
import type { Action } from '../definition';
import type { Jira } from '../jira/jira';
import { readable } from '../jira/readable';
import type { RichTextForm } from '../jira/text-format';
import type { InputValues } from './inputs';

/** What a node hands on: the payload, and what `msg.jira` says of a list. */
export interface Result {
  readonly payload: unknown;
  readonly list?: ListFacts;
}

export interface ListFacts {
  /** Jira has said that nothing follows. */
  readonly complete: boolean;
  readonly count: number;
  readonly pages: number;
  readonly total?: number | undefined;
  /** Inputs that go on exactly after the last record. */
  readonly next: InputValues | null;
  readonly page?: Readonly<Record<string, unknown>>;
}

/**
 * Carries out an action with inputs that have been read.
 * @throws JiraError
 */
export async function perform(action: Action, jira: Jira, inputs: InputValues, form: RichTextForm): Promise<Result> {
  refuseWhatIsElsewhere(action, jira, inputs);
  if (action.returns === 'many') return performList(action, jira, inputs, form);
  const own = ownInputs(action, inputs);
  const answer = await ('run' in action
    ? action.run({ jira, inputs: own })
    : jira.send(action.request(own, jira.deployment)));
  if (action.returns === 'echo') return { payload: identifyingInputs(action, inputs) };
  return { payload: action.holds ? await readable(jira, answer, action.holds, form) : answer };
}

type ListAction = Extract<Action, { returns: 'many' }>;

async function performList(action: ListAction, jira: Jira, inputs: InputValues, form: RichTextForm): Promise<Result> {
  if (inputs.next === null) return listResult([], { records: [], next: null, info: {} }, inputs, 0);
  const own = ownInputs(action, inputs);
  const source = action.list({ inputs: own, jira });
  const page = 'style' in source ? await pageOf(source, jira, inputs) : sliced(await source, inputs);
  const { holds } = action;
  const records = holds ? await Promise.all(page.records.map((one) => readable(jira, one, holds, form))) : page.records;
  return listResult(records, page, own, 1);
}

async function pageOf(list: ListRequest, jira: Jira, inputs: InputValues): Promise<Page> {
  return list.style === 'whole'
    ? sliced((await jira.page(list, {})).records, inputs)
    : jira.page(list, position(list, inputs));
}

/** A part of a list that Jira gives whole, as if it came in pages. */
function sliced(all: readonly unknown[], inputs: InputValues): Page {
  const startAt = numberEntry(inputs, 'startAt') ?? 0;
  const maxResults = numberEntry(inputs, 'maxResults');
  const end = maxResults === undefined ? all.length : startAt + maxResults;
  const next = end < all.length ? given({ startAt: end, maxResults }) : null;
  return { records: all.slice(startAt, end), next, total: all.length, info: {} };
}

function listResult(records: readonly unknown[], page: Page, own: InputValues, pages: number): Result {
  const next = page.next && { ...own, ...given(page.next) };
  const { total, info } = page;
  return { payload: records, list: { complete: !next, count: records.length, pages, total, next, page: info } };
}

/** A list that goes on by a token can't be counted into. */
function position({ style, fallback }: ListRequest, inputs: InputValues): Position {
  const startAt = numberEntry(inputs, 'startAt');
  const byToken = style === 'token' || style === 'cursor';
  if (byToken && !fallback && startAt) throw unsupported('startAt', 'cloud');
  return given({
    startAt: byToken && !startAt ? undefined : startAt,
    nextPageToken: textEntry(inputs, 'nextPageToken'),
    maxResults: numberEntry(inputs, 'maxResults'),
  });
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

/** What a node works on; a person or a project is what an issue is given. */
const WORKED_ON: ReadonlySet<string | undefined> = new Set(['issue', 'comment', 'link']);

/** What the next node in a chain needs to find the same thing, and nothing else. */
function identifyingInputs(action: Action, inputs: InputValues): InputValues {
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => WORKED_ON.has(action.inputs[name]?.identity)));
}
