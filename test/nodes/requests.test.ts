import assert from 'node:assert/strict';
import { assertHolds } from '../support/assert';
import { CASES, payloadOn } from '../support/cases';
import { DEPLOYMENTS, demoJira } from '../support/demo';
import { flowOf, nodeRedInProcess } from '../support/nodes';

/** Boards, sprints and ranks. */
const SOFTWARE = '/rest/agile/1.0/';
const ROOT = { cloud: '/rest/api/3', datacenter: '/rest/api/2' } as const;

describe('what each node asks of Jira, and gives to the flow', () => {
  nodeRedInProcess();
  const demo = demoJira();

  for (const [{ type }, cases] of CASES) {
    for (const deployment of DEPLOYMENTS) {
      it(`${type} on ${deployment}`, async () => {
        const flow = await flowOf(demo.site(deployment), { type, ...cases.node });
        const payload = payloadOn(deployment, cases);
        const outcome = await flow.send({ payload, topic: 'kept', headers: { kept: 'too' } });
        assert.equal(outcome.error, undefined, outcome.error?.message);
        const asked = demo.requests().map(({ method, path, query, requestBody }) => {
          const call = `${method} ${path.replace(ROOT[deployment], '')}${query && `?${query}`}`;
          return { call, body: requestBody };
        });
        const expected = cases.calls[deployment];
        assert.deepEqual(
          asked.map(({ call }) => call),
          expected.map(([call]) => call),
        );
        for (const [index, [, body]] of expected.entries()) {
          if (body !== undefined) assert.deepEqual(asked[index]?.body, body);
        }
        for (const { path, requestHeaders } of demo.requests()) {
          assert.ok(
            [ROOT[deployment], SOFTWARE].some((root) => path.startsWith(root)),
            path,
          );
          assert.equal(requestHeaders['x-atlassian-token'], 'no-check');
          assert.match(requestHeaders['user-agent'] ?? '', /node-red-jira/);
        }
        cases.result(outcome.payload, deployment);
        assert.equal(outcome.topic, 'kept');
        assert.deepEqual(outcome.headers, { kept: 'too' });
        assertHolds(outcome.jira, { operation: type.slice(5), deployment, attempts: expected.length });
      });
    }
  }
});
