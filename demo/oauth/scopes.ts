/** Which classic scope a call needs at the gateway, as Atlassian's API description has it. */

const READING_POSTS = new Set([
  '/search/jql',
  '/search',
  '/search/approximate-count',
  '/comment/list',
  '/issue/bulkfetch',
  '/jql/parse',
]);

/** @param path below the REST API's root */
export function scopeOf(method: string, path: string): string | undefined {
  if (path === '/serverInfo') return undefined;
  if (path.startsWith('/user/email')) return 'read:email-address:jira';
  if (/^\/(myself|users?|groups?)(\/|$)/.test(path)) return 'read:jira-user';
  return method === 'GET' || method === 'HEAD' || READING_POSTS.has(path) ? 'read:jira-work' : 'write:jira-work';
}
