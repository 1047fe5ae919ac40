/** Every operation the demo plays. */

import type { Route } from '../routing';
import { commentRoutes } from './comment';
import { issueRoutes } from './issue';
import { jqlRoutes } from './jql';
import { linkRoutes } from './link';
import { metadataRoutes } from './metadata';
import { pickerRoutes } from './picker';
import { projectRoutes } from './project';
import { searchRoutes } from './search';
import { siteRoutes } from './site';
import { transitionRoutes } from './transition';
import { userRoutes } from './user';

export const routes: readonly Route[] = [
  ...siteRoutes,
  ...issueRoutes,
  ...transitionRoutes,
  ...commentRoutes,
  ...linkRoutes,
  ...searchRoutes,
  ...pickerRoutes,
  ...projectRoutes,
  ...userRoutes,
  ...metadataRoutes,
  ...jqlRoutes,
];
