import type { Query, RouteParams } from '../client/http/request';
import { entry, isRecord, type JsonRecord } from '../client/json';
import { secondsOf } from './durations';
import { badInput } from './input-errors';
import type { Jira, OwnListRequest } from './jira';
import { writtenText } from './mentions';
import { timeEntry } from './recovery/reads';
import { jiraTime } from './times';

export interface WorklogInputs {
  /** As Jira writes it: `1d 3h 20m`. */
  readonly timeSpent?: string | undefined;
  /** ISO 8601. */
  readonly started?: string | undefined;
  readonly comment?: unknown;
  readonly visibility?: JsonRecord | undefined;
}

/** The body that writes a worklog; it has no entry for what is not given. */
export async function worklogBody(
  jira: Jira,
  { timeSpent, started, comment, visibility }: WorklogInputs,
): Promise<JsonRecord> {
  return {
    ...(timeSpent !== undefined && spent(timeSpent)),
    ...(started !== undefined && { started: jiraTime(started) }),
    ...(comment !== undefined && { comment: await writtenText(jira, comment, 'comment') }),
    ...(visibility !== undefined && { visibility }),
  };
}

/** Seconds mean the same on every site, whatever its language; days and weeks are as long as the site says. */
function spent(timeSpent: string): JsonRecord {
  const timeSpentSeconds = secondsOf(timeSpent);
  return timeSpentSeconds === undefined ? { timeSpent } : { timeSpentSeconds };
}

/**
 * The body that changes a worklog. As for comments, its own `visibility` is sent back, so that what only some may read stays so.
 * @param params of the worklog's route
 * @throws JiraError `JIRA_INPUT` where nothing is to be changed
 */
export async function changedWorklogBody(jira: Jira, params: RouteParams, inputs: WorklogInputs): Promise<JsonRecord> {
  const body = await worklogBody(jira, inputs);
  if (Object.keys(body).length === 0) throw badInput('input.worklogUnchanged');
  if (body.visibility !== undefined || Object.values(params).some((id) => jira.isOnlyTried(id))) return body;
  const visibility = entry(await jira.ask({ route: 'GET /issue/{issueIdOrKey}/worklog/{id}', params }), 'visibility');
  return isRecord(visibility) ? { ...body, visibility } : body;
}

/** What becomes of the estimate of what is left. Spans of time as Jira writes them. */
export interface EstimateInputs {
  readonly adjustEstimate?: string | undefined;
  readonly newEstimate?: string | undefined;
  /** Where work is added. */
  readonly reduceBy?: string | undefined;
  /** Where a worklog is deleted. */
  readonly increaseBy?: string | undefined;
}

/** Jira's own words, and the input that each needs. */
const WAYS: ReadonlyMap<string, keyof EstimateInputs | 'amount' | undefined> = new Map([
  ['auto', undefined],
  ['leave', undefined],
  ['new', 'newEstimate'],
  ['manual', 'amount'],
]);

/**
 * The query that says what becomes of the estimate. An amount alone says how it is meant.
 * @param amount the input that `manual` needs; a change of a worklog has none
 * @throws JiraError `JIRA_INPUT` for a word that Jira doesn't know, and for an amount that is missing or would be ignored
 */
export function estimateQuery(inputs: EstimateInputs, amount?: 'reduceBy' | 'increaseBy'): Query {
  const ways = [...WAYS.keys()].filter((way) => way !== 'manual' || amount !== undefined);
  const amounts = ['newEstimate' as const, amount].flatMap((name) => name ?? []);
  const given = amounts.filter((name) => inputs[name] !== undefined);
  const adjustEstimate = inputs.adjustEstimate?.trim().toLowerCase() ?? wayOf(given[0]);
  if (adjustEstimate === undefined) return {};
  if (!ways.includes(adjustEstimate)) {
    throw badInput('input.notAnOption', { name: 'adjustEstimate', found: adjustEstimate, options: ways.join(', ') });
  }
  const wanted = WAYS.get(adjustEstimate) === 'amount' ? amount : WAYS.get(adjustEstimate);
  if (wanted !== undefined && !given.some((name) => name === wanted)) throw badInput('input.missing', { name: wanted });
  const surplus = given.find((name) => name !== wanted);
  if (surplus !== undefined) throw badInput('estimate.otherAmount', { name: surplus, way: adjustEstimate });
  return { adjustEstimate, ...Object.fromEntries(given.map((name) => [name, inputs[name]])) };
}

function wayOf(amount: keyof EstimateInputs | undefined): string | undefined {
  if (amount === undefined) return undefined;
  return amount === 'newEstimate' ? 'new' : 'manual';
}

export interface WorklogListInputs {
  readonly issueIdOrKey: string;
  /** ISO 8601. */
  readonly startedAfter?: string | undefined;
  readonly startedBefore?: string | undefined;
}

/** Worklogs are small, and Cloud gives up to this many at a time. */
const LARGEST_PAGE = 5_000;

/** The worklogs of an issue. Only Cloud picks them by the time at which work began; Data Center gives all of them at once. */
export function worklogList(
  jira: Jira,
  { issueIdOrKey, startedAfter, startedBefore }: WorklogListInputs,
): OwnListRequest | Promise<readonly unknown[]> {
  const list = { params: { issueIdOrKey }, records: 'worklogs' };
  const [after, before] = [startedAfter, startedBefore].map((time) =>
    time === undefined ? undefined : Date.parse(time),
  );
  if (jira.deployment === 'cloud') {
    return {
      ...list,
      style: 'offset',
      query: { startedAfter: after, startedBefore: before },
      largestPage: LARGEST_PAGE,
    };
  }
  if (after === undefined && before === undefined) return { ...list, style: 'whole' };
  return jira.whole(list).then((worklogs) =>
    worklogs.filter((worklog) => {
      const started = timeEntry(worklog, 'started') ?? 0;
      return started > (after ?? Number.NEGATIVE_INFINITY) && started < (before ?? Number.POSITIVE_INFINITY);
    }),
  );
}
