/** A server in a process of its own that answers like Jira as fast as it can, so that the nodes are what is measured. */

import { createServer } from 'node:http';

const issue = JSON.stringify({
  id: '10234',
  key: 'OPS-57',
  self: 'http://127.0.0.1/rest/api/3/issue/10234',
  fields: { summary: 'Pump 4 overheats', description: null, labels: ['alarm'], status: { name: 'To Do' } },
});
const serverInfo = JSON.stringify({ deploymentType: 'Cloud', version: '1001.0.0', baseUrl: 'http://127.0.0.1' });

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    response.setHeader('Content-Type', 'application/json');
    response.end(request.url?.endsWith('/serverInfo') ? serverInfo : issue);
  });
});
server.listen(0, '127.0.0.1', () => process.send?.(server.address()));
process.on('disconnect', () => process.exit());
