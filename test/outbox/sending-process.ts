/**
 * A process with an outbox, which is killed at any moment: it takes messages, tells by their numbers which it has answered for, and sends them to
 * the server that it is told. With `drain` it takes none, and ends once nothing waits.
 */

import { request } from 'node:http';
import { systemClock } from '../../nodes/client/clock';
import { Outbox } from '../../nodes/outbox/outbox';
import type { Carrier, Later, LiveCarrier, Turn, Verdict } from '../../nodes/outbox/sender';
import { LevelStore } from '../../nodes/store/level-store';
import { inFolder } from '../store/batches';
import type { Order } from './simulated-jira';

const [folder = '', port = '', first = '0', mode = ''] = process.argv.slice(2);
const AWAY: Later = { type: 'later', holds: 'site', problem: 'JIRA_NETWORK', pace: { first: 5, longest: 20 } };
/** So many are on their way into the process at a time. */
const WRITERS = 6;
const ISSUES = ['', 'OPS-1', 'OPS-2', 'OPS-3'];
const KINDS = ['findable', 'findable', 'idempotent', 'blind'] as const;

const outbox = new Outbox(new LevelStore(folder, inFolder), 'site', systemClock, { keepFor: 7, keepMost: 10_000 });

function tell(what: string, number: number): void {
  process.stdout.write(`${what} ${number}\n`);
}

/** `undefined` if nobody can say what came of it. */
function call(path: string, order: Order): Promise<number | undefined> {
  return new Promise((resolve) => {
    const sending = request({ host: '127.0.0.1', port, path, method: 'POST' }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode));
      response.on('error', () => resolve(undefined));
    });
    sending.on('error', () => resolve(undefined));
    sending.end(JSON.stringify(order));
  });
}

async function attempt(order: Order, { note, takeNote }: Turn): Promise<Verdict> {
  const isBlind = order.kind === 'blind';
  if (note !== undefined) {
    if (isBlind) return { type: 'refused', error: 'unknown', reached: false };
    const found = await call('/has', order);
    if (found === 200) return { type: 'done', result: 'found' };
    if (found !== 404) return AWAY;
  }
  if (order.kind !== 'idempotent') await takeNote('left');
  const status = await call('/write', order);
  if (status === 200) return { type: 'done', result: 'written' };
  if (status === 503) {
    if (order.kind !== 'idempotent') await takeNote(undefined);
    return AWAY;
  }
  return isBlind ? { type: 'refused', error: 'unknown', reached: false } : AWAY;
}

function carrier(order: Order): Carrier {
  return {
    attempt: (turn) => attempt(order, turn),
    handOn: (_result, kept) => tell(kept?.redelivered ? 'again' : 'done', order.number),
    fail: async () => tell('failed', order.number),
  };
}

async function takeOne(number: number): Promise<void> {
  const issue = ISSUES[number % ISSUES.length] ?? '';
  const order: Order = { number, issue, kind: KINDS[Math.floor(number / 4) % KINDS.length] ?? 'findable' };
  const live: LiveCarrier = { ...carrier(order), kept: () => tell('kept', number) };
  const lanes = issue === '' ? [] : [issue];
  const content = JSON.stringify(order);
  await outbox.take({ node: 'node', operation: order.kind, lanes, content }, live);
}

outbox.attach('node', { revive: (content) => carrier(JSON.parse(content ?? '') as Order), changed: () => undefined });
void (async () => {
  await outbox.open();
  tell('open', 0);
  outbox.run(true);
  if (mode === 'drain') {
    while (outbox.list().length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    process.exit();
  }
  let next = Number(first);
  const write = async (): Promise<never> => {
    for (;;) await takeOne(next++);
  };
  for (let writer = 0; writer < WRITERS; writer++) void write();
})();
