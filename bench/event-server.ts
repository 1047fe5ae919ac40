/**
 * A Jira Cloud in a process of its own on which, once its parent says `begin`, TOTAL issues of two kilobytes have changed five minutes
 * ago, one entry of history each. It responds as fast as it can, and sends a webhook for each issue where its parent says so.
 */

import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';

/** What the parent may say: that the changes have happened, and where to send that they have. */
export type Order = 'begin' | { readonly address: string; readonly secret: string };

const TOTAL = Number(process.env.TOTAL ?? 0);
const FILLER = 'x'.repeat(1_800);
/** As many as Jira gives where fields are asked for. */
const PAGE = 100;
/** Deliveries at once, as Jira Cloud sends them to one host. */
const SENT_AT_ONCE = 30;
const SETTLED_MS = 5 * 60_000;

const author = { accountId: 'ada', displayName: 'Ada' };
let changedAt: number | undefined;

const time = (ms: number): string => new Date(ms).toISOString().replace('Z', '+0000');
const idOf = (number: number): string => String(10_000 + number);

function issue(number: number): object {
  const updated = time(changedAt ?? 0);
  const times = { created: time(0), updated, creator: author };
  const texts = { summary: `Pump ${number} overheats`, description: null, labels: ['alarm'], note: FILLER };
  return { id: idOf(number), key: `OPS-${number}`, fields: { ...times, ...texts } };
}

function history(number: number): object {
  const item = { field: 'summary', fieldId: 'summary', from: null, fromString: 'Pump', to: null };
  const items = [{ ...item, toString: `Pump ${number} overheats` }];
  return { id: String(500_000 + number), created: time(changedAt ?? 0), author, items };
}

interface Body {
  readonly jql?: string;
  readonly nextPageToken?: string;
  readonly issueIdsOrKeys?: readonly string[];
}

function responseTo(path: string, body: Body): object {
  const named = (body.issueIdsOrKeys ?? []).map((id) => Number(id) - 10_000);
  if (path.endsWith('/serverInfo')) return { deploymentType: 'Cloud', version: '1', serverTime: time(Date.now()) };
  if (path.endsWith('/field')) return [{ id: 'summary', name: 'Summary', schema: { type: 'string' } }];
  if (path.endsWith('/search/jql')) return found(body);
  if (path.endsWith('/changelog/bulkfetch')) {
    const issueChangeLogs = named.map((number) => ({ issueId: idOf(number), changeHistories: [history(number)] }));
    return { issueChangeLogs };
  }
  if (path.endsWith('/issue/bulkfetch')) return { issues: named.map(issue) };
  const number = Number(/\/issue\/(\d+)$/.exec(path)?.[1]) - 10_000;
  return { ...issue(number), changelog: { startAt: 0, maxResults: 1, total: 1, histories: [history(number)] } };
}

function found({ jql = '', nextPageToken }: Body): object {
  const from = Number(/updated >= (\d+)/.exec(jql)?.[1]);
  const total = changedAt !== undefined && changedAt >= from ? TOTAL : 0;
  const start = Number(nextPageToken ?? 0);
  const end = Math.min(total, start + PAGE);
  const issues = Array.from({ length: end - start }, (_, index) => issue(start + index + 1));
  return { issues, ...(end < total ? { nextPageToken: String(end), isLast: false } : { isLast: true }) };
}

/** Tells of all changes, and resolves to the milliseconds until each delivery was taken with a 200. */
async function sendAll(address: string, secret: string): Promise<number> {
  const begun = performance.now();
  let next = 1;
  const sender = async () => {
    while (next <= TOTAL) await send(address, secret, next++);
  };
  await Promise.all(Array.from({ length: SENT_AT_ONCE }, sender));
  return performance.now() - begun;
}

async function send(address: string, secret: string, number: number): Promise<void> {
  const { id, items } = JSON.parse(JSON.stringify(history(number))) as { id: string; items: unknown };
  const event = { timestamp: Date.now(), webhookEvent: 'jira:issue_updated', user: author };
  const body = JSON.stringify({ ...event, issue: issue(number), changelog: { id, items } });
  const headers = {
    'Content-Type': 'application/json; charset=UTF-8',
    'X-Hub-Signature': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
    'X-Atlassian-Webhook-Identifier': id,
  };
  const response = await fetch(address, { method: 'POST', headers, body });
  if (response.status !== 200) throw new Error(`A webhook was answered with ${response.status}`);
  await response.arrayBuffer();
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const body = chunks.length > 0 ? (JSON.parse(Buffer.concat(chunks).toString()) as Body) : {};
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(responseTo(pathname, body)));
  });
});
server.listen(0, '127.0.0.1', () => process.send?.(server.address()));
process.on('message', (order: Order) => {
  changedAt ??= Date.now() - SETTLED_MS;
  if (order !== 'begin') void sendAll(order.address, order.secret).then((sentMs) => process.send?.({ sentMs }));
});
process.on('disconnect', () => process.exit());
