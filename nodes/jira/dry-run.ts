import type { PlannedCall } from '../client/client';
import { PLACEHOLDER_ID, placeholderKey } from '../client/dry-run';
import { JiraError } from '../client/errors/jira-error';
import { methodOf, type Request, templateOf } from '../client/http/request';
import { entry, isRecord, type JsonRecord, listEntry, textEntry } from '../client/json';
import { fieldNames } from './fields';
import { type Filled, type Form, problemsOfChange, problemsOfNew } from './form-problems';
import { createForm, editForm } from './forms';
import type { Jira, Problem } from './jira';
import { handful } from './names';
import { transitionForm } from './transitions';

interface Finding {
  readonly problems: readonly Problem[];
  readonly response: unknown;
}

/**
 * Tries a write without making it: reads what it would work on and the form that it would fill in, and says what Jira would have
 * against it. The response is what Jira's would be, as far as that can be told: what would have been made has the id 0, which nothing has.
 * @throws JiraError what reading throws, but for refusals of what is asked for, which are problems of the write
 */
export async function tryOut(jira: Jira, request: Request, { url, body }: PlannedCall): Promise<Finding> {
  const params = Object.values(request.params ?? {});
  if (params.some((id) => jira.isOnlyTried(id))) return { problems: [], response: recordOf(request, url, body) };
  switch (request.route) {
    case 'POST /issue':
      return newIssue(jira, url, body);
    case 'POST /issue/bulk':
      return newIssues(jira, url.replace(/\/bulk$/, ''), body);
    case 'PUT /issue/{issueIdOrKey}': {
      const changes = async () => {
        const form = await editForm(jira, issueOf(request));
        return problemsOfChange(form, await filledBy(jira, form, body));
      };
      return { ...(await found(changes)), response: undefined };
    }
    case 'POST /issue/{issueIdOrKey}/transitions':
      return { problems: await transitionProblems(jira, issueOf(request), body), response: undefined };
    case 'POST /issueLink': {
      const ends = ['inwardIssue', 'outwardIssue'].map((end) => linkedProblems(jira, end, entry(body, end)));
      return { problems: (await Promise.all(ends)).flat(), response: undefined };
    }
    default:
      return onTarget(jira, request, url, body);
  }
}

/** A write on something that must be there: that itself where the address ends in it, else the issue. */
async function onTarget(jira: Jira, { route, params }: Request, url: string, body: unknown): Promise<Finding> {
  const template = templateOf(route);
  const issueIdOrKey = params?.issueIdOrKey;
  let target: unknown;
  const { problems } = await found(async () => {
    if (template.endsWith('}')) target = await jira.ask({ route: `GET ${template}`, params });
    else if (issueIdOrKey !== undefined) await knownIssue(jira, issueIdOrKey);
    return [];
  });
  const isMade = methodOf(route) === 'POST';
  return { problems, response: recordOf({ route, params }, url, body, isMade ? undefined : target) };
}

async function newIssue(jira: Jira, url: string, body: unknown): Promise<Finding> {
  const [project, issuetype] = ['project', 'issuetype'].map((id) => entry(entry(body, 'fields'), id));
  const { problems } = await found(async () => {
    const type = textEntry(issuetype, 'id') ?? textEntry(issuetype, 'name') ?? '';
    const { types, fields } = await createForm(jira, textEntry(project, 'key') ?? textEntry(project, 'id') ?? '', type);
    if (fields === undefined) return [unknownType(type, types)];
    return problemsOfNew(fields, await filledBy(jira, fields, body));
  }, 'project');
  const key = textEntry(project, 'key') ?? (await keyOfProject(jira, textEntry(project, 'id')));
  return { problems, response: { id: PLACEHOLDER_ID, key: placeholderKey(key), self: `${url}/${PLACEHOLDER_ID}` } };
}

function unknownType(value: string, types: readonly unknown[]): Problem {
  const values = { field: 'issuetype', value, values: handful(types.map((one) => textEntry(one, 'name') ?? '')) };
  const facts = { outcome: 'not-done', retryable: false } as const;
  return { field: 'issuetype', error: new JiraError('JIRA_INVALID', 'dryRun.notOffered', values, facts) };
}

async function newIssues(jira: Jira, url: string, body: unknown): Promise<Finding> {
  const issues: unknown[] = [];
  const problems: Problem[] = [];
  for (const row of listEntry(body, 'issueUpdates')) {
    const finding = await newIssue(jira, url, row);
    issues.push(finding.response);
    problems.push(...finding.problems);
  }
  return { problems, response: { issues, errors: [] } };
}

async function transitionProblems(jira: Jira, issue: string, body: unknown): Promise<readonly Problem[]> {
  const id = textEntry(entry(body, 'transition'), 'id') ?? '';
  const { problems } = await found(async () => {
    const form = await transitionForm(jira, issue, id);
    return problemsOfNew(form, await filledBy(jira, form, body));
  }, 'transition');
  return problems;
}

async function linkedProblems(jira: Jira, field: string, issue: unknown): Promise<readonly Problem[]> {
  const idOrKey = textEntry(issue, 'id') ?? textEntry(issue, 'key');
  if (idOrKey === undefined || jira.isOnlyTried(idOrKey)) return [];
  const { problems } = await found(() => knownIssue(jira, idOrKey), field);
  return problems;
}

/** @throws JiraError if the account doesn't see such an issue */
async function knownIssue(jira: Jira, issueIdOrKey: string): Promise<readonly Problem[]> {
  await jira.ask({ route: 'GET /issue/{issueIdOrKey}', params: { issueIdOrKey }, query: { fields: 'issuetype' } });
  return [];
}

const REFUSALS: ReadonlySet<string> = new Set(['JIRA_INPUT', 'JIRA_INVALID', 'JIRA_NOT_FOUND', 'JIRA_FORBIDDEN']);

/** What a check finds. That Jira refuses to read what the write is about is a finding, too. */
async function found(
  check: () => Promise<readonly Problem[]>,
  field?: string,
): Promise<{ readonly problems: readonly Problem[] }> {
  try {
    return { problems: await check() };
  } catch (error) {
    if (!(error instanceof JiraError) || !REFUSALS.has(error.code)) throw error;
    return { problems: [{ ...(field !== undefined && { field }), error }] };
  }
}

/** The record that a write answers: what was sent, on top of what was there. */
function recordOf({ route, params = {} }: Request, url: string, body: unknown, before?: unknown): JsonRecord {
  const made = methodOf(route) === 'POST';
  const id = made ? PLACEHOLDER_ID : (Object.values(params).at(-1) ?? PLACEHOLDER_ID);
  const self = made ? `${url}/${PLACEHOLDER_ID}` : url;
  return { self, id, ...(isRecord(before) && before), ...(isRecord(body) && body) };
}

async function keyOfProject(jira: Jira, id: string | undefined): Promise<string> {
  if (id === undefined || jira.isOnlyTried(id)) return '';
  let key: string | undefined;
  await found(async () => {
    key = textEntry(await jira.ask({ route: 'GET /project/{projectIdOrKey}', params: { projectIdOrKey: id } }), 'key');
    return [];
  });
  return key ?? '';
}

function issueOf({ params }: Request): string {
  return params?.issueIdOrKey ?? '';
}

async function filledBy(jira: Jira, form: Form, body: unknown): Promise<Filled> {
  const [fields = {}, update = {}] = ['fields', 'update'].map((name) => entry(body, name)).map(recordOrNone);
  const others = Object.keys({ ...fields, ...update }).filter((id) => !Object.hasOwn(form, id));
  return { fields, update, names: await fieldNames(jira, others) };
}

function recordOrNone(value: unknown): JsonRecord | undefined {
  return isRecord(value) ? value : undefined;
}
