import { createHash } from 'node:crypto';
import { PLACEHOLDER_ID } from '../client/dry-run';
import { JiraError } from '../client/errors/jira-error';
import { entry, isRecord, type JsonRecord, textEntry } from '../client/json';
import { badInput } from './input-errors';
import type { Jira } from './jira';

export interface WeblinkInputs {
  readonly issueIdOrKey: string;
  readonly url: string;
  readonly title?: string | undefined;
  readonly summary?: string | undefined;
  readonly globalId?: string | undefined;
}

/** The characters of a `globalId` that Jira takes. */
const LONGEST_ID = 255;

/**
 * Adds a link from an issue to an address, or puts it in the place of the one that has its `globalId`. Jira answers with its id alone; the
 * rest of the link is what was sent.
 */
export async function addWeblink(jira: Jira, inputs: WeblinkInputs): Promise<JsonRecord> {
  const { issueIdOrKey, summary } = inputs;
  const url = inputs.url.trim();
  const globalId = inputs.globalId ?? globalIdOf(url);
  const object = { url, title: inputs.title ?? url, ...(summary !== undefined && { summary }) };
  const response = await jira.send({ params: { issueIdOrKey }, body: { globalId, object } });
  return { ...(isRecord(response) && response), globalId, object };
}

/** The address itself, so that the same link again changes the one that is there; of a longer one its hash. */
function globalIdOf(url: string): string {
  return url.length <= LONGEST_ID ? url : `sha256:${createHash('sha256').update(url).digest('hex')}`;
}

export interface WeblinkName {
  readonly issueIdOrKey: string;
  readonly url?: string | undefined;
  readonly globalId?: string | undefined;
  readonly weblinkId?: string | undefined;
}

/**
 * Deletes a link of an issue, by what names it best. By address, every link there that leads to it: people may have added it twice.
 * @throws JiraError `JIRA_INPUT` if nothing names one, `JIRA_NOT_FOUND` if there is none
 */
export async function deleteWeblink(
  jira: Jira,
  { issueIdOrKey, url, globalId, weblinkId }: WeblinkName,
): Promise<void> {
  const params = { issueIdOrKey };
  if (weblinkId !== undefined) return deleteById(jira, issueIdOrKey, weblinkId);
  if (globalId !== undefined) {
    await jira.send({ params, query: { globalId } });
    return;
  }
  if (url === undefined) throw badInput('input.missing', { name: 'url' });
  // What was only tried has no links to look for.
  if (jira.isOnlyTried(issueIdOrKey)) return deleteById(jira, issueIdOrKey, PLACEHOLDER_ID);
  const response = await jira.ask({ route: 'GET /issue/{issueIdOrKey}/remotelink', params });
  const wanted = url.trim();
  const ids = (Array.isArray(response) ? response : [])
    .filter((link) => textEntry(entry(link, 'object'), 'url') === wanted)
    .flatMap((link) => entry(link, 'id') ?? []);
  if (ids.length === 0) throw new JiraError('JIRA_NOT_FOUND', 'weblink.none', { url: wanted }, NOT_DONE);
  for (const id of ids) await deleteById(jira, issueIdOrKey, String(id));
}

const NOT_DONE = { outcome: 'not-done', retryable: false } as const;

async function deleteById(jira: Jira, issueIdOrKey: string, linkId: string): Promise<void> {
  await jira.send({
    route: 'DELETE /issue/{issueIdOrKey}/remotelink/{linkId}',
    params: { issueIdOrKey, linkId },
    part: linkId,
  });
}
