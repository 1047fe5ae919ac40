/** What a member of a project may do in it, by role. */

import type { Role } from './model';

export type Permission =
  | 'browse'
  | 'create'
  | 'edit'
  | 'assign'
  | 'transition'
  | 'comment'
  | 'link'
  | 'viewWatchers'
  | 'manageWatchers'
  | 'delete'
  | 'admin';

export const permissionsOf: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  Viewers: new Set<Permission>(['browse', 'comment']),
  Developers: new Set<Permission>([
    'browse',
    'create',
    'edit',
    'assign',
    'transition',
    'comment',
    'link',
    'viewWatchers',
  ]),
  Administrators: new Set<Permission>([
    'browse',
    'create',
    'edit',
    'assign',
    'transition',
    'comment',
    'link',
    'viewWatchers',
    'manageWatchers',
    'delete',
    'admin',
  ]),
};
