import type { JsonRecord } from '../client/json';
import { entityProperties } from './issue-body';
import type { Jira } from './jira';
import { storedText } from './text-format';

export interface CommentInputs {
  readonly body: unknown;
  readonly visibility?: JsonRecord | undefined;
  readonly properties?: JsonRecord | undefined;
  /** Jira Service Management: only the team sees the comment. */
  readonly internal?: boolean | undefined;
}

/** The property by which Jira Service Management keeps a comment from the customer. */
const INTERNAL = 'sd.public.comment';

/** The body that writes a comment. */
export function commentBody(jira: Jira, { body, visibility, properties, internal }: CommentInputs): JsonRecord {
  const listed = entityProperties({ ...properties, ...(internal !== undefined && { [INTERNAL]: { internal } }) });
  return {
    body: storedText(body, 'body', jira.options.textFormat, jira.deployment),
    visibility,
    ...(listed.length > 0 && { properties: listed }),
  };
}
