/** Every operation the demo plays. */

import type { Route } from '../routing';
import { changelogRoutes } from './changelog';
import { commentRoutes } from './comment';
import { createMetaRoutes } from './createmeta';
import { globalListRoutes } from './global-lists';
import { issueRoutes } from './issue';
import { issueBulkRoutes } from './issue-bulk';
import { issuePropertyRoutes } from './issue-property';
import { jqlRoutes } from './jql';
import { linkRoutes } from './link';
import { metadataRoutes } from './metadata';
import { notifyRoutes } from './notify';
import { pageRoutes } from './pages';
import { pickerRoutes } from './picker';
import { projectRoutes } from './project';
import { projectPartRoutes } from './project-parts';
import { rankRoutes } from './rank';
import { remoteLinkRoutes } from './remote-link';
import { searchRoutes } from './search';
import { siteRoutes } from './site';
import { sprintRoutes } from './sprint';
import { transitionRoutes } from './transition';
import { userRoutes } from './user';
import { watcherAndVoteRoutes } from './watchers-votes';
import { adminWebhookRoutes } from './webhook-admin';
import { dynamicWebhookRoutes } from './webhook-dynamic';
import { worklogRoutes } from './worklog';
import { worklogFeedRoutes } from './worklog-feed';

export const routes: readonly Route[] = [
  ...siteRoutes,
  ...pageRoutes,
  ...issueBulkRoutes,
  ...issueRoutes,
  ...issuePropertyRoutes,
  ...changelogRoutes,
  ...watcherAndVoteRoutes,
  ...notifyRoutes,
  ...worklogRoutes,
  ...worklogFeedRoutes,
  ...transitionRoutes,
  ...commentRoutes,
  ...linkRoutes,
  ...remoteLinkRoutes,
  ...searchRoutes,
  ...pickerRoutes,
  ...projectRoutes,
  ...projectPartRoutes,
  ...userRoutes,
  ...metadataRoutes,
  ...globalListRoutes,
  ...createMetaRoutes,
  ...jqlRoutes,
  ...sprintRoutes,
  ...rankRoutes,
  ...adminWebhookRoutes,
  ...dynamicWebhookRoutes,
];
