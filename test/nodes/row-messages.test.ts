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

  /** Rows of a sequence that has no count, and its end. */
  function sendRows(flow: Flow, rows: readonly object[]): void {
    for (const [index, row] of rows.entries()) {
      flow.node('n1').receive({ ...row, parts: { id: 'x', index } } as never);
    }
    flow.node('n1').receive({ complete: true } as never);
  }
  const arrival = (flow: Flow) =>
    new Promise<Outcome>((resolve) => flow.node('out').on('input', (msg) => resolve(msg as Outcome)));
  const rowsOf = (count: number) => upTo(count).map((index) => ({ payload: { summary: `Row ${index}` } }));

  it('nothing is sent behind a row that was refused, where that is asked for: not in a later call either', async () => {
    const flow = await flowOf(demo.site('cloud'), { ...BULK, stopOnError: true });
    const came = arrival(flow);
    sendRows(flow, [...rowsOf(3), { payload: { summary: '' } }, ...rowsOf(56)]);
    const results = (await came).payload as unknown[];
    assert.equal(results.length, 60);
    const codes = results.map((row) => entry(row, 'code'));
    assert.deepEqual(new Set(codes.slice(4)), new Set(['JIRA_CANCELLED']));
    assert.ok(sizes().length <= 1);
  });

  it('pages end with an empty one where the end is told when all have left', async () => {
    const flow = await flowOf(demo.site('cloud'), { ...BULK, output: 'pages' });
    const all = arriving(flow, (messages) => numberEntry(messages.at(-1)?.parts, 'count') !== undefined);
    sendRows(flow, rowsOf(50));
    const pages = (await all).map(({ payload }) => (payload as unknown[]).length);
    assert.deepEqual(pages, [50, 0]);
  });

  it('one array ends the same way, as part of the sequence that the table was part of', async () => {
    const flow = await flowOf(demo.site('cloud'), { ...BULK });
    const came = arrival(flow);
    for (const [index, row] of rowsOf(50).entries()) {
      const parts = { id: 'x', index, parts: { id: 'outer', index: 0 } };
      flow.node('n1').receive({ ...row, parts } as never);
    }
    flow.node('n1').receive({ complete: true } as never);
    const { payload, parts } = await came;
    assert.equal((payload as unknown[]).length, 50);
    assert.deepEqual(parts, { id: 'outer', index: 0 });
  });

  it('rows that bring their own once keys are known by these, wherever they stand', async () => {
    const keyed = (names: readonly string[]) =>
      names.map((onceKey) => ({ payload: { summary: `Alarm ${onceKey}` }, onceKey }));
    const node = { ...BULK, once: true, onceKey: 'onceKey', onceKeyType: 'msg' };
    const flow = await flowOf(demo.site('cloud'), node);
    const first = arrival(flow);
    sendRows(flow, keyed(['a', 'b']));
    const [a, b] = (await first).payload as unknown[];
    const again = arrival(flow);
    sendRows(flow, keyed(['b', 'c', 'a']));
    const results = (await again).payload as unknown[];
    assert.deepEqual(
      results.map((row) => entry(row, 'duplicate') === true),
      [true, false, true],
    );
    assert.deepEqual([entry(results[0], 'key'), entry(results[2], 'key')], [entry(b, 'key'), entry(a, 'key')]);
  });

  it('a row that can not be read is told, and the others are written', async () => {
    const node = { ...BULK, labels: 'labels', labelsType: 'msg' };
    const flow = await flowOf(demo.site('cloud'), node);
    const came = arrival(flow);
    sendRows(flow, [...rowsOf(1), { payload: { summary: 'x' }, labels: { no: 'list' } }]);
    const results = (await came).payload as unknown[];
    assert.deepEqual(
      results.map((row) => entry(row, 'code')),
      [undefined, 'JIRA_INPUT'],
    );
  });
});
