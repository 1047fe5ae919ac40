/** Which scope a call needs: on Cloud by Atlassian's API description, on Data Center by whether it changes anything. */

const READING_POSTS = new Set([
  '/search/jql',
  '/search',
  '/search/approximate-count',
  '/comment/list',
  '/issue/bulkfetch',
  '/changelog/bulkfetch',
  '/worklog/list',
  '/jql/parse',
]);

/** @param path below the REST API's root */
export function scopeOf(method: string, path: string): string | undefined {
  if (path === '/serverInfo') return undefined;
  if (/^\/webhook(\/|$)/.test(path)) return 'manage:jira-webhook';
  // What lies outside the platform's API needs scopes that the demo grants to nobody.
  if (path.startsWith(':site/rest/agile/1.0/issue/')) return 'write:issue:jira-software';
  if (path.startsWith(':site/rest/agile/')) return 'write:sprint:jira-software';
  if (path.startsWith(':site/rest/webhooks/')) return 'manage:jira-configuration';
  if (path.startsWith('/user/email')) return 'read:email-address:jira';
  if (/^\/(myself|users?|groups?)(\/|$)/.test(path)) return 'read:jira-user';
  return reads(method, path) ? 'read:jira-work' : 'write:jira-work';
}

const reads = (method: string, path: string): boolean =>
  method === 'GET' || method === 'HEAD' || READING_POSTS.has(path);

/** What Data Center's incoming link may be asked for; each includes the ones before it. */
export const LINK_SCOPES: readonly string[] = ['READ', 'WRITE'];

/** Whether a token of Data Center with these scopes is good for a call. */
export function coversOnDataCenter(scopes: readonly string[], method: string, path: string): boolean {
  return scopes.includes('WRITE') || reads(method, path);
}
