/** Reads as many issues as it is told, one message each, and prints the process's peak memory in kilobytes. */

import { startServer, timeOf, withNodes } from './support';

void (async () => {
  const total = Number(process.argv[2]);
  const server = await startServer({ TOTAL: String(total) });
  const flow = [
    { id: 'site', type: 'jira-site', siteUrl: server.url },
    { id: 'list', type: 'jira-issue-search', site: 'site', paginateAll: true, output: 'items', wires: [['end']] },
    { id: 'end', type: 'debug', active: false, wires: [] },
  ];
  await withNodes(flow, async () => {
    await timeOf('list', 'project = OPS', total);
  });
  server.stop();
  console.log(process.resourceUsage().maxRSS);
  process.exit();
})();
