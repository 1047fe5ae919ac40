/** What webhooks say of changes: their `changelog`, and the name of the type of event. */

import type { View } from '../call';
import { fieldItems } from '../history';
import type { Change, ChangeItem, Issue } from '../model';
import { serializeChangeItem } from '../serializers/issue';
import type { SiteEvent } from '../site-events';

/** A change with nothing in it has an id that is in no history. */
export function serializeChangelog(view: View, change: Change | undefined): Record<string, unknown> {
  const items = (change?.items ?? []).map((item) => serializeItem(view, item));
  return { id: change?.id ?? view.store.nextId('change'), items };
}

/** What a new issue begins with. It looks like a change, but the issue's history does not have it. */
export function createdChangelog(view: View, issue: Issue): Record<string, unknown> {
  const { store } = view;
  const items = [...issue.values].flatMap(([id, value]) => {
    const field = store.field(id);
    return field ? fieldItems(store, issue, field, undefined, value) : [];
  });
  const status = store.status(issue.statusId);
  const none = { custom: false, person: false, from: null, fromString: null };
  items.push({ ...none, field: 'Status', fieldId: 'status', to: status.id, toString: status.name });
  return { id: store.nextId('change'), items: items.map((item) => serializeItem(view, item)) };
}

/** Cloud repeats people under a name that was meant for a while. */
function serializeItem(view: View, item: ChangeItem): Record<string, unknown> {
  const people =
    view.store.deployment === 'cloud' && item.person ? { tmpFromAccountId: item.from, tmpToAccountId: item.to } : {};
  return { ...serializeChangeItem(view, item), ...people };
}

const named: Readonly<Record<string, string>> = {
  'comment created': 'issue_commented',
  'comment updated': 'issue_comment_edited',
  'comment deleted': 'issue_comment_deleted',
  'worklog created': 'issue_work_logged',
  'worklog updated': 'issue_worklog_updated',
  'worklog deleted': 'issue_worklog_deleted',
  'issue created': 'issue_created',
  'issue deleted': 'issue_deleted',
};

/** The statuses of the workflow whose steps have names of their own; every other step is a generic one. */
const steps: Readonly<Record<string, string>> = { '4': 'issue_reopened', '5': 'issue_resolved', '6': 'issue_closed' };

/** `issue_event_type_name`: finer than the name of the webhook's event. */
export function eventType({
  kind,
  what,
  change,
}: Pick<SiteEvent, 'kind' | 'what'> & { readonly change?: Change | undefined }): string {
  const known = named[`${kind} ${what}`];
  if (known !== undefined) return known;
  const items = change?.items ?? [];
  const step = items.find(({ fieldId }) => fieldId === 'status');
  if (step || items.length === 0) return steps[step?.to ?? ''] ?? 'issue_generic';
  return items.length === 1 && items[0]?.fieldId === 'assignee' ? 'issue_assigned' : 'issue_updated';
}
