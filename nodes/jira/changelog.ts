import { JiraError } from '../client/errors/jira-error';
import { entry, listEntry, numberEntry, textEntry } from '../client/json';
import { siteFields } from './fields';
import { fieldNamesIn, isNamed } from './history-fields';
import type { Jira, OwnListRequest } from './jira';
import { listIn } from './recovery/reads';

export interface ChangelogInputs {
  readonly issueIdOrKey: string;
  /** Only what changed one of these fields, by id or name. */
  readonly fields?: readonly string[] | undefined;
}

/** The largest page that Cloud gives, whatever is asked for. */
const PER_PAGE = 100;

/** What has changed in an issue, the oldest first. Data Center tells it with the issue alone, and whole. */
export function changelog(
  jira: Jira,
  { issueIdOrKey, fields }: ChangelogInputs,
): OwnListRequest | Promise<readonly unknown[]> {
  const list: OwnListRequest = { params: { issueIdOrKey }, style: 'page', records: 'values' };
  if (jira.deployment === 'cloud' && fields === undefined) return list;
  const histories = jira.deployment === 'cloud' ? wholeList(jira, list) : withIssue(jira, issueIdOrKey);
  return fields === undefined ? histories : histories.then((all) => ofFields(jira, all, fields));
}

async function wholeList(jira: Jira, list: OwnListRequest): Promise<readonly unknown[]> {
  const extent = { all: true, limit: 0, strategy: 'auto' } as const;
  const histories: unknown[] = [];
  for await (const part of jira.read(list, { maxResults: PER_PAGE }, extent))
    for (const one of part.records) histories.push(one);
  return histories;
}

/** @throws JiraError `JIRA_INCOMPLETE` where Jira says that there are more */
async function withIssue(jira: Jira, issueIdOrKey: string): Promise<readonly unknown[]> {
  const query = { expand: 'changelog', fields: 'issuetype' };
  const found = entry(await jira.send({ params: { issueIdOrKey }, query, responds: 'issue' }), 'changelog');
  const histories = listIn(found, 'histories');
  const total = numberEntry(found, 'total') ?? histories.length;
  if (total > histories.length) throw new JiraError('JIRA_INCOMPLETE', 'incomplete.endsEarly', { total });
  return [...histories].sort((one, other) => idOf(one) - idOf(other));
}

/** Jira numbers histories as they come. */
function idOf(history: unknown): number {
  return Number(textEntry(history, 'id') ?? 0);
}

async function ofFields(
  jira: Jira,
  histories: readonly unknown[],
  fields: readonly string[],
): Promise<readonly unknown[]> {
  const nameOf = fieldNamesIn(await siteFields(jira));
  return histories.filter((history) =>
    listEntry(history, 'items').some((item) => {
      const label = textEntry(item, 'field') ?? '';
      const { id, name } = nameOf(label, textEntry(item, 'fieldId'));
      return isNamed({ field: name, fieldId: id }, fields) || isNamed({ field: label, fieldId: id }, fields);
    }),
  );
}
