/** A demo site as it is when it starts. */

import type { Deployment } from '../model';
import { SiteStore } from '../store';
import { seedIssues } from './issues';
import { credentialsOf, personId, usersOf } from './people';
import { projectsOf } from './projects';
import {
  boards,
  filters,
  linkTypes,
  priorities,
  resolutions,
  sharedStatuses,
  sharedTypes,
  teamStatuses,
  teamTypes,
} from './setup';
import { seedTalk } from './talk';

/** The same issues, people and ids every time; dates lie around `now`. */
export function seededSite(deployment: Deployment, now: () => Date): SiteStore {
  const store = new SiteStore(deployment, now);
  const cloud = deployment === 'cloud';
  store.users.push(...usersOf(deployment));
  store.credentials.push(...credentialsOf(deployment));
  store.issueTypes.push(...sharedTypes, ...(cloud ? teamTypes : []));
  store.statuses.push(...sharedStatuses, ...(cloud ? teamStatuses : []));
  store.priorities.push(...priorities);
  store.resolutions.push(...resolutions);
  store.linkTypes.push(...linkTypes);
  for (const { owner, favouriteOf, ...filter } of filters) {
    const ids = favouriteOf.map((name) => personId(deployment, name));
    store.filters.push({ ...filter, ownerId: personId(deployment, owner), favouriteOf: new Set(ids) });
  }
  store.projects.push(...projectsOf(deployment));
  store.boards.push(...boards);
  seedIssues(store);
  seedTalk(store);
  return store;
}
