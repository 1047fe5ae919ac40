import type { RouteParams } from '../client/http/request';
import { entry, isRecord, type JsonRecord } from '../client/json';
import { entityProperties } from './issue-body';
import type { Jira } from './jira';
import { writtenText } from './mentions';

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
export async function commentBody(
  jira: Jira,
  { body, visibility, properties, internal }: CommentInputs,
): Promise<JsonRecord> {
  const listed = entityProperties({ ...properties, ...(internal !== undefined && { [INTERNAL]: { internal } }) });
  return {
    body: await writtenText(jira, body, 'body'),
    visibility,
    ...(listed.length > 0 && { properties: listed }),
  };
}

/**
 * The body that changes a comment. Jira's word on a `visibility` that is left out is unclear, so the comment's own is sent back:
 * what only some may read must not become public because its text changed.
 * @param params of the comment's route
 */
export async function changedCommentBody(jira: Jira, params: RouteParams, inputs: CommentInputs): Promise<JsonRecord> {
  const body = await commentBody(jira, inputs);
  if (inputs.visibility !== undefined || Object.values(params).some((id) => jira.isOnlyTried(id))) return body;
  const visibility = entry(await jira.ask({ route: 'GET /issue/{issueIdOrKey}/comment/{id}', params }), 'visibility');
  return isRecord(visibility) ? { ...body, visibility } : body;
}
