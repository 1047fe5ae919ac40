/**
 * Lets a `jira-event` find as many changed issues as it is told in one round, and prints megabytes: the heap in use before and after, the
 * most of it meanwhile, and the process's peak. Needs `--expose-gc`.
 */

import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../test/support/until';
import { node, startServer, withNodes } from './support';

const LOOK_MS = 500;
const MB = 1024 * 1024;

/** What is in use, once what is not is gone. */
function heap(): number {
  global.gc?.();
  return Math.round(process.memoryUsage().heapUsed / MB);
}

void (async () => {
  const total = Number(process.argv[2]);
  const server = await startServer({ TOTAL: String(total) }, 'event-server.ts');
  const events = { events: ['issue.updated'], since: '-30m', every: '10', batch: true };
  const flow = [
    { id: 'site', type: 'jira-site', siteUrl: server.url, deployment: 'cloud' },
    { id: 'listen', type: 'jira-event', site: 'site', ...events, wires: [['end']] },
    { id: 'end', type: 'debug', active: false, wires: [] },
  ];
  await withNodes(flow, async () => {
    await until(() => node('listen').listening?.().state.position, Boolean);
    let received = 0;
    node('end').on('input', ({ payload }) => {
      received += Array.isArray(payload) ? payload.length : 1;
    });
    const before = heap();
    let most = before;
    server.process.send('begin');
    while (received < total) {
      await pause(LOOK_MS);
      most = Math.max(most, heap());
    }
    const peak = Math.round(process.resourceUsage().maxRSS / 1024);
    console.log(JSON.stringify({ before, most, after: heap(), peak }));
  });
  server.stop();
  process.exit();
})();
