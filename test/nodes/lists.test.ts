import assert from 'node:assert/strict';
import { once } from 'node:events';
import helper from 'node-red-node-test-helper';
import { addIssues } from '../../demo/index';
import type { Deployment } from '../../nodes/client/http/request';
import { DEPLOYMENTS, demoJira } from '../support/demo';
import { flowOf, nodeRedInProcess, type Outcome } from '../support/nodes';

const ALL = { type: 'jira-issue-search', jql: 'project = OPS ORDER BY key', fields: 'summary', paginateAll: true };

describe('lists, whole', () => {
  nodeRedInProcess();
  const demo = demoJira();

  /** The keys of the project, in the order of Jira's `ORDER BY key`. */
  function keys(deployment: Deployment): string[] {
    const { issues, projects } = demo.jira[deployment];
    const ops = projects.find(({ key }) => key === 'OPS');
    const numbers = [...issues.values()].filter(({ projectId }) => projectId === ops?.id).map(({ number }) => number);
    return numbers.sort((a, b) => a - b).map((number) => `OPS-${number}`);
  }

  /** Every message that leaves the node for one that comes in, until it is done. */
  async function messages(deployment: Deployment, node: object, msg: object = {}): Promise<Outcome[]> {
    const flow = await flowOf(demo.site(deployment), { ...node });
    const out: Outcome[] = [];
    helper.getNode('out').on('input', (one) => out.push(one as never));
    const done = once(helper.getNode('done'), 'input');
    const caught = once(helper.getNode('caught'), 'input').then(([one]) => out.push(one as Outcome));
    flow.node('n1').receive({ payload: '', ...msg } as never);
    await Promise.race([done, caught]);
    // What was sent before the end is delivered before it, but one turn of the event loop later.
    await new Promise((resolve) => setTimeout(resolve, 5));
    return out;
  }

  const keysOf = (payload: unknown): string[] => (payload as { key: string }[]).map(({ key }) => key);

  for (const deployment of DEPLOYMENTS) {
    describe(`on ${deployment}`, () => {
      it('array: one message holds every record, in order, and says that it is complete', async () => {
        addIssues(demo.jira[deployment], 'OPS', 250);
        const [only, ...others] = await messages(deployment, ALL, { topic: 'kept' });
        assert.equal(others.length, 0);
        assert.deepEqual(keysOf(only?.payload), keys(deployment));
        assert.equal(only?.topic, 'kept');
        const { complete, count, next } = only?.jira ?? {};
        assert.deepEqual([complete, count, next], [true, 360, null]);
        assert.equal(only?.parts, undefined);
      });

      it('pages: each page is a message, and the last one alone says how many there were', async () => {
        const pages = await messages(deployment, { ...ALL, output: 'pages', maxResults: '40' }, { topic: 'kept' });
        assert.deepEqual(
          pages.flatMap(({ payload }) => keysOf(payload)),
          keys(deployment),
        );
        const parts = pages.map((one) => one.parts as Record<string, unknown>);
        assert.deepEqual(
          parts.map(({ index, count }) => [index, count]),
          [
            [0, undefined],
            [1, undefined],
            [2, 3],
          ],
        );
        assert.equal(new Set(parts.map(({ id }) => id)).size, 1);
        assert.deepEqual(
          pages.map(({ jira }) => jira?.complete),
          [false, false, true],
        );
        assert.deepEqual(
          pages.map(({ jira }) => jira?.count),
          [40, 80, 110],
        );
        assert.ok(pages.every(({ topic }) => topic === 'kept'));
      });

      it('pages: every message says where to go on after it', async () => {
        const pages = await messages(deployment, { ...ALL, output: 'pages', maxResults: '40' });
        const [rest] = await messages(
          deployment,
          { type: ALL.type, paginateAll: true },
          { payload: { next: pages[0]?.jira?.next } },
        );
        assert.deepEqual(keysOf(rest?.payload), keys(deployment).slice(40));
      });

      it('items: each record is a message of its own', async () => {
        const items = await messages(deployment, { ...ALL, output: 'items' });
        assert.deepEqual(
          items.map(({ payload }) => (payload as { key: string }).key),
          keys(deployment),
        );
        const parts = items.map((one) => one.parts as Record<string, unknown>);
        assert.deepEqual(
          parts.map(({ index }) => index),
          items.map((_, index) => index),
        );
        assert.deepEqual(
          parts.filter(({ count }) => count !== undefined).map(({ count }) => count),
          [110],
        );
        assert.equal(items.at(-1)?.jira?.complete, true);
      });

      it('nothing found: one empty message, but none where each record is one', async () => {
        const nothing = { ...ALL, jql: 'project = OPS AND summary ~ "unheardof"' };
        for (const output of ['array', 'pages'] as const) {
          const out = await messages(deployment, { ...nothing, output });
          assert.deepEqual(
            out.map(({ payload }) => payload),
            [[]],
          );
          assert.equal(out[0]?.jira?.complete, true);
        }
        assert.deepEqual(await messages(deployment, { ...nothing, output: 'items' }), []);
      });

      it('a limit is no error, and the rest can be fetched', async () => {
        const [first] = await messages(deployment, { ...ALL, limit: 70 });
        assert.equal(first?.jira?.complete, false);
        const [rest] = await messages(
          deployment,
          { type: ALL.type, paginateAll: true },
          { payload: { next: first?.jira?.next } },
        );
        assert.deepEqual([...keysOf(first?.payload), ...keysOf(rest?.payload)], keys(deployment));
      });

      it('a page that fails late passes nothing on as if it were all, and says how much had come', async () => {
        demo.jira.fault({
          path: /search(\/jql)?$/,
          skip: 2,
          times: 9,
          response: { status: 400, body: { errorMessages: ['Stop'] } },
        });
        const [out, ...others] = await messages(deployment, { ...ALL, maxResults: '40', strategy: 'sequential' });
        assert.equal(others.length, 0);
        assert.equal(out?.error?.code, 'JIRA_INVALID');
        assert.equal(out.error.cause.received, 80);
      });

      it('with a warning instead, what came is passed on, marked as not complete', async () => {
        demo.jira.fault({
          path: /search(\/jql)?$/,
          skip: 2,
          times: 9,
          response: { status: 400, body: { errorMessages: ['Stop'] } },
        });
        const node = { ...ALL, maxResults: '40', onIncomplete: 'warn', strategy: 'sequential' };
        const [out] = await messages(deployment, node);
        assert.deepEqual(keysOf(out?.payload), keys(deployment).slice(0, 80));
        assert.equal(out?.jira?.complete, false);
        assert.match(JSON.stringify(out?.jira?.warnings), /records that came: 80\. .*Stop/);
        const [rest] = await messages(
          deployment,
          { type: ALL.type, paginateAll: true },
          { payload: { next: out?.jira?.next } },
        );
        demo.jira.reset();
        assert.ok(rest?.error || keysOf(rest?.payload).length === 30);
      });

      it('a limit on calls in the middle costs time, not records', async () => {
        demo.jira.fault({
          path: /search(\/jql)?$/,
          skip: 1,
          response: { status: 429, headers: { 'Retry-After': '1' } },
        });
        const [out] = await messages(deployment, { ...ALL, maxResults: '40' });
        assert.deepEqual(keysOf(out?.payload), keys(deployment));
      });
    });
  }

  it('every other list node reads to its end on both deployments', async () => {
    const nodes: readonly [type: string, payload: unknown, least: number][] = [
      ['jira-comment-list', 'OPS-7', 6],
      ['jira-project-list', '', 4],
      ['jira-user-list', '', 12],
      ['jira-field-list', '', 30],
      ['jira-issue-type-list', '', 7],
      ['jira-issue-type-list-for-project', 'OPS', 5],
      ['jira-transition-list', 'OPS-7', 3],
    ];
    for (const deployment of DEPLOYMENTS) {
      for (const [type, payload, least] of nodes) {
        for (const maxResults of ['', '2']) {
          const [out] = await messages(
            deployment,
            { type, paginateAll: true, ...(maxResults && { maxResults }) },
            { payload },
          );
          assert.equal(out?.error, undefined, `${type}: ${out?.error?.message}`);
          const { length } = (out?.payload ?? []) as unknown[];
          assert.ok(length >= least, `${type} on ${deployment}: ${length}`);
        }
      }
    }
  });

  it('the users of a Jira that cuts its list are not passed off as all', async () => {
    demo.jira.datacenter.settings.userList = false;
    demo.jira.datacenter.settings.userSearchCap = 100;
    const users = demo.jira.datacenter.users;
    const [pattern] = users;
    assert.ok(pattern);
    for (let number = users.length; number < 130; number++) {
      users.push({
        ...pattern,
        id: `JIRAUSER${20_000 + number}`,
        name: `user${number}`,
        displayName: `User ${number}`,
      });
    }
    const [out] = await messages('datacenter', { type: 'jira-user-list', paginateAll: true });
    assert.equal(out?.error?.code, 'JIRA_INCOMPLETE');
    assert.match(out.error.message, /cuts the list off without a word; records given: 100\./);
  });

  it('a long search on Cloud goes through its ids: same issues, same order, and those that vanish are named', async () => {
    addIssues(demo.jira.cloud, 'OPS', 300);
    const [out] = await messages('cloud', ALL);
    assert.deepEqual(keysOf(out?.payload), keys('cloud'));
    assert.ok(demo.requests().some(({ path }) => path.endsWith('/issue/bulkfetch')));
  });
});

describe('lists and the core join node', () => {
  nodeRedInProcess();
  const demo = demoJira();

  for (const deployment of DEPLOYMENTS) {
    for (const output of ['pages', 'items'] as const) {
      for (const outer of [undefined, { id: 'outer', index: 0, count: 1, type: 'array' }]) {
        it(`${deployment}, ${output}${outer ? ', inside another sequence' : ''}: join makes one array of them again`, async () => {
          const join = { type: 'join', mode: 'auto', build: 'array' };
          const flow = await flowOf(demo.site(deployment), { ...ALL, maxResults: '40', output }, join);
          const { payload, parts } = await flow.send({ payload: '', ...(outer && { parts: outer }) });
          assert.equal((payload as unknown[]).length, 110);
          assert.ok((payload as { key?: string }[]).every(({ key }) => key));
          assert.deepEqual(parts, outer);
        });
      }
    }
  }
});
