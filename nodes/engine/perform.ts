import { JiraError } from '../client/errors';
import { given, numberEntry, textEntry } from '../client/json';
import type { PageStyle, Position } from '../client/paging';
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
  if (inputs.next === null) return { payload: [], list: { complete: true, count: 0, pages: 0, next: null } };
  const list = action.list(ownInputs(action, inputs), jira.deployment);
  const page = await jira.page(list, positionOf(list.style, inputs));
  const records = await Promise.all(
    page.records.map((one) => (action.holds ? readable(jira, one, action.holds, form) : one)),
  );
  const next = page.next && { ...ownInputs(action, inputs), ...given(page.next) };
  const count = records.length;
  return { payload: records, list: { complete: !next, count, pages: 1, total: page.total, next, page: page.info } };
}

/** Cloud's search goes on by token, Data Center's by counting: each refuses what belongs to the other. */
function positionOf(style: PageStyle, inputs: InputValues): Position {
  const startAt = numberEntry(inputs, 'startAt');
  const nextPageToken = textEntry(inputs, 'nextPageToken');
  const maxResults = numberEntry(inputs, 'maxResults');
  if (style === 'token' && startAt) throw unsupported('startAt', 'cloud');
  if (style === 'offset' && nextPageToken !== undefined) throw unsupported('nextPageToken', 'datacenter');
  return given({ startAt: style === 'token' ? undefined : startAt, nextPageToken, maxResults });
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
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => action.inputs[name]?.identity !== undefined));
}
