import assert from 'node:assert/strict';
import { addIssues } from '../../demo/index';
import type { SiteStore } from '../../demo/store';
import type { Deployment } from '../../nodes/client/http/request';
import { entry, textEntry } from '../../nodes/client/json';
import { DEPLOYMENTS, demoJira, deploymentsOf } from '../support/demo';
import { flowOf, nodeRedInProcess, type Outcome } from '../support/nodes';

const SEARCH = { type: 'jira-issue-search', jql: 'project = OPS ORDER BY key', fields: 'summary' };
const COMMENTS = { type: 'jira-comment-list' };

interface Case {
  readonly node: { readonly type: string } & Readonly<Record<string, unknown>>;
  readonly payload?: unknown;
}

/** Every list node, each way that its list can be read in. */
const CASES: Readonly<Record<string, Case>> = {
  'a search': { node: SEARCH },
  'a search, page after page': { node: { ...SEARCH, strategy: 'sequential' } },
  'a search with an expand': { node: { ...SEARCH, expand: 'names' } },
  comments: { node: COMMENTS, payload: 'OPS-7' },
  'comments by their ids': { node: { type: 'jira-comment-list-by-ids' } },
  projects: { node: { type: 'jira-project-list' } },
  users: { node: { type: 'jira-user-list' } },
  'users by search': { node: { type: 'jira-user-list' } },
  fields: { node: { type: 'jira-field-list' } },
  'issue types': { node: { type: 'jira-issue-type-list' } },
  'issue types of a project': { node: { type: 'jira-issue-type-list-for-project' }, payload: 'OPS' },
  transitions: { node: { type: 'jira-transition-list' }, payload: 'OPS-7' },
  worklogs: { node: { type: 'jira-worklog-list' }, payload: 'OPS-7' },
  'worklogs of some days': { node: { type: 'jira-worklog-list', startedAfter: '-30d' }, payload: 'OPS-7' },
  changes: { node: { type: 'jira-issue-changelog' }, payload: 'OPS-7' },
  'changes of a field': { node: { type: 'jira-issue-changelog', fields: 'status' }, payload: 'OPS-7' },
  watchers: { node: { type: 'jira-watcher-list' }, payload: 'OPS-7' },
  'web links': { node: { type: 'jira-weblink-list' }, payload: 'OPS-7' },
};

/** Puts many of everything that stands around an issue there. */
function growAround(site: SiteStore, key: string, count: number): void {
  const issue = site.findIssue(key);
  const [worklog] = site.worklogs.values();
  const [change] = issue?.changes ?? [];
  const [link] = site.remoteLinks.values();
  assert.ok(issue && worklog && change && link);
  for (let made = 0; made < count; made++) {
    const id = site.nextId('worklog');
    site.worklogs.set(id, { ...worklog, id, issueId: issue.id, started: site.now() });
    issue.changes.push({ ...change, id: site.nextId('change') });
    const linkId = Number(site.nextId('remoteLink'));
    site.remoteLinks.set(linkId, { ...link, id: linkId, issueId: issue.id });
  }
  for (const { id } of site.users) issue.watchers.add(id);
}

/** Inside the first page, at its end, and inside later ones. */
const PLACES = [1, 50, 99, 100, 101, 130];

// Each request is checked against Atlassian's documents, as those of all nodes are.
describe('lists that go on where an earlier message ended', () => {
  nodeRedInProcess();
  const demo = demoJira();

  async function send(deployment: Deployment, node: object, payload: unknown = ''): Promise<Outcome> {
    const flow = await flowOf(demo.site(deployment), { ...node });
    return flow.send({ payload });
  }

  async function read(deployment: Deployment, node: object, payload?: unknown): Promise<Outcome> {
    return succeeded(await send(deployment, node, payload));
  }

  function succeeded(outcome: Outcome): Outcome {
    assert.equal(outcome.error, undefined, outcome.error?.message);
    return outcome;
  }

  /** Reads on after each place, by either form of a payload in turn, to the end and for one page. */
  async function expectTheRest(
    deployment: Deployment,
    type: string,
    all: readonly unknown[],
    nexts: readonly (readonly [limit: number, next: unknown])[],
  ): Promise<void> {
    const whole = await flowOf(demo.site(deployment), { type, paginateAll: true });
    for (const [index, [limit, next]] of nexts.entries()) {
      const rest = succeeded(await whole.send({ payload: index % 2 === 0 ? { next } : next }));
      assert.deepEqual([recordsOf(rest), rest.jira?.complete], [all.slice(limit), true]);
    }
    const paged = await flowOf(demo.site(deployment), { type });
    for (const [limit, next] of nexts) {
      const page = succeeded(await paged.send({ payload: { next } }));
      assert.equal(recordsOf(page)[0], all[limit]);
    }
  }

  function recordsOf({ payload }: Outcome): unknown[] {
    assert.ok(Array.isArray(payload));
    return payload.map((record) => ['id', 'accountId', 'name'].map((name) => entry(record, name)).find(Boolean));
  }

  function commentIds(deployment: Deployment): string[] {
    const { projects, issues, comments } = demo.jira[deployment];
    const project = projects.find(({ key }) => key === 'OPS');
    const issue = [...issues.values()].find(({ number, projectId }) => number === 7 && projectId === project?.id);
    return [...comments.values()].filter(({ issueId }) => issueId === issue?.id).map(({ id }) => id);
  }

  for (const deployment of DEPLOYMENTS) {
    describe(`on ${deployment}`, () => {
      for (const [index, [name, { node, payload }]] of Object.entries(CASES).entries()) {
        if (!deploymentsOf(index).includes(deployment)) continue;
        it(`${name}: exactly after any record, with a payload of {next}, or next itself`, async () => {
          addIssues(demo.jira[deployment], 'OPS', 60);
          growAround(demo.jira[deployment], 'OPS-7', 132);
          demo.jira.datacenter.settings.userList = name !== 'users by search';
          const byIds = { issueIdOrKey: 'OPS-7', ids: commentIds(deployment) };
          const sent = name === 'comments by their ids' ? byIds : payload;
          const all = recordsOf(await read(deployment, { ...node, paginateAll: true }, sent));
          assert.ok(all.length > 2, `${all.length}`);
          const nexts: [limit: number, next: unknown][] = [];
          for (const limit of PLACES.filter((place) => place < all.length)) {
            const first = await read(deployment, { ...node, paginateAll: true, limit }, sent);
            assert.deepEqual(recordsOf(first), all.slice(0, limit));
            nexts.push([limit, first.jira?.next]);
          }
          await expectTheRest(deployment, node.type, all, nexts);
        }).timeout(120_000);
      }

      it('page by page, each record once', async () => {
        const all = recordsOf(await read(deployment, { ...SEARCH, paginateAll: true }));
        const found: unknown[] = [];
        for (let payload: unknown = { maxResults: 7 }; entry(payload, 'next') !== null; ) {
          const page = await read(deployment, SEARCH, payload);
          found.push(...recordsOf(page));
          payload = { next: page.jira?.next };
        }
        assert.deepEqual(found, all);
      }).timeout(120_000);

      it('a `next` that an earlier version saved is understood', async () => {
        const all = recordsOf(await read(deployment, { ...SEARCH, paginateAll: true }));
        await read(deployment, { ...SEARCH, maxResults: '40' });
        const nextPageToken = textEntry(demo.exchanges.at(-1)?.responseBody, 'nextPageToken');
        const place = deployment === 'cloud' ? { nextPageToken, skip: 3 } : { startAt: 43 };
        const next = { jql: SEARCH.jql, fields: ['summary'], maxResults: 40, ...place };
        const rest = await read(deployment, { type: SEARCH.type, paginateAll: true }, { next });
        assert.deepEqual(recordsOf(rest), all.slice(43));
      });

      it('a `next` that is none of this list is JIRA_INPUT, before anything of it is asked', async () => {
        const { jira } = await read(deployment, { type: 'jira-field-list', maxResults: '2' });
        const counted = entry(jira?.next, 'position');
        demo.forget();
        const lists = deployment === 'cloud' ? [SEARCH, COMMENTS] : [COMMENTS];
        for (const { type } of lists) {
          for (const position of type === SEARCH.type ? [counted, 'x', 7] : ['x', { startAt: 2 }, 7]) {
            const next = { jql: 'project = OPS', issueIdOrKey: 'OPS-7', position };
            const { error } = await send(deployment, { type }, { next });
            assert.equal(error?.code, 'JIRA_INPUT', `${type} ${JSON.stringify(position)}`);
            assert.match(error.message, /"Go on after" \(next\) leads nowhere/);
          }
        }
        assert.deepEqual(demo.requests(), []);
      });
    });
  }

  it('further query parameters go along', async () => {
    const queryParameters = { expand: 'renderedBody' };
    const first = await read('cloud', { ...COMMENTS, maxResults: '1' }, { issueIdOrKey: 'OPS-7', queryParameters });
    await read('cloud', COMMENTS, { next: first.jira?.next });
    assert.match(demo.exchanges.at(-1)?.query ?? '', /expand=renderedBody/);
  });
});

describe('what Jira says of a list', () => {
  nodeRedInProcess();
  const demo = demoJira();
  const ALL = { ...SEARCH, paginateAll: true };

  async function send(deployment: Deployment, node: object): Promise<Outcome> {
    const flow = await flowOf(demo.site(deployment), { ...node });
    return flow.send({ payload: '' });
  }

  it('is in msg.jira.warnings; where records are left out, the list is not complete', async () => {
    const details = { clause: 'issueHistory()', limit: 1000 };
    const issue = { id: '10000', key: 'OPS-1', self: 'https://x/rest/api/3/issue/10000', fields: {} };
    const body = { issues: [issue], isLast: true, warnings: [{ type: 'JQL_FUNCTION_LIMIT_EXCEEDED', details }] };
    for (const paginateAll of [true, false]) {
      demo.jira.fault({ path: /search\/jql$/, times: 2, response: { status: 200, body } });
      const { error } = await send('cloud', { ...SEARCH, paginateAll });
      assert.equal(error?.code, 'JIRA_INCOMPLETE');
      const { jira } = await send('cloud', { ...SEARCH, paginateAll, onIncomplete: 'warn' });
      assert.deepEqual([jira?.complete, jira?.count], [false, 1]);
      const said = /Jira says: JQL_FUNCTION_LIMIT_EXCEEDED – clause: issueHistory\(\), limit: 1000/;
      assert.match(JSON.stringify(jira?.warnings), said);
      assert.match(JSON.stringify(jira?.warnings), /records that came: 1\. Jira says that it has left records out/);
    }
  });

  it('is in msg.jira.warnings once, though it comes with each page', async () => {
    const page = (from: number, more: object) => ({
      issues: [{ id: String(from), key: `OPS-${from}`, self: `https://x/rest/api/3/issue/${from}`, fields: {} }],
      warnings: [{ type: 'OTHER', message: 'Words' }],
      ...more,
    });
    demo.jira.fault({ path: /search\/jql$/, response: { status: 200, body: page(1, { nextPageToken: 'a' }) } });
    demo.jira.fault({ path: /search\/jql$/, response: { status: 200, body: page(2, { isLast: true }) } });
    const { jira } = await send('cloud', { ...ALL, strategy: 'sequential' });
    assert.deepEqual([jira?.complete, jira?.count, jira?.warnings], [true, 2, ['Jira says: OTHER – Words']]);
  });

  it('on Data Center is in msg.jira.warnings, too', async () => {
    const warningMessages = ["The value 'x' does not exist for the field 'y'."];
    const body = { issues: [], startAt: 0, maxResults: 50, total: 0, warningMessages };
    demo.jira.fault({ path: /search$/, response: { status: 200, body } });
    const { jira } = await send('datacenter', ALL);
    assert.deepEqual([jira?.complete, jira?.warnings], [true, [`Jira says: ${warningMessages[0]}`]]);
  });

  for (const body of [
    { issues: [], isLast: false },
    { issues: [], isLast: false, nextPageToken: 7 },
  ]) {
    it(`is no end where it says that more follows, and not where: ${JSON.stringify(body)}`, async () => {
      demo.jira.fault({ path: /search\/jql$/, times: 9, response: { status: 200, body } });
      for (const paginateAll of [true, false])
        assert.equal((await send('cloud', { ...SEARCH, paginateAll })).error?.code, 'JIRA_INCOMPLETE');
    });
  }

  it('a Jira without bulk fetch is searched page after page', async () => {
    addIssues(demo.jira.cloud, 'OPS', 300);
    const missing = { status: 404, body: { errorMessages: ['Not here'] } };
    demo.jira.fault({ path: /bulkfetch$/, times: 99, response: missing });
    const { payload, jira } = await send('cloud', ALL);
    assert.ok(Array.isArray(payload));
    assert.deepEqual([payload.length, jira?.complete], [410, true]);
  });
});
