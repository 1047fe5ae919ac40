import assert from 'node:assert/strict';
import { entry, listEntry } from '../../nodes/client/json';
import { DEPLOYMENTS, demoJira } from '../support/demo';
import { flowOf, nodeRedInProcess, type Outcome } from '../support/nodes';

const BULK = { type: 'jira-issue-bulk-create', extraFields: 'use', project: 'OPS', issueType: 'Bug' };

describe('rows that become issues', () => {
  nodeRedInProcess();
  const demo = demoJira();

  const results = ({ payload }: Outcome): readonly unknown[] => (Array.isArray(payload) ? payload : assert.fail());
  const bulkCalls = () => demo.requests().filter(({ path }) => path.endsWith('/issue/bulk'));
  const sizes = () => bulkCalls().map(({ requestBody }) => listEntry(requestBody, 'issueUpdates').length);
  const rows = (count: number) => Array.from({ length: count }, (_, index) => ({ summary: `Row ${index}` }));
  const oks = (outcome: Outcome) => results(outcome).map((row) => entry(row, 'ok'));

  for (const deployment of DEPLOYMENTS) {
    describe(`on ${deployment}`, () => {
      const send = async (payload: unknown, node: object = {}) =>
        (await flowOf(demo.site(deployment), { ...BULK, ...node })).send({ payload });

      it('120 rows leave in three calls, and come back in their order', async () => {
        const outcome = await send(rows(120));
        assert.deepEqual(sizes(), [50, 50, 20]);
        const found = results(outcome);
        assert.deepEqual(
          found.map((row) => entry(row, 'index')),
          rows(120).map((_, index) => index),
        );
        const keys = found.map((row) => Number(String(entry(row, 'key')).split('-')[1]));
        assert.deepEqual(
          keys,
          [...keys].sort((a, b) => a - b),
        );
        assert.deepEqual([outcome.jira?.failed, outcome.jira?.count], [0, 120]);
        assert.equal(entry(outcome.jira?.input, 'issues'), undefined);
      });

      it('a refused row refuses no other, and says in the words of a single creation which field it was', async () => {
        const wrong = { summary: 'Wrong', Impact: 'Enormous' };
        const outcome = await send([{ summary: 'First' }, wrong, { summary: 'Third' }]);
        assert.deepEqual(oks(outcome), [true, false, true]);
        const refused = results(outcome)[1];
        assert.equal(entry(refused, 'code'), 'JIRA_INVALID');
        assert.equal(entry(refused, 'outcome'), 'not-done');
        const alone = await flowOf(demo.site(deployment), { ...BULK, type: 'jira-issue-create' });
        const { error } = await alone.send({ payload: wrong });
        assert.equal(entry(refused, 'message'), error?.message);
        assert.match(
          String(entry(refused, 'message')),
          /Impact \(customfield_\d+\): .+ Possible values: Low, Medium, High\./,
        );
        assert.deepEqual(entry(refused, 'errors'), error?.cause.errors);
        assert.equal(outcome.jira?.failed, 1);
      });

      it('a 400 because none was created is told row by row as well', async () => {
        const outcome = await send([{ summary: 'x', Impact: 'Enormous' }, { summary: 'y'.repeat(300) }]);
        assert.deepEqual(oks(outcome), [false, false]);
        assert.match(String(entry(results(outcome)[0], 'message')), /Impact/);
        assert.match(String(entry(results(outcome)[1], 'message')), /summary/);
      });

      it('rows that no call could be made of are refused, whatever they are', async () => {
        const circular: Record<string, unknown> = { summary: 'c', fields: {} };
        circular.fields = { loop: circular };
        const computed = Object.defineProperty({}, 'summary', {
          enumerable: true,
          get: () => {
            throw new Error('computed');
          },
        });
        const polluted: unknown = JSON.parse('{"summary":"p","__proto__":{"polluted":true},"constructor":{"x":1}}');
        const odd = [null, [], [[1]], 'text', 7, () => 1, {}, circular, computed, { summary: { deep: [1] } }];
        const outcome = await send([...odd, polluted, { summary: 'Good' }, { summary: 'x'.repeat(1_000_000) }]);
        assert.deepEqual(oks(outcome), [...odd.map(() => false), true, true, false]);
        for (const row of results(outcome).slice(0, odd.length)) assert.equal(entry(row, 'code'), 'JIRA_INPUT');
        assert.equal(Reflect.get({}, 'polluted'), undefined);
        assert.ok(JSON.stringify(results(outcome)).length < 20_000);
      });

      it('somebody whom nobody knows refuses the row alone', async () => {
        const outcome = await send([{ summary: 'a', assignee: 'nobody@nowhere.example' }, { summary: 'b' }]);
        assert.deepEqual(oks(outcome), [false, true]);
        assert.equal(entry(results(outcome)[0], 'code'), 'JIRA_INPUT');
      });

      it('what no row may have is one warning for all rows', async () => {
        const outcome = await send(rows(120).map((row) => ({ ...row, Colour: 'red', Weight: 3 })));
        assert.equal(listEntry(outcome.jira, 'warnings').length, 1);
      });

      it('stops at the first that fails, if it is to: what is not sent says so', async () => {
        const many = [...rows(60), { summary: 'w', Impact: 'Enormous' }, ...rows(60)];
        const outcome = await send(many, { stopOnError: true });
        assert.deepEqual(sizes(), [50, 50]);
        const notSent = results(outcome).filter((row) => entry(row, 'code') === 'JIRA_CANCELLED');
        assert.equal(notSent.length, 21);
        assert.ok(notSent.every((row) => entry(row, 'outcome') === 'not-done'));
      });

      it('no rows are no failure', async () => {
        const outcome = await send([]);
        assert.deepEqual(results(outcome), []);
        assert.equal(bulkCalls().length, 0);
      });

      it('an object without rows is a row itself', async () => {
        const outcome = await send({ summary: 'Alone', 'Issue Type': 'Task' });
        assert.deepEqual(oks(outcome), [true]);
        const [update] = listEntry(bulkCalls()[0]?.requestBody, 'issueUpdates');
        assert.deepEqual(entry(entry(update, 'fields'), 'issuetype'), { name: 'Task' });
      });

      it('a call that is refused as a whole is tried by halves: the one that spoils it is alone', async () => {
        const body = '<html><head><title>413 Request Entity Too Large</title></head></html>';
        const refused = { status: 413, headers: { 'Content-Type': 'text/html' }, body };
        demo.jira.fault({ deployment, path: /issue\/bulk/, times: 2, response: refused });
        demo.jira.fault({ deployment, path: /issue\/bulk/, skip: 1, times: 1, response: refused });
        const outcome = await send(rows(8));
        assert.deepEqual(sizes(), [8, 4, 2, 2, 1, 1, 4]);
        assert.equal(oks(outcome).filter((ok) => ok === true).length, 8);
      });

      it('credentials that are refused fail the message, as nothing was written', async () => {
        const site = { ...demo.site(deployment), credentials: { username: 'ada', password: 'wrong', token: 'wrong' } };
        const flow = await flowOf(site, { ...BULK });
        const { error } = await flow.send({ payload: rows(3) });
        assert.equal(error?.code, 'JIRA_AUTH');
      });
    });
  }

  it('rows whose response was lost are unknown, and the rest goes on', async () => {
    demo.jira.fault({ method: 'POST', path: /issue\/bulk/, skip: 1, response: 'after' });
    const outcome = await (await flowOf(demo.site('cloud'), { ...BULK })).send({ payload: rows(120) });
    const found = results(outcome).map((row) => entry(row, 'outcome') ?? 'done');
    assert.deepEqual(found, [
      ...rows(50).map(() => 'done'),
      ...rows(50).map(() => 'unknown'),
      ...rows(20).map(() => 'done'),
    ]);
    assert.equal(outcome.jira?.failed, 50);
  });

  it('a Jira that goes away in the middle loses no result: what was not sent says so', async () => {
    demo.jira.fault({ method: 'POST', path: /issue\/bulk/, skip: 1, times: 99, response: { status: 401 } });
    const outcome = await (await flowOf(demo.site('cloud'), { ...BULK })).send({ payload: rows(120) });
    assert.equal(results(outcome).length, 120);
    assert.deepEqual(
      results(outcome)
        .slice(49, 52)
        .map((row) => entry(row, 'code')),
      [undefined, 'JIRA_AUTH', 'JIRA_AUTH'],
    );
    assert.equal(bulkCalls().length, 2);
  });

  it('an answer that leaves a row out makes its rows unknown, as nobody knows whose is missing', async () => {
    const body = { issues: [{ id: '1', key: 'OPS-1', self: 'https://a.example/rest/api/3/issue/1' }], errors: [] };
    demo.jira.fault({ method: 'POST', path: /issue\/bulk/, response: { status: 201, body } });
    const outcome = await (await flowOf(demo.site('cloud'), { ...BULK })).send({ payload: rows(2) });
    assert.deepEqual(
      results(outcome).map((row) => entry(row, 'outcome')),
      ['unknown', 'unknown'],
    );
  });

  it('one by one, a message for each row, that a join node puts together again', async () => {
    const join = { type: 'join', mode: 'auto' };
    const outcome = await (await flowOf(demo.site('cloud'), { ...BULK, output: 'items' }, join)).send({
      payload: rows(60),
    });
    assert.deepEqual(
      results(outcome).map((row) => entry(row, 'index')),
      rows(60).map((_, index) => index),
    );
  });

  for (const deployment of DEPLOYMENTS) {
    it(`${deployment}: rows that are to be written once are found where the response was lost, with few reads`, async () => {
      demo.jira.fault({ method: 'POST', path: /issue\/bulk/, response: 'after' });
      const before = demo.jira[deployment].issues.size;
      const flow = await flowOf(demo.site(deployment), { ...BULK, once: true });
      const outcome = await flow.send({ payload: rows(60) });
      const found = results(outcome);
      assert.deepEqual([...new Set(oks(outcome))], [true]);
      assert.deepEqual(
        found.map((row) => entry(row, 'recovered')),
        [...rows(50).map(() => true), ...rows(10).map(() => undefined)],
      );
      assert.equal(outcome.jira?.recovered, true);
      assert.equal(new Set(found.map((row) => entry(row, 'key'))).size, 60);
      assert.equal(demo.jira[deployment].issues.size, before + 60);
      const reads = demo.requests().filter(({ method, path }) => method === 'GET' && /issue\/OPS-/.test(path));
      assert.ok(reads.length <= 150, `${reads.length} reads`);
    });
  }
});
