/** The site itself: what it is, and what the caller may do on it. */

import type { Call } from '../call';
import { timestamp } from '../clock';
import type { Project } from '../model';
import type { Permission } from '../permissions';
import { ok, type RouteResponse, refuse } from '../responses';
import type { Route } from '../routing';

export const siteRoutes: readonly Route[] = [
  { method: 'GET', path: '/serverInfo', anonymous: true, run: serverInfo },
  { method: 'GET', path: ':site/_edge/tenant_info', on: 'cloud', anonymous: true, run: tenantInfo },
  { method: 'GET', path: '/mypermissions', anonymous: true, run: myPermissions },
];

function serverInfo(call: Call): RouteResponse {
  const { store, base } = call;
  const { version } = store.settings;
  const serverTime = timestamp(store.now(), store.timeZone);
  if (store.deployment === 'cloud') {
    return ok({
      baseUrl: base,
      displayUrl: base,
      displayUrlServicedeskHelpCenter: base,
      displayUrlConfluence: base,
      version,
      versionNumbers: [1001, 0, 0],
      deploymentType: 'Cloud',
      buildNumber: 100296,
      buildDate: '2026-11-18T10:11:12.000+0000',
      serverTime,
      scmInfo: '2b7f0d7a51aa3f1c2a6e8f4b4d0e9c570d7a51aa',
      serverTitle: 'Demo Jira',
      serverTimeZone: store.timeZone,
    });
  }
  return ok({
    baseUrl: base,
    version,
    versionNumbers: version.split('.').map(Number),
    deploymentType: 'DataCenter',
    buildNumber: 10030024,
    buildDate: '2026-10-28T00:00:00.000+0100',
    databaseBuildNumber: 10030024,
    serverTime,
    scmInfo: '2b7f0d7a51aa3f1c2a6e8f4b4d0e9c570d7a51aa',
    serverTitle: 'Demo Jira',
  });
}

function tenantInfo(call: Call): RouteResponse {
  return ok({ cloudId: call.store.cloudId });
}

const keys: Readonly<Record<string, { readonly name: string; readonly permission: Permission }>> = {
  BROWSE_PROJECTS: { name: 'Browse Projects', permission: 'browse' },
  CREATE_ISSUES: { name: 'Create Issues', permission: 'create' },
  EDIT_ISSUES: { name: 'Edit Issues', permission: 'edit' },
  ASSIGN_ISSUES: { name: 'Assign Issues', permission: 'assign' },
  TRANSITION_ISSUES: { name: 'Transition Issues', permission: 'transition' },
  ADD_COMMENTS: { name: 'Add Comments', permission: 'comment' },
  LINK_ISSUES: { name: 'Link Issues', permission: 'link' },
  DELETE_ISSUES: { name: 'Delete Issues', permission: 'delete' },
  ADMINISTER_PROJECTS: { name: 'Administer Projects', permission: 'admin' },
};

/** Without a project: what the caller may do in any. Cloud wants to be told which permissions are meant. */
function myPermissions(call: Call): RouteResponse {
  const { query, store, user } = call;
  const asked = query.list('permissions');
  if (store.deployment === 'cloud' && asked === undefined) {
    throw refuse(400, ['The permissions query parameter is required.']);
  }
  const unknown = asked?.find((key) => !(key in keys) && key !== 'ADMINISTER');
  if (unknown !== undefined) throw refuse(400, [`Unrecognized permission: ${unknown}`]);
  const projects = projectsMeant(call);
  const project = Object.entries(keys).map(([key, { name, permission }], index) => ({
    id: String(index + 10),
    key,
    name,
    type: 'PROJECT',
    description: '',
    havePermission: projects.some((one) => store.can(user, permission, one)),
  }));
  const global = {
    id: '0',
    key: 'ADMINISTER',
    name: 'Administer Jira',
    type: 'GLOBAL',
    description: '',
    havePermission: user?.administrator === true,
  };
  const shown = [global, ...project].filter(({ key }) => asked === undefined || asked.includes(key));
  return ok({ permissions: Object.fromEntries(shown.map((permission) => [permission.key, permission])) });
}

function projectsMeant(call: Call): readonly Project[] {
  const { query, store, user } = call;
  const issueName = query.text('issueKey') ?? query.text('issueId');
  const projectName = query.text('projectKey') ?? query.text('projectId');
  if (issueName === undefined && projectName === undefined) return store.projects;
  const issue = issueName === undefined ? undefined : store.findIssue(issueName);
  const project = issue ? store.project(issue.projectId) : store.findProject(projectName ?? '');
  if (project && store.can(user, 'browse', project)) return [project];
  throw refuse(404, [`No project or issue could be found with '${issueName ?? projectName}'.`]);
}
