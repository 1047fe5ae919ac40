import { JiraError } from '../client/errors/jira-error';
import { entry, listEntry, textEntry } from '../client/json';
import { badInput } from './input-errors';
import type { Jira } from './jira';

export interface CommentIds {
  readonly ids: readonly number[];
  /** Data Center reads comments only through their issue. */
  readonly issueIdOrKey?: string | undefined;
  readonly expand?: readonly string[] | undefined;
}

/** The most ids that Cloud takes in one call. */
const CHUNK = 1_000;

/**
 * Comments by their ids, in the order asked, each once. Those that Jira leaves out are named in `msg.jira.missing`.
 * @throws JiraError `JIRA_INPUT` on Data Center without the issue
 */
export async function commentsByIds(
  jira: Jira,
  { ids, issueIdOrKey, expand }: CommentIds,
): Promise<readonly unknown[]> {
  const wanted = [...new Set(ids)].map(String);
  const found =
    jira.deployment === 'cloud'
      ? await inChunks(jira, wanted, expand)
      : await oneByOne(jira, wanted, issueIdOrKey, expand);
  const byId = new Map(found.map((comment) => [textEntry(comment, 'id'), comment]));
  const missing = wanted.filter((id) => !byId.has(id));
  if (missing.length > 0) jira.notes.missing = missing;
  return wanted.filter((id) => byId.has(id)).map((id) => byId.get(id));
}

async function inChunks(jira: Jira, ids: readonly string[], expand: CommentIds['expand']): Promise<readonly unknown[]> {
  const chunks: string[][] = [];
  for (let start = 0; start < ids.length; start += CHUNK) chunks.push(ids.slice(start, start + CHUNK));
  const responses = await Promise.all(
    chunks.map(async (chunk) => {
      const body = { ids: chunk.map(Number) };
      const response = await jira.send({
        query: { expand },
        body,
      });
      // No parameter is documented that would ask for the rest.
      if (entry(response, 'isLast') === false) throw new JiraError('JIRA_INCOMPLETE', 'incomplete.comments');
      if (!Array.isArray(entry(response, 'values')))
        throw new JiraError('JIRA_RESPONSE', 'response.notAList', { entry: 'values' });
      return listEntry(response, 'values');
    }),
  );
  return responses.flat();
}

async function oneByOne(
  jira: Jira,
  ids: readonly string[],
  issueIdOrKey: string | undefined,
  expand: CommentIds['expand'],
): Promise<readonly unknown[]> {
  if (issueIdOrKey === undefined) throw badInput('comments.issueOnDataCenter', { name: 'issueIdOrKey' });
  const comments = await Promise.all(
    ids.map((id) =>
      jira.send({ params: { issueIdOrKey, id }, query: { expand }, responds: 'comment' }).catch((error: unknown) => {
        if (error instanceof JiraError && error.code === 'JIRA_NOT_FOUND') return undefined;
        throw error;
      }),
    ),
  );
  return comments.filter((comment) => comment !== undefined);
}
