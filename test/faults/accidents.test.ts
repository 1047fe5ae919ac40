import assert from 'node:assert/strict';
import { demoCredentials, type FaultResponse } from '../../demo/index';
import type { Deployment } from '../../nodes/client/http/request';
import { entry, textEntry } from '../../nodes/client/json';
import { DEPLOYMENTS, demoJira, deploymentsOf } from '../support/demo';
import { nodeRedInProcess } from '../support/nodes';
import { OPERATIONS } from './operations';
import { type End, Storm, tally } from './storm';

const ALWAYS = 1_000_000;
/** Calls that change something: what every deployment reads by POST is none. */
const CHANGES = /^(?!.*\/(search|search\/jql|comment\/list|bulkfetch|approximate-count)(\?|$))/;
const SECRETS = [
  demoCredentials.cloud.ada.password,
  Buffer.from(`${demoCredentials.cloud.ada.username}:${demoCredentials.cloud.ada.password}`).toString('base64'),
  demoCredentials.datacenter.ada.token,
];

interface Accident {
  readonly what: string;
  readonly response: FaultResponse | 'reset' | 'hang' | 'cut' | 'after';
  /** How operations that read end, and how those do that change something. */
  readonly reads: RegExp;
  readonly changes: RegExp;
}

const html = (status: number, headers = {}): FaultResponse => ({
  status,
  headers: { 'Content-Type': 'text/html', ...headers },
  body: '<html><head><title>Oops</title></head><body><script>alert(1)</script></body></html>',
});
const UNKNOWN = /^JIRA_OUTCOME_UNKNOWN$/;

const ACCIDENTS: readonly Accident[] = [
  { what: 'the connection is reset', response: 'reset', reads: /NETWORK/, changes: UNKNOWN },
  { what: 'no answer comes', response: 'hang', reads: /TIMEOUT/, changes: UNKNOWN },
  { what: 'the answer is cut short', response: 'cut', reads: /NETWORK/, changes: UNKNOWN },
  { what: 'the answer is lost', response: 'after', reads: /NETWORK/, changes: UNKNOWN },
  { what: 'Jira breaks down (500)', response: html(500), reads: /UNAVAILABLE/, changes: UNKNOWN },
  { what: 'the gateway has no Jira (502)', response: html(502), reads: /UNAVAILABLE/, changes: UNKNOWN },
  { what: 'Jira is being restarted (503)', response: { status: 503 }, reads: /UNAVAILABLE/, changes: UNKNOWN },
  { what: 'a login page comes with a good status', response: html(200), reads: /RESPONSE/, changes: UNKNOWN },
  { what: 'a proxy sends to its login', response: html(302, { Location: '/login' }), reads: /RESPONSE/, changes: /./ },
  {
    what: 'the account is locked',
    response: html(403, { 'X-Seraph-LoginReason': 'AUTHENTICATION_DENIED' }),
    reads: /AUTH/,
    changes: /AUTH/,
  },
  { what: 'a word comes instead of an object', response: { status: 200, body: '"yes"' }, reads: /./, changes: /./ },
  { what: 'null comes instead of an object', response: { status: 200, body: 'null' }, reads: /./, changes: /./ },
  { what: 'nothing comes with a good status', response: { status: 200 }, reads: /./, changes: /./ },
  {
    what: 'a limit is reached',
    response: { status: 429, headers: { 'Retry-After': '1' } },
    reads: /RATE_LIMIT/,
    changes: /RATE_LIMIT/,
  },
];

const isChange = (type: string): boolean => OPERATIONS[type]?.changesBy !== undefined;

/** Sends one message into each node, all at once: every one ends once, as `expected`, and shows no page of HTML. */
async function expectEnds(
  storm: Storm,
  types: readonly string[],
  deployment: Deployment,
  expected: RegExp,
): Promise<number> {
  const all = types.map(async (type) => {
    const ends = await storm.send(type, OPERATIONS[type]?.payload(deployment));
    const message = ends[0]?.error?.message ?? '';
    const code = codeOf(ends, type);
    if (code !== 'JIRA_UNSUPPORTED') assert.match(code, expected, `${type}: ${message}`);
    assert.doesNotMatch(message, /<|alert/);
  });
  await Promise.all(all);
  return all.length;
}

function codeOf([end, ...more]: readonly End[], type: string): string {
  assert.ok(end, `${type}: no end`);
  assert.deepEqual(more, [], `${type} ended ${more.length + 1} times`);
  return end.through === 'output' ? (failedRow(end) ?? 'output') : (end.error?.code ?? 'caught without a code');
}

/** Rows of a table say each for itself what became of them. */
function failedRow(end: End): string | undefined {
  const rows: readonly unknown[] = Array.isArray(end.payload) ? end.payload : [];
  return textEntry(
    rows.find((row) => entry(row, 'ok') === false),
    'code',
  );
}

describe('Every operation, when', () => {
  nodeRedInProcess();
  const demo = demoJira();
  const count = tally(`${Object.keys(OPERATIONS).length} operations × ${ACCIDENTS.length} accidents`);

  for (const deployment of DEPLOYMENTS) {
    describe(deployment, () => {
      for (const [index, { what, response, reads, changes }] of ACCIDENTS.entries()) {
        if (!deploymentsOf(index).includes(deployment)) continue;
        it(`${what}: each message ends once, as what it is, and no secret is told`, async () => {
          const properties = {
            deployment,
            timeout: response === 'hang' ? 1_000 : 8_000,
            maxRetries: 0,
            maxWait: 5_000,
            concurrency: 64,
          };
          const storm = await Storm.over(demo.site(deployment, properties));
          const types = Object.keys(OPERATIONS);
          const order = { deployment, times: ALWAYS, response: response };
          for (const method of ['POST', 'PUT', 'DELETE']) demo.jira.fault({ ...order, method, path: CHANGES });
          count.ended += await expectEnds(storm, types.filter(isChange), deployment, changes);
          demo.jira.fault(order);
          // What Data Center has no address for ends before anything is asked.
          count.ended += await expectEnds(
            storm,
            types.filter((type) => !isChange(type)),
            deployment,
            reads,
          );
          assert.deepEqual(storm.leaks(SECRETS), []);
        });
      }

      it('every response to a change is lost: what adds something is done once, whatever may be repeated is', async () => {
        const properties = { deployment, timeout: 2_000, maxRetries: 1, concurrency: 64 };
        const storm = await Storm.over(demo.site(deployment, properties));
        for (const method of ['POST', 'PUT', 'DELETE'])
          demo.jira.fault({ deployment, method, path: CHANGES, times: ALWAYS, response: 'after' });
        const types = Object.keys(OPERATIONS).filter((type) => OPERATIONS[type]?.changesBy === 'POST');
        demo.forget();
        await Promise.all(types.map((type) => storm.send(type, OPERATIONS[type]?.payload(deployment))));
        const changes = demo.exchanges.filter(({ method, path }) => method !== 'GET' && CHANGES.test(path));
        const twice = types.filter((type) => OPERATIONS[type]?.repeatable);
        assert.equal(
          changes.length,
          types.length + twice.length,
          changes.map(({ method, path }) => `${method} ${path}`).join('\n'),
        );
      });
    });
  }
});
