import assert from 'node:assert/strict';
import { entry } from '../../nodes/client/json';
import { type Action, isReading } from '../../nodes/definition';
import { CASES, payloadOn } from '../support/cases';
import { DEPLOYMENTS, demoJira, deploymentsOf } from '../support/demo';
import { flowOf, nodeRedInProcess, type Outcome } from '../support/nodes';

/** Bodies that come with a good status from servers that are no Jira, are broken, or mean something else. */
const NO_RECORDS = [
  '{}',
  'null',
  '[]',
  '0',
  '""',
  '"yes"',
  '',
  '{"error":"no session"}',
  '{"id":null,"key":""}',
  '[{}]',
];

function assertTold(action: Action, { error, payload }: Outcome, what: string): void {
  // What Jira answers to a new link is nothing, and the link is looked up.
  if (action.type === 'jira-link-create') {
    assert.equal(error, undefined, error?.message);
    return;
  }
  // Rows tell it one by one.
  const rows = action.returns === 'rows' && Array.isArray(payload) ? payload : [];
  const codes = rows.length > 0 ? rows.map((row) => String(entry(row, 'code'))) : [error?.code ?? 'passed on'];
  // The first thing that this one asks is a search.
  const reads = isReading(action) || action.type === 'jira-issue-upsert';
  const expected = reads ? /^JIRA_(RESPONSE|INCOMPLETE)$/ : /^JIRA_OUTCOME_UNKNOWN$/;
  for (const code of codes) assert.match(code, expected, `${what} → ${code}`);
}

/** What a flow gets where a good response holds no record: never the body as if it were one. */
describe('a good response without the record that it should hold', () => {
  nodeRedInProcess();
  const demo = demoJira();

  for (const [index, [action, cases]] of [...CASES].entries()) {
    const { type, returns, record } = action;
    if (returns === 'echo') continue;
    // A list may be empty, and some are filtered before they are handed on.
    const isList = (body: string) => returns === 'many' && body.startsWith('[');

    for (const deployment of deploymentsOf(index)) {
      it(`${type} on ${deployment}`, async () => {
        const own = cases.calls[deployment].find(([call]) => isReading(action) || !call.startsWith('GET'));
        const [method = '', place = ''] = own?.[0].split(/[ ?]/) ?? [];
        for (const body of NO_RECORDS.filter((one) => !isList(one))) {
          demo.jira.reset();
          const path = new RegExp(`${place}(\\?|$)`);
          demo.jira.fault({ deployment, method, path, times: 1, response: { status: 200, body } });
          const flow = await flowOf(demo.site(deployment, { maxRetries: 0 }), { type, ...cases.node });
          const outcome = await flow.send({ payload: payloadOn(deployment, cases) });
          assertTold(action, outcome, `${record}: ${body}`);
        }
      });
    }
  }

  for (const deployment of DEPLOYMENTS) {
    for (const [what, count] of [
      ['a count that is a text', '"12"'],
      ['a count below nothing', '-1'],
      ['a part of an issue', '1.5'],
    ]) {
      it(`is ${what}, which ${deployment} never sends`, async () => {
        const body = `{"count":${count},"total":${count}}`;
        demo.jira.fault({ deployment, method: 'POST', path: /\/search/, times: 1, response: { status: 200, body } });
        const flow = await flowOf(demo.site(deployment, { maxRetries: 0 }), { type: 'jira-issue-count' });
        const outcome = await flow.send({ payload: 'project = OPS' });
        assert.equal(outcome.error?.code, 'JIRA_RESPONSE', String(outcome.payload));
      });
    }
  }

  it('is another record, which has an id that was not asked for', async () => {
    const other = JSON.stringify({
      id: '10999',
      self: 'https://jira.example.com/rest/api/3/issue/10001/comment/10999',
    });
    demo.jira.fault({ deployment: 'cloud', path: /comment\/10501$/, times: 1, response: { status: 200, body: other } });
    const flow = await flowOf(demo.site('cloud', { maxRetries: 0 }), { type: 'jira-comment-get' });
    const outcome = await flow.send({ payload: { key: 'OPS-7', commentId: '10501' } });
    assert.equal(outcome.error?.code, 'JIRA_RESPONSE', outcome.error?.message);
    assert.equal(outcome.error?.cause.path, '/rest/api/3/issue/OPS-7/comment/10501');
  });
});
