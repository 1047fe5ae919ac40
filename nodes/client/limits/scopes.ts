/** What a call counts against: the widths in which Jira limits calls. */
export interface CallScope {
  /** Method and path template, such as `GET /issue/{issueIdOrKey}`: Jira's burst limits are per endpoint and method. */
  readonly endpoint: string;
  /** The issue that a write changes: Jira limits writes to one issue. */
  readonly issue?: string | undefined;
}

/** How wide a limit is: one endpoint, one issue, or the whole site. */
export type LimitScope = `endpoint:${string}` | `issue:${string}` | 'site';

/** All the limits that a call counts against, the widest first. */
export function limitScopesOf({ endpoint, issue }: CallScope): readonly LimitScope[] {
  const scopes: LimitScope[] = ['site', `endpoint:${endpoint}`];
  if (issue !== undefined) scopes.push(`issue:${issue}`);
  return scopes;
}

/**
 * How wide Jira means a 429, by its `RateLimit-Reason`: a burst limit is one endpoint and method, the limit on writes is
 * one issue, and a quota, or no reason at all, is everything. Where the issue is not known, its endpoint is the narrowest
 * that can be named.
 */
export function limitScope(reason: string | undefined, { endpoint, issue }: CallScope): LimitScope {
  if (reason === 'jira-per-issue-on-write' && issue !== undefined) return `issue:${issue}`;
  if (reason === 'jira-per-issue-on-write' || reason === 'jira-burst-based') return `endpoint:${endpoint}`;
  return 'site';
}
