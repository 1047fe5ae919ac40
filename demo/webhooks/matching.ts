/** Which webhooks want a message. */

import type { View } from '../call';
import { parseJql, searchIssues } from '../jql';
import { jqlContext } from '../jql-site';
import type { Issue } from '../model';
import type { Message } from './messages';
import type { AdminWebhook, DynamicWebhook } from './registry';

export function wantsAdmin(view: View, hook: AdminWebhook, message: Message): boolean {
  return hook.active && hook.events.includes(message.webhookEvent) && passes(view, hook.jql, message.issue);
}

/** An app hears what the person may see who let it in, until the webhook expires. */
export function wantsDynamic(view: View, hook: DynamicWebhook, message: Message): boolean {
  const { store } = view;
  const { issue, change, webhookEvent } = message;
  if (hook.expires <= store.now() || !hook.events.includes(webhookEvent)) return false;
  if (issue && !store.can(store.findUser(hook.ownerId), 'browse', store.project(issue.projectId))) return false;
  const ids = change?.items.map(({ fieldId }) => fieldId) ?? [];
  const ofFields = hook.fieldIds === undefined || ids.some((id) => id !== undefined && hook.fieldIds?.includes(id));
  return (webhookEvent !== 'jira:issue_updated' || ofFields) && passes(view, hook.jql, issue);
}

/** A filter is for issues; what isn't about one passes, and where the filter has become wrong, nothing does. */
function passes(view: View, jql: string, issue: Issue | undefined): boolean {
  if (issue === undefined || jql.trim() === '') return true;
  try {
    return searchIssues([issue], parseJql(jql), jqlContext(view)).length > 0;
  } catch {
    return false;
  }
}
