import { fits } from './decide';
import type { Delivery, Subscription } from './hub';
import type { JiraAccess } from './reading/access';
import { BASIC_FIELDS, readChangedIssue, searchList } from './reading/changed-issues';
import { fieldNames } from './reading/field-names';
import { readDetails } from './reading/issue-details';
import { eventsOfIssue } from './reading/issue-events';
import { withPayloads } from './reading/payloads';

/** Issues that are looked at, those that changed last. */
const ISSUES = 50;
/** A search of Cloud wants some bound; who tries a node out wants to see what happened lately. */
const DAYS = 30;

/**
 * The newest events that a node would hear of, newest first, whatever was handed on before. Worklogs come through a feed that can't be
 * read backwards; they are not among them.
 * @param myself the id of the site's own account
 * @throws JiraError
 */
export async function recentEvents(
  access: JiraAccess,
  subscription: Subscription,
  count: number,
  myself: string | undefined,
): Promise<readonly Delivery[]> {
  const only = subscription.jql === '' ? '' : ` AND (${subscription.jql})`;
  const list = await searchList(access, `updated >= "-${DAYS}d"${only} ORDER BY updated DESC`, BASIC_FIELDS);
  const page = { all: false, limit: ISSUES, strategy: 'sequential' } as const;
  const events = [];
  for await (const { records } of access.client.read(list, { maxResults: ISSUES }, page, access.job())) {
    const issues = records.flatMap(readChangedIssue);
    const wanted = { types: subscription.types, since: 0 };
    const names = await fieldNames(access);
    for (const issue of await readDetails(access, issues, wanted)) events.push(...eventsOfIssue(issue, names));
  }
  const fitting = events.filter(
    ({ record }) => subscription.types.has(record.event.type) && fits(record, subscription, myself),
  );
  const newest = fitting.sort((one, other) => other.at - one.at).slice(0, count);
  return withPayloads(
    access,
    newest.map(({ record }) => record),
  );
}
