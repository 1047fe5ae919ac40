import { createHash } from 'node:crypto';
import type { NodeAPI } from 'node-red';
import type { Connection } from '../client/connection';
import { isRecord } from '../client/json';
import { connect, type OpenConnection } from './connect';
import { siteNode, valuesOf } from './unsaved-values';

/**
 * The connection that a dialog means: the deployed one, or one for its unsaved values, which stays open as long as they stay
 * the same.
 * @throws JiraError as `valuesOf`, and as `connect`
 */
export function connectionFor(RED: NodeAPI, id: string, unsaved: unknown): Connection {
  const site = siteNode(RED, id);
  if (!isRecord(unsaved) && site) return site.connection();
  const values = valuesOf(RED, id, unsaved);
  const key = createHash('sha256').update(JSON.stringify(values)).digest('hex');
  const open = drafts.get(id);
  if (open?.key === key) {
    open.idle.refresh();
    return open.connection;
  }
  closeDraft(id);
  const connection = connect(RED, id, values);
  drafts.set(id, { key, connection, idle: setTimeout(() => closeDraft(id), IDLE_MS).unref() });
  return connection;
}

/** How long an unused connection of a dialog stays open, in milliseconds. */
const IDLE_MS = 120_000;

const drafts = new Map<string, { key: string; connection: OpenConnection; idle: NodeJS.Timeout }>();

function closeDraft(id: string): void {
  const draft = drafts.get(id);
  if (!draft) return;
  clearTimeout(draft.idle);
  drafts.delete(id);
  void draft.connection.close();
}
