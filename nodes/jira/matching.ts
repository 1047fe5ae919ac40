import { JiraError } from '../client/errors/jira-error';
import { entry, isRecord, type JsonRecord, listEntry, numberEntry, textEntry } from '../client/json';
import { jiraValue } from './field-values';
import { byFieldId, type FieldType, fieldTypes } from './fields';
import { badInput } from './input-errors';
import type { Jira } from './jira';
import { isOrdered, jqlString, phraseOf } from './jql-text';
import { listIn, unlessMissing } from './recovery/reads';
import type { Reading } from './recovery/recovery';
import { readableText } from './text-format';

/** How issues are told that are meant by the same message. */
export interface Match {
  readonly jql: string;
  /** Field by which `fits` judges; none where the query says everything. */
  readonly field?: string | undefined;
  /** Whether an issue that the query has found is really one. */
  fits(issue: unknown): boolean;
}

export interface MatchInputs {
  readonly match?: string | undefined;
  readonly matchField?: string | undefined;
  readonly matchValue?: string | undefined;
}

/** An issue that fits. */
export interface FoundIssue {
  readonly id: string;
  readonly key: string;
  readonly self: string;
}

const PER_PAGE = 100;
/** Pages of a search for a text; more issues than these hold it somewhere. */
const MOST_PAGES = 50;

/**
 * The issues that a message means.
 * @param project id or key of the project in which a field is compared
 * @throws JiraError `JIRA_INPUT`
 */
export async function matchOf(
  jira: Jira,
  { match, matchField, matchValue }: MatchInputs,
  project: string,
): Promise<Match> {
  if (match !== undefined) {
    if (isOrdered(match)) throw badInput('match.ordered', { name: 'match' });
    return { jql: match, fits: () => true };
  }
  if (matchField === undefined) throw badInput('input.missing', { name: 'match' });
  if (matchValue === undefined) throw badInput('input.missing', { name: 'matchValue' });
  return fieldMatch(jira, matchField, matchValue, project);
}

async function fieldMatch(jira: Jira, name: string, value: string, project: string): Promise<Match> {
  const [field = name] = Object.keys(await byFieldId(jira, { [name]: value }, project));
  const type = (await fieldTypes(jira, [field])).get(field) ?? { type: 'string' };
  const within = `project = ${/^\d+$/.test(project) ? project : jqlString(project)} AND ${jqlName(field)}`;
  if (isProse(type)) {
    const phrase = phraseOf(value);
    if (phrase === undefined) throw badInput('match.unsearchable', { name: 'matchValue', value });
    const fits = (issue: unknown) => textIn(jira, issue, field, type) === value.trim();
    return { jql: `${within} ~ ${phrase}`, field, fits };
  }
  const jql = `${within} = ${jqlString(await comparedAs(jira, field, value, type))}`;
  if (type.items !== 'string') return { jql, fits: () => true };
  return { jql, field, fits: (issue) => listEntry(entry(issue, 'fields'), field).includes(value.trim()) };
}

/** Jira finds words in it; only whoever reads the field sees whether it is the same. */
function isProse({ type, rich, compares }: FieldType): boolean {
  return (type === 'string' || rich === true) && compares !== true;
}

/** People are compared by their ids, everything else by what it is called. */
async function comparedAs(jira: Jira, field: string, value: string, type: FieldType): Promise<string> {
  if (type.type !== 'user' && type.items !== 'user') return value.trim();
  const person = await jiraValue(jira, field, value, { type: 'user' });
  return textEntry(person, 'accountId') ?? textEntry(person, 'name') ?? value.trim();
}

/** The names that JQL has for fields that are called otherwise in issues. */
const JQL_NAMES: Readonly<Record<string, string>> = {
  components: 'component',
  fixVersions: 'fixVersion',
  versions: 'affectedVersion',
};

function jqlName(field: string): string {
  const custom = /^customfield_(\d+)$/.exec(field);
  return custom ? `cf[${custom[1]}]` : (JQL_NAMES[field] ?? jqlString(field));
}

/** What a person reads in a field. */
function textIn(jira: Jira, issue: unknown, field: string, { rich }: FieldType): string | undefined {
  const value = entry(entry(issue, 'fields'), field);
  const text = rich ? readableText(value, 'text', jira.deployment) : value;
  return typeof text === 'string' ? text.trim() : undefined;
}

/**
 * Issues that fit, the newest first; not more than two, as one too many is enough to know.
 * @param ids numbers of issues that Jira is to look at as they are now, where it can
 * @throws JiraError
 */
export async function matchingIssues(jira: Jira, match: Match, ids: readonly string[]): Promise<readonly FoundIssue[]> {
  const found: FoundIssue[] = [];
  let token: string | undefined;
  for (let startAt = 0, page = 0; page < MOST_PAGES; page++) {
    const response = await jira.ask(search(jira, match, ids, startAt, token));
    const issues = listIn(response, 'issues');
    found.push(...issues.filter((issue) => match.fits(issue)).flatMap(foundIssue));
    startAt += issues.length;
    token = textEntry(response, 'nextPageToken');
    const isLast = jira.deployment === 'cloud' ? !token : startAt >= (numberEntry(response, 'total') ?? 0);
    if (found.length > 1 || isLast || (issues.length === 0 && !token)) return found;
  }
  throw new JiraError('JIRA_INCOMPLETE', 'match.tooMany', { count: PER_PAGE * MOST_PAGES }, { outcome: 'not-done' });
}

function search(jira: Jira, { jql, field }: Match, ids: readonly string[], startAt: number, token?: string): Reading {
  const body: JsonRecord = {
    // Without parentheses it would be another query: what a filter or a person has written may hold an OR.
    jql: `(${jql}) ORDER BY created DESC`,
    fields: [field ?? 'summary'],
    maxResults: field === undefined ? 2 : PER_PAGE,
  };
  if (jira.deployment === 'datacenter') return { route: 'POST /search', reads: true, body: { ...body, startAt } };
  const reconcileIssues = ids.length > 0 ? ids.map(Number) : undefined;
  return { route: 'POST /search/jql', reads: true, body: { ...body, nextPageToken: token, reconcileIssues } };
}

/**
 * An issue as it is now, if it fits and nobody is done with it: for one that searches may not know yet.
 * @throws JiraError
 */
export async function openIssue(jira: Jira, id: string, match: Match): Promise<FoundIssue | undefined> {
  const fields = ['status', ...(match.field === undefined ? [] : [match.field])];
  const issue = await unlessMissing(jira, {
    route: 'GET /issue/{issueIdOrKey}',
    params: { issueIdOrKey: id },
    query: { fields },
  });
  const category = textEntry(entry(entry(entry(issue, 'fields'), 'status'), 'statusCategory'), 'key');
  if (issue === undefined || category === 'done' || !match.fits(issue)) return undefined;
  return foundIssue(issue)[0];
}

function foundIssue(issue: unknown): FoundIssue[] {
  const [id, key, self] = ['id', 'key', 'self'].map((name) => textEntry(issue, name));
  return isRecord(issue) && id !== undefined && key !== undefined ? [{ id, key, self: self ?? '' }] : [];
}
