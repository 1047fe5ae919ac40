import assert from 'node:assert/strict';
import { entry, listEntry, numberEntry } from '../../nodes/client/json';
import { DEPLOYMENTS, demoJira } from '../support/demo';
import { type Flow, flowOf, nodeRedInProcess, type Outcome } from '../support/nodes';

const CSV = {
  type: 'csv',
  spec: 'rfc',
  sep: ',',
  hdrin: true,
  multi: 'one',
  temp: '',
  skip: '0',
  strings: true,
  ret: '\\n',
};
const BULK = { type: 'jira-issue-bulk-create', extraFields: 'use', project: 'OPS', issueType: 'Bug' };

/** A table whose rows say their place. */
const table = (count: number): string =>
  ['Summary,Serial number', ...Array.from({ length: count }, (_, index) => `Row ${index},${10_000 + index}`)].join(
    '\n',
  );

describe('rows that come as messages of their own', () => {
  nodeRedInProcess();
  const demo = demoJira();

  const indexes = (rows: readonly unknown[]) => rows.map((row) => entry(row, 'index'));
  const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);
  const sizes = () =>
    demo
      .requests()
      .filter(({ path }) => path.endsWith('/issue/bulk'))
      .map(({ requestBody }) => listEntry(requestBody, 'issueUpdates').length);

  /** All messages that arrive until one is the last. */
  function arriving(flow: Flow, isLast: (messages: readonly Outcome[]) => boolean): Promise<readonly Outcome[]> {
    const messages: Outcome[] = [];
    return new Promise((resolve) => {
      flow.node('out').on('input', (msg) => {
        messages.push(msg as Outcome);
        if (isLast(messages)) resolve(messages);
      });
    });
  }

  for (const deployment of DEPLOYMENTS) {
    const flowWith = (output: string, ...more: object[]) =>
      flowOf(demo.site(deployment), CSV, { ...BULK, output }, ...more.map((node) => ({ ...node })));

    it(`${deployment}: leave fifty at a time, and one message has what became of all, in their order`, async () => {
      const flow = await flowWith('array');
      const { payload, parts, jira } = await flow.send({ payload: table(120) });
      assert.deepEqual(sizes(), [50, 50, 20]);
      assert.deepEqual(indexes(payload as unknown[]), upTo(120));
      assert.equal(parts, undefined);
      assert.deepEqual([jira?.count, jira?.failed], [120, 0]);
    });

    it(`${deployment}: each goes on with its own result, as part of its sequence`, async () => {
      const flow = await flowWith('items');
      const all = arriving(flow, ({ length }) => length === 120);
      flow.node('n1').receive({ payload: table(120) });
      const messages = await all;
      assert.deepEqual(indexes(messages.map(({ payload }) => payload)), upTo(120));
      assert.deepEqual(
        messages.map(({ parts }) => numberEntry(parts, 'index')),
        upTo(120),
      );
    });

    it(`${deployment}: results that come page by page can be joined`, async () => {
      const flow = await flowWith('pages', { type: 'join', mode: 'auto' });
      const { payload } = await flow.send({ payload: table(120) });
      assert.deepEqual(indexes(payload as unknown[]), upTo(120));
    });
  }

  it('a row that Jira refuses is told in its place, and no message is left without an end', async () => {
    const flow = await flowOf(demo.site('cloud'), { ...BULK });
    let ended = 0;
    flow.node('done').on('input', () => ended++);
    const rows = [{ summary: 'a' }, { summary: 'b', Impact: 'Enormous' }, null, { summary: 'd' }];
    const outcome = new Promise<Outcome>((resolve) => flow.node('out').on('input', (msg) => resolve(msg as Outcome)));
    for (const [index, payload] of rows.entries()) {
      flow.node('n1').receive({ payload: payload ?? {}, parts: { id: 'x', index, count: rows.length } } as never);
    }
    const { payload } = await outcome;
    assert.deepEqual(
      (payload as unknown[]).map((row) => entry(row, 'ok')),
      [true, false, false, true],
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(ended, 4);
  });

  it('a table whose last line is empty ends all the same, as the csv node says so', async () => {
    const flow = await flowOf(demo.site('cloud'), { ...BULK });
    const outcome = new Promise<Outcome>((resolve) => flow.node('out').on('input', (msg) => resolve(msg as Outcome)));
    for (const index of [0, 1]) {
      flow.node('n1').receive({ payload: { summary: `Row ${index}` }, parts: { id: 'x', index } } as never);
    }
    flow.node('n1').receive({ complete: true } as never);
    assert.deepEqual(indexes((await outcome).payload as unknown[]), [0, 1]);
  });

  it('a sequence that never ends is not waited for', async () => {
    const flow = await flowOf(demo.site('cloud'), { ...BULK });
    const outcome = new Promise<Outcome>((resolve) => flow.node('out').on('input', (msg) => resolve(msg as Outcome)));
    flow.node('n1').receive({ payload: { summary: 'Only one' }, parts: { id: 'x', index: 0 } } as never);
    assert.deepEqual(indexes((await outcome).payload as unknown[]), [0]);
  });

  it('refused credentials end each message in Catch', async () => {
    const site = { ...demo.site('cloud'), credentials: { username: 'ada', password: 'wrong' } };
    const flow = await flowOf(site, { ...BULK });
    const caught: Outcome[] = [];
    flow.node('caught').on('input', (msg) => caught.push(msg as Outcome));
    for (const index of [0, 1, 2]) {
      flow.node('n1').receive({ payload: { summary: 'x' }, parts: { id: 'x', index, count: 3 } } as never);
    }
    for (const start = Date.now(); caught.length < 3 && Date.now() - start < 5_000; ) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.deepEqual(
      caught.map(({ error }) => error?.code),
      ['JIRA_AUTH', 'JIRA_AUTH', 'JIRA_AUTH'],
    );
  });
});
