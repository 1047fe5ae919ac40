import { createField, editField } from './form-fields';
import { issue, transition } from './issues';
import { jqlCheck, jqlCount, jqlField, jqlFunction, jqlValue } from './jql';
import { field, issueType, label, linkType, priority, project, resolution } from './lists';
import type { Lookup } from './lookup';
import { watcher, weblink, worklog } from './of-an-issue';
import { assignableUser, only, user } from './people';

export type { Control, FieldOption, FormField } from './form-fields';
export type { Lookup, LookupQuestion, Suggestion } from './lookup';

/** Everything that a form can ask a site for, by kind. */
export const lookups = {
  project,
  'issue-type': issueType,
  issue,
  user,
  'account-id': only('cloud', user),
  username: only('datacenter', user),
  'assignable-user': assignableUser,
  field,
  transition,
  worklog,
  watcher,
  weblink,
  'link-type': linkType,
  priority,
  resolution,
  label,
  'create-field': createField,
  'edit-field': editField,
  'jql-field': jqlField,
  'jql-function': jqlFunction,
  'jql-value': jqlValue,
  'jql-check': jqlCheck,
  'jql-count': jqlCount,
} as const satisfies Readonly<Record<string, Lookup>>;

export type LookupKind = keyof typeof lookups;

export function isLookupKind(kind: string): kind is LookupKind {
  return Object.hasOwn(lookups, kind);
}
