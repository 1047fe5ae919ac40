import { hasOwnRoot, methodOf, type Route, templateOf } from '../client/http/request';
import { type Action, routesOf } from '../definition';
import { BuildError } from './problems';

const PAGES = 'https://developer.atlassian.com/cloud/jira/platform/rest/v3';
/** Those of boards, sprints and ranks. */
const SOFTWARE_PAGES = 'https://developer.atlassian.com/cloud/jira/software/rest';

/** The page of Atlassian's reference by the beginning of a path; the longest that fits counts. The tests compare it with Atlassian's documents. */
const GROUPS: Readonly<Record<string, string>> = {
  '/comment': 'issue-comments',
  '/field': 'issue-fields',
  '/issue': 'issues',
  '/issue/picker': 'issue-search',
  '/issue/{issueIdOrKey}/attachments': 'issue-attachments',
  '/issue/{issueIdOrKey}/comment': 'issue-comments',
  '/issue/{issueIdOrKey}/remotelink': 'issue-remote-links',
  '/issue/{issueIdOrKey}/watchers': 'issue-watchers',
  '/issue/{issueIdOrKey}/worklog': 'issue-worklogs',
  '/issueLink': 'issue-links',
  '/rest/agile/1.0/issue': 'issue',
  '/issuetype': 'issue-types',
  '/project': 'projects',
  '/project/{projectIdOrKey}/component': 'project-components',
  '/project/{projectIdOrKey}/version': 'project-versions',
  '/search': 'issue-search',
  '/user': 'users',
  '/users': 'users',
  '/version': 'project-versions',
};

/**
 * Where Atlassian describes the operation that an action is there for: Cloud's, where there is one.
 * @throws BuildError for an operation whose page is not known
 */
export function referenceOf(action: Pick<Action, 'type' | 'route'>): string {
  const [route] = routesOf(action);
  const group = route && groupOf(route);
  if (route === undefined || group === undefined)
    throw new BuildError([`${action.type}: nodes/forms/reference.ts knows no page for ${route}`]);
  return `${hasOwnRoot(route) ? SOFTWARE_PAGES : PAGES}/api-group-${group}/#${anchorOf(route)}`;
}

/** The group of operations to which Atlassian's reference counts a route. */
export function groupOf(route: Route): string | undefined {
  const template = templateOf(route);
  const beginnings = Object.keys(GROUPS).filter((one) => template === one || template.startsWith(`${one}/`));
  return GROUPS[beginnings.sort((one, other) => other.length - one.length)[0] ?? ''];
}

function anchorOf(route: Route): string {
  const path = templateOf(route).replace(/[{}]/g, '').replace(/[/.]/g, '-').toLowerCase();
  return `api${hasOwnRoot(route) ? '' : '-rest-api-3'}${path}-${methodOf(route).toLowerCase()}`;
}
