import assert from 'node:assert/strict';
import type { NodeStatus } from 'node-red';
import { entry } from '../../nodes/client/json';
import { DEPLOYMENTS, demoJira } from '../support/demo';
import { flowOf, nodeRedInProcess, type Outcome, type SiteSetup } from '../support/nodes';
import { until } from '../support/until';

/** What a node showed last, and what came out of it. */
interface Seen {
  readonly line: NodeStatus | undefined;
  readonly outcome: Outcome;
}

async function see(site: SiteSetup, node: Readonly<Record<string, unknown>>, payload: unknown): Promise<Seen> {
  const flow = await flowOf(site, node);
  const shown: NodeStatus[] = [];
  flow.node('n1').status = (status) => {
    if (typeof status === 'object') shown.push(status);
  };
  const outcome = await flow.send({ payload });
  const line = await until(
    () => shown.at(-1),
    (last) => last !== undefined && last.fill !== 'blue',
  );
  return { line, outcome };
}

const grey = (text: string): NodeStatus => ({ fill: 'grey', shape: 'dot', text });

describe('what a node shows of its last message', () => {
  nodeRedInProcess();
  const demo = demoJira();

  for (const deployment of DEPLOYMENTS) {
    describe(`on ${deployment}`, () => {
      const run = (node: Readonly<Record<string, unknown>>, payload: unknown, properties = {}) =>
        see(demo.site(deployment, properties), node, payload);
      const title = async (url: unknown): Promise<string | undefined> => {
        const response = await fetch(String(url));
        assert.equal(response.status, 200, `${url} leads nowhere`);
        return /<h1>(.*)<\/h1>/.exec(await response.text())?.[1];
      };

      it('is the key of a created issue, and msg.jira.url leads to its page', async () => {
        const payload = { project: 'OPS', issueType: 'Task', summary: 'Grease the bearings' };
        const { line, outcome } = await run({ type: 'jira-issue-create' }, payload);
        const key = String(entry(outcome.payload, 'key'));
        assert.deepEqual(line, grey(key));
        assert.equal(await title(outcome.jira?.url), `${key}: Grease the bearings`);
      });

      it('is the key of an issue that was changed, by its id too', async () => {
        const byKey = await run({ type: 'jira-issue-update' }, { issueIdOrKey: 'OPS-8', fields: { summary: 'New' } });
        assert.deepEqual(byKey.line, grey('OPS-8'));
        assert.equal(await title(byKey.outcome.jira?.url), 'OPS-8: New');
        const byId = await run({ type: 'jira-issue-update' }, { issueIdOrKey: '10207', fields: { summary: 'Newer' } });
        assert.deepEqual(byId.line, grey('10207'));
        assert.equal(await title(byId.outcome.jira?.url), 'id = 10207');
      });

      it('is the issue of a comment, whose page has the comment in view', async () => {
        const { line, outcome } = await run({ type: 'jira-comment-add' }, { issueIdOrKey: 'OPS-7', body: 'Fixed' });
        assert.deepEqual(line, grey('OPS-7'));
        const id = entry(outcome.payload, 'id');
        assert.match(String(outcome.jira?.url), new RegExp(`/browse/OPS-7\\?focusedCommentId=${id}$`));
        const page = await (await fetch(String(outcome.jira?.url))).text();
        assert.match(page, new RegExp(`<article id="comment-${id}" class="focused">`));
      });

      it('is the issue from which a comment was deleted, and its page', async () => {
        const { line, outcome } = await run(
          { type: 'jira-comment-delete' },
          { issueIdOrKey: 'OPS-7', commentId: '10533' },
        );
        assert.deepEqual(line, grey('OPS-7'));
        assert.match(String(outcome.jira?.url), /\/browse\/OPS-7$/);
      });

      it('has no page of what was deleted', async () => {
        const { line, outcome } = await run({ type: 'jira-issue-delete' }, { issueIdOrKey: 'OPS-50' });
        assert.deepEqual(line, grey('OPS-50'));
        assert.equal(outcome.jira?.url, undefined);
      });

      it('is the issue from which work, a web link or a watcher was taken, and its page', async () => {
        const site = demo.jira[deployment];
        const [work] = site.worklogs.values();
        const worked = site.issues.get(work?.issueId ?? '') ?? assert.fail();
        for (const [type, key, more] of [
          ['jira-worklog-delete', site.key(worked), { worklogId: work?.id }],
          ['jira-weblink-delete', 'OPS-7', { url: 'https://example.com/orders/2' }],
          ['jira-watcher-remove', 'OPS-7', { person: 'me' }],
        ] as const) {
          const { line, outcome } = await run({ type }, { issueIdOrKey: key, ...more });
          assert.deepEqual([outcome.error?.message, line], [undefined, grey(key)], type);
          assert.match(String(outcome.jira?.url), new RegExp(`/browse/${key}$`), type);
        }
      });

      it('is a project or a person by name, each with a page', async () => {
        const project = await run({ type: 'jira-project-get' }, 'OPS');
        assert.deepEqual(project.line, grey('OPS'));
        assert.equal(await title(project.outcome.jira?.url), 'Operations');
        const ben = demo.jira[deployment].users.find(({ name }) => name === 'ben');
        const person = await run({ type: 'jira-user-get' }, deployment === 'cloud' ? ben?.id : ben?.name);
        assert.deepEqual(person.line, grey('Ben Okafor'));
        assert.equal(await title(person.outcome.jira?.url), 'Ben Okafor');
      });

      it('is how many records a list has', async () => {
        const search = { type: 'jira-issue-search', paginateAll: true };
        assert.deepEqual((await run(search, 'project = OPS')).line, grey('110 records'));
        assert.deepEqual((await run(search, 'key = OPS-7')).line, grey('1 record'));
        assert.deepEqual((await run(search, 'project = OPS AND summary ~ "nowhere"')).line, grey('none found'));
        const some = { type: 'jira-comment-list', limit: 2, paginateAll: true };
        assert.deepEqual((await run(some, 'OPS-7')).line, grey('2 of 6'));
      });

      it('gives each record of a list that goes out one by one its own page, and a list none', async () => {
        const search = { type: 'jira-issue-search', output: 'items' };
        const { line, outcome } = await run(search, 'key in (OPS-7, OPS-8) ORDER BY key');
        assert.equal(await title(outcome.jira?.url), 'OPS-7: Pump 4 overheats');
        assert.deepEqual(line, grey('2 records'));
        const list = await run({ type: 'jira-issue-search' }, 'key in (OPS-7, OPS-8)');
        assert.equal(list.outcome.jira?.url, undefined);
      });

      it('is a number, as people write it', async () => {
        const { line, outcome } = await run({ type: 'jira-issue-count' }, 'project = OPS');
        assert.deepEqual(line, grey('110'));
        assert.equal(outcome.jira?.url, undefined);
      });

      it('is how many rows came, with a warning instead where some were refused', async () => {
        const row = { project: 'OPS', issueType: 'Task', summary: 'One of two' };
        const bulk = { type: 'jira-issue-bulk-create' };
        assert.deepEqual((await run(bulk, { issues: [row, row] })).line, grey('2 records'));
        const refused = await run(bulk, { issues: [row, { ...row, issueType: 'Nonsense' }] });
        assert.equal(refused.line?.fill, 'yellow');
      });

      it('promises no page of what a dry run has only tried to make', async () => {
        const payload = { project: 'OPS', issueType: 'Task', summary: 'x' };
        const made = await run({ type: 'jira-issue-create' }, payload, { dryRun: true });
        assert.equal(made.outcome.jira?.url, undefined);
        const changed = await run({ type: 'jira-issue-update' }, { key: 'OPS-7', summary: 'x' }, { dryRun: true });
        assert.match(String(changed.outcome.jira?.url), /\/browse\/OPS-7$/);
      });

      it('keeps a long name from running over the sheet', async () => {
        const field = demo.jira[deployment].users.find(({ name }) => name === 'ben');
        Object.assign(field ?? {}, { displayName: 'B'.repeat(200) });
        const { line } = await run({ type: 'jira-user-get' }, deployment === 'cloud' ? field?.id : field?.name);
        assert.deepEqual(line, grey(`${'B'.repeat(39)}…`));
      });
    });
  }
});
