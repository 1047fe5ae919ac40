import type { RULES } from '../event-node/property-values';

const ISSUE = `"issue": {
    "id": "{{issue.id}}",
    "key": "{{issue.key}}",
    "fields": {
      "summary": {{issue.summary.asJsonString}},
      "status": {"name": {{issue.status.name.asJsonString}}},
      "project": {"key": "{{issue.project.key}}"}
    }
  }`;
/** Cloud has account ids, Data Center names: what one lacks is empty. */
const USER = `"user": {
    "accountId": "{{initiator.accountId}}",
    "name": "{{initiator.name}}",
    "displayName": {{initiator.displayName.asJsonString}}
  }`;
const COMMENT = `"comment": {
    "id": "{{comment.id}}",
    "body": {{comment.body.asJsonString}},
    "author": {
      "accountId": "{{comment.author.accountId}}",
      "name": "{{comment.author.name}}",
      "displayName": {{comment.author.displayName.asJsonString}}
    }
  }`;
const SPRINT = `"sprint": {"id": "{{sprint.id}}", "name": {{sprint.name.asJsonString}}}`;
const VERSION = `"version": {"id": "{{version.id}}", "name": {{version.name.asJsonString}}}`;

/** What a rule sends, by what triggers it. */
const PARTS: Readonly<Record<(typeof RULES)[number], readonly [event: string, ...parts: string[]]>> = {
  issueChanged: ['jira:issue_updated', ISSUE, USER],
  commentAdded: ['comment_created', ISSUE, COMMENT, USER],
  issueDeleted: ['jira:issue_deleted', ISSUE, USER],
  sprintCreated: ['sprint_created', SPRINT],
  sprintStarted: ['sprint_started', SPRINT],
  sprintClosed: ['sprint_closed', SPRINT],
  versionReleased: ['jira:version_released', VERSION],
};

/**
 * The custom data of a rule's "Send web request", with Jira's smart values in it: the same shape as Jira's own webhooks. Smart values are
 * pasted as they are, so texts that people write need `asJsonString`, which brings its quotes along.
 */
export function ruleBody(rule: (typeof RULES)[number]): string {
  const [event, ...parts] = PARTS[rule];
  const entries = [`"webhookEvent": "${event}"`, `"timestamp": {{now.epochMillis}}`, ...parts];
  return `{\n  ${entries.join(',\n  ')}\n}`;
}
