/**
 * A server in a process of its own that responds like Jira Cloud as fast as it can, or after LATENCY milliseconds, so that the nodes
 * are what is measured. It has TOTAL issues and comments of two kilobytes.
 */

import { createServer } from 'node:http';

const LATENCY_MS = Number(process.env.LATENCY ?? 0);
const TOTAL = Number(process.env.TOTAL ?? 0);
const FILLER = 'x'.repeat(1_800);

const issue = (number: number) => ({
  id: String(10_000 + number),
  key: `OPS-${number}`,
  self: `http://127.0.0.1/rest/api/3/issue/${10_000 + number}`,
  fields: { summary: `Pump ${number} overheats`, description: null, labels: ['alarm'], note: FILLER },
});
const one = JSON.stringify({ ...issue(57), fields: { summary: 'Pump 4 overheats', labels: ['alarm'] } });
const range = (start: number, count: number): number[] =>
  Array.from({ length: Math.max(0, Math.min(count, TOTAL - start)) }, (_, index) => start + index + 1);

interface SearchBody {
  readonly maxResults?: number;
  readonly nextPageToken?: string;
  readonly fields?: readonly string[];
  readonly issueIdsOrKeys?: readonly string[];
}

function responseTo(path: string, query: URLSearchParams, body: SearchBody): string {
  if (path.endsWith('/serverInfo'))
    return JSON.stringify({ deploymentType: 'Cloud', version: '1', baseUrl: 'http://x' });
  if (path.endsWith('/approximate-count')) return JSON.stringify({ count: TOTAL });
  if (path.endsWith('/comment')) {
    const startAt = Number(query.get('startAt') ?? 0);
    const comments = range(startAt, Math.min(100, Number(query.get('maxResults') ?? 50))).map(issue);
    return JSON.stringify({ startAt, maxResults: 100, total: TOTAL, comments });
  }
  if (path.endsWith('/search/jql')) {
    const start = Number(body.nextPageToken ?? 0);
    const bare = body.fields?.join() === 'id';
    const numbers = range(start, Math.min(bare ? 5_000 : 100, body.maxResults ?? 50));
    const end = start + numbers.length;
    const issues = numbers.map((number) => (bare ? { id: String(10_000 + number) } : issue(number)));
    return JSON.stringify({
      issues,
      ...(end < TOTAL ? { nextPageToken: String(end), isLast: false } : { isLast: true }),
    });
  }
  if (path.endsWith('/bulkfetch')) {
    return JSON.stringify({ issues: body.issueIdsOrKeys?.map((id) => issue(Number(id) - 10_000)) });
  }
  return one;
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const body = chunks.length > 0 ? (JSON.parse(Buffer.concat(chunks).toString()) as SearchBody) : {};
    const send = () => {
      response.setHeader('Content-Type', 'application/json');
      response.end(responseTo(url.pathname, url.searchParams, body));
    };
    if (LATENCY_MS > 0) setTimeout(send, LATENCY_MS);
    else send();
  });
});
server.listen(0, '127.0.0.1', () => process.send?.(server.address()));
process.on('disconnect', () => process.exit());
