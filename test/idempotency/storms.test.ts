import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Fault } from '../../demo/index';
import { entry } from '../../nodes/client/json';
import { DEPLOYMENTS } from '../support/demo';
import { runs } from '../support/property-tests';
import { type Told, writingNodeRed } from './world';

const RESPONSES: readonly Fault['response'][] = [
  'reset',
  'cut',
  'after',
  { status: 500 },
  { status: 502 },
  { status: 503 },
  { status: 200, body: '<html>' },
  { status: 429, headers: { 'Retry-After': '1' } },
];

const fault = fc.record({
  method: fc.constantFrom('POST', 'POST', 'GET'),
  skip: fc.nat(6),
  times: fc.integer({ min: 1, max: 3 }),
  response: fc.constantFrom(...RESPONSES),
});

/** Keys as flows have them, and as nobody should. */
const key = fc.oneof(
  fc.string({ minLength: 1 }),
  fc.string({ minLength: 1, unit: 'binary' }),
  fc.constant('\u0000 "\ud800'),
);

for (const deployment of DEPLOYMENTS) {
  describe(`writes that happen once, in bad weather, on ${deployment}`, function () {
    this.timeout(120_000);
    const nodeRed = writingNodeRed(deployment);
    let cases = 0;

    it('are made exactly once, whatever fails, and however often the messages and the process begin again', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fault, { maxLength: 6 }),
          fc.uniqueArray(key, { minLength: 1, maxLength: 3 }),
          fc.boolean(),
          async (faults, keys, restart) => {
            const { jira, site } = nodeRed();
            site.settings.indexLag = 3_600_000;
            const mark = `case ${cases++}`;
            for (const one of faults) jira.fault(one);
            const results = new Map<string, unknown>();
            for (let round = 0; results.size < keys.length; round++) {
              assert.ok(round < 40, 'it never ends');
              const open = keys.filter((one) => !results.has(one));
              const send = (one: string): Promise<Told> =>
                nodeRed().send(
                  'issueCreate',
                  { project: 'OPS', issueType: 'Bug', summary: `${mark} ${keys.indexOf(one)}` },
                  { key: `${mark} ${one}` },
                );
              const told = await Promise.allSettled(open.map(send));
              for (const [index, one] of told.entries()) {
                if (one.status === 'fulfilled') results.set(open[index] ?? '', entry(one.value.result, 'key'));
              }
              if (restart) nodeRed().restart();
            }
            const created = [...site.issues.values()].filter((issue) =>
              String(issue.values.get('summary')).startsWith(`${mark} `),
            );
            assert.deepEqual(created.map((issue) => site.key(issue)).sort(), [...results.values()].sort());
          },
        ),
        { numRuns: runs(30) },
      );
    });
  });
}
