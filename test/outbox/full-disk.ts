/** Keeps messages until one is refused, in a process whose files can't grow further; then Jira is back, and all that were kept are sent. */

import { systemClock } from '../../nodes/client/clock';
import { Outbox } from '../../nodes/outbox/outbox';
import type { Carrier, LiveCarrier } from '../../nodes/outbox/sender';
import { LevelStore } from '../../nodes/store/level-store';
import { StoreError } from '../../nodes/store/store';
import { inFolder } from '../store/batches';

void (async () => {
  const outbox = new Outbox(new LevelStore(process.argv[2] ?? '', inFolder), 'site', systemClock, {
    keepFor: 7,
    keepMost: 10_000,
  });
  let isAway = true;
  const kept = new Set<number>();
  const carrier = (number: number): Carrier => ({
    attempt: async () =>
      isAway ? { type: 'later', holds: 'site', problem: 'JIRA_NETWORK' } : { type: 'done', result: '{}' },
    handOn: () => kept.delete(number),
    fail: async () => undefined,
  });
  outbox.attach('node', { revive: (content = '') => carrier(Number(content.split(' ')[0])), changed: () => undefined });
  outbox.run(true);
  let refusal: unknown;
  for (let number = 0; refusal === undefined; number++) {
    const live: LiveCarrier = { ...carrier(number), kept: () => kept.add(number) };
    const content = `${number} ${'x'.repeat(30_000)}`;
    const taken = await outbox.take({ node: 'node', operation: 'issue-create', lanes: [], content }, live);
    if (taken.type === 'not-kept') refusal = taken.error;
  }
  const most = kept.size;
  isAway = false;
  outbox.reconnected();
  const deadline = Date.now() + 30_000;
  while (outbox.list().length > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
  const reason = refusal instanceof StoreError ? refusal.reason : String(refusal);
  console.log(`refused ${reason}, kept ${most > 10 ? 'many' : most}, lost ${kept.size}`);
  process.exit();
})();
