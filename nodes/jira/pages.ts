import type { Deployment } from '../client/http/request';
import type { Identifiers } from './record-kinds';

/** Where people look at Jira. */
export interface PeopleSite {
  readonly deployment: Deployment;
  /** The address that they open, without a slash at the end. */
  readonly url: string;
}

/**
 * The page in Jira of what is identified: an issue's, with the comment or worklog in view; a project's; a person's. `undefined` for what
 * has no page of its own. An id without a key leads to a search for that issue, as no page has its address.
 */
export function pageOf(site: PeopleSite, things: Identifiers): string | undefined {
  const path = issuePath(things) ?? projectPath(things) ?? userPath(site.deployment, things);
  return path && site.url + path;
}

function issuePath({ issue, comment, worklog }: Identifiers): string | undefined {
  if (issue === undefined) return undefined;
  if (isId(issue)) return `/issues/?jql=${encodeURIComponent(`id = ${issue}`)}`;
  const part = comment ? `?focusedCommentId=${encodeURIComponent(comment)}` : '';
  const focus = worklog ? `?focusedWorklogId=${encodeURIComponent(worklog)}` : part;
  return `/browse/${encodeURIComponent(issue)}${focus}`;
}

function projectPath({ project }: Identifiers): string | undefined {
  return project === undefined || isId(project) ? undefined : `/browse/${encodeURIComponent(project)}`;
}

function userPath(deployment: Deployment, { accountId, username }: Identifiers): string | undefined {
  const id = deployment === 'cloud' ? accountId : username;
  if (id === undefined) return undefined;
  return deployment === 'cloud'
    ? `/jira/people/${encodeURIComponent(id)}`
    : `/secure/ViewProfile.jspa?name=${encodeURIComponent(id)}`;
}

function isId(text: string): boolean {
  return /^\d+$/.test(text);
}
