import { type Request, repeatability, templateOf } from '../http/request';

/**
 * What an app asks for that uses every node: to read and change issues, to read people, and to stay signed in
 * (`offline_access`).
 */
export const USUAL_SCOPES = 'read:jira-work write:jira-work read:jira-user offline_access';
/** What every sign-in on Cloud needs, whatever the nodes do: to know whose it is, and to outlive the first hour. */
export const SIGN_IN_SCOPES = 'read:jira-user offline_access';
/** Data Center knows four, each including the smaller ones; this one lets read and change. */
export const USUAL_DATA_CENTER_SCOPES = 'WRITE';

const PEOPLE = new Set(['myself', 'user', 'users', 'groups']);

/** The scope that Cloud asks for a call, the classic one where there is one, by Atlassian's description of its API. */
export function neededScope(request: Pick<Request, 'route' | 'reads'>): string {
  const template = templateOf(request.route);
  // Jira Software knows none of the classic scopes.
  if (template.startsWith('/rest/agile/1.0/issue/')) {
    return repeatability(request) === 'read' ? 'read:issue:jira-software' : 'write:issue:jira-software';
  }
  const [, resource = '', part] = template.split('/');
  if (resource === 'user' && part === 'email') return 'read:email-address:jira';
  if (PEOPLE.has(resource)) return 'read:jira-user';
  if (resource === 'webhook') return 'manage:jira-webhook';
  if (request.route.includes(' /rest/webhooks/')) return 'manage:jira-configuration';
  return repeatability(request) === 'read' ? 'read:jira-work' : 'write:jira-work';
}
