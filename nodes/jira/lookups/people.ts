import { JiraError } from '../../client/errors/jira-error';
import type { Deployment } from '../../client/http/request';
import { entry, textEntry } from '../../client/json';
import type { ListRequest } from '../../client/lists/paging';
import type { Jira } from '../jira';
import { firstRecords } from '../records';
import type { Lookup, Suggestion } from './lookup';

/** How many people are offered at a time; a search narrows them down. */
const OFFERED = 50;

/** People by account id on Cloud and by user name on Data Center, found by name or e-mail address. */
export const user: Lookup = {
  within: [],
  searched: 'jira',
  async response(jira, { query }) {
    const found = people(jira, await firstRecords(jira, everybody(jira, query), OFFERED));
    return found.length > 0 || !isAccountId(jira, query) ? found : people(jira, [await byAccountId(jira, query)]);
  },
};

/** The people that the issue, or an issue of the project, can be given to; without either, everybody. */
export const assignableUser: Lookup = {
  within: ['issue', 'project'],
  searched: 'jira',
  async response(jira, question) {
    const { query, issue, project } = question;
    if (!issue && !project) return user.response(jira, question);
    const place = issue ? { issueKey: issue } : { project };
    const search: ListRequest = {
      route: 'GET /user/assignable/search',
      query: { ...place, [jira.deployment === 'cloud' ? 'query' : 'username']: query },
      style: 'array',
    };
    const found = people(jira, await firstRecords(jira, search, OFFERED));
    return found.length > 0 || !isAccountId(jira, query) ? found : user.response(jira, question);
  },
};

/** Names of one deployment are of no use on the other: nobody is offered there. */
export function only(deployment: Deployment, lookup: Lookup): Lookup {
  return {
    ...lookup,
    response: async (jira, question) => (jira.deployment === deployment ? lookup.response(jira, question) : []),
  };
}

/** Jira searches for something only: without a query, Cloud lists the users and Data Center takes `.` for everybody. */
function everybody(jira: Jira, query: string): ListRequest {
  if (jira.deployment === 'cloud' && query === '') return { route: 'GET /users/search', style: 'array' };
  const searched = jira.deployment === 'cloud' ? { query } : { username: query || '.' };
  return { route: 'GET /user/search', query: searched, style: 'array' };
}

/** Cloud does not search for ids, which are what a form has stored. */
function isAccountId(jira: Jira, query: string): boolean {
  return jira.deployment === 'cloud' && /^[\w-]*:?[\w-]{20,128}$/.test(query);
}

async function byAccountId(jira: Jira, accountId: string): Promise<unknown> {
  try {
    return await jira.ask({ route: 'GET /user', query: { accountId }, optional: true });
  } catch (error) {
    if (error instanceof JiraError && error.code === 'JIRA_NOT_FOUND') return undefined;
    throw error;
  }
}

/** People that can be chosen, of those that Jira has named. */
export function people(jira: Jira, records: readonly unknown[]): readonly Suggestion[] {
  return records.flatMap((person) => {
    const id = textEntry(person, jira.deployment === 'cloud' ? 'accountId' : 'name');
    const isPerson = (textEntry(person, 'accountType') ?? 'atlassian') === 'atlassian';
    if (id === undefined || !isPerson || entry(person, 'active') === false) return [];
    const name = textEntry(person, 'displayName') ?? id;
    const email = textEntry(person, 'emailAddress');
    return [{ value: id, label: email ? `${name} (${email})` : name }];
  });
}
