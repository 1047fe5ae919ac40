import assert from 'node:assert/strict';
import type { Deployment } from '../../nodes/client/http/request';
import { DEPLOYMENTS, demoJira } from '../support/demo';
import { flowOf, nodeRedInProcess, type Outcome } from '../support/nodes';

/** Worklogs, watchers, web links, history, mail and rank, where they are not everyday. */
describe('what stands around an issue', () => {
  nodeRedInProcess();
  const demo = demoJira();
  const run = async (deployment: Deployment, node: object, payload: unknown): Promise<Outcome> =>
    (await flowOf(demo.site(deployment), { ...node })).send({ payload });
  const bodyOf = (index = -1) => demo.requests().at(index)?.requestBody as Record<string, unknown>;
  const writes = () => demo.requests().filter(({ method }) => method !== 'GET');

  for (const deployment of DEPLOYMENTS) {
    const site = () => demo.jira[deployment];

    describe(`on ${deployment}`, () => {
      it('work begins when the message comes, unless it says when', async () => {
        const before = Math.floor(Date.now() / 1_000) * 1_000;
        const { error, jira } = await run(deployment, { type: 'jira-worklog-add', issueIdOrKey: 'OPS-8' }, '20 min');
        assert.equal(error, undefined, error?.message);
        const started = Date.parse(String(Reflect.get(Object(jira?.input), 'started')));
        assert.ok(started >= before && started <= Date.now(), String(started));
        assert.equal(bodyOf().started, new Date(started).toISOString().replace('Z', '+0000'));
      });

      it('a time or a span that nobody can read is refused before any call, with how to write it', async () => {
        const node = { type: 'jira-worklog-add', issueIdOrKey: 'OPS-8' };
        const time = await run(deployment, node, { timeSpent: '1h', started: '03/04/2026' });
        assert.equal(time.error?.code, 'JIRA_INPUT');
        assert.match(
          time.error.message,
          /"Started" \(started\) .* time: "03\/04\/2026"\. Write it as 2026-11-28 14:30/,
        );
        const span = await run(deployment, node, { timeSpent: '2 months' });
        assert.match(span.error?.message ?? '', /"Time spent" \(timeSpent\) .*: "2 months"\. Write it as 3h 20m/);
        assert.deepEqual(demo.requests(), []);
      });

      it('a site that tracks no time says so in words', async () => {
        site().settings.timeTracking = false;
        const { error } = await run(deployment, { type: 'jira-worklog-list' }, 'OPS-13');
        assert.equal(error?.code, 'JIRA_NOT_FOUND');
        assert.match(error.message, /Time tracking is not enabled/);
      });

      it('a worklog that only some may read stays so when its time is changed', async () => {
        const visibility = { type: 'role', value: 'Administrators' };
        const flow = await flowOf(
          demo.site(deployment),
          { type: 'jira-worklog-add', issueIdOrKey: 'OPS-8' },
          { type: 'jira-worklog-update', timeSpent: '2h' },
        );
        const { payload, error } = await flow.send({ payload: { timeSpent: '1h', visibility } });
        assert.equal(error, undefined, error?.message);
        assert.equal((payload as { visibility: { value: string } }).visibility.value, 'Administrators');
        assert.equal((bodyOf().visibility as { value: string }).value, 'Administrators');
      });

      it('a change of a worklog that changes nothing is refused', async () => {
        const { error } = await run(deployment, { type: 'jira-worklog-update' }, { key: 'OPS-13', worklogId: '10409' });
        assert.equal(error?.code, 'JIRA_INPUT');
        assert.deepEqual(writes(), []);
      });

      it('work between two times is told from other work', async () => {
        const started = site().worklogs.get('10413')?.started.getTime() ?? 0;
        const between = { startedAfter: started - 1, startedBefore: new Date(started + 1) };
        const { payload } = await run(deployment, { type: 'jira-worklog-list' }, { key: 'OPS-13', ...between });
        assert.deepEqual(
          (payload as { id: string }[]).map(({ id }) => id),
          ['10413'],
        );
      });

      it('those who watch and may not be seen are counted in a warning', async () => {
        site().settings.withheld.add('viewWatchers');
        site()
          .findIssue('OPS-8')
          ?.watchers.add(site().findUserByName('ben')?.id ?? '');
        const { payload, jira } = await run(deployment, { type: 'jira-watcher-list' }, 'OPS-8');
        assert.equal((payload as unknown[]).length, 1);
        assert.match(String(jira?.warnings), /may not see all who watch the issue; hidden: 1\./);
      });

      it('a watcher of one list goes out of the next node, and a bare name goes in', async () => {
        const list = { type: 'jira-watcher-list', output: 'items' };
        const remove = { type: 'jira-watcher-remove', issueIdOrKey: 'OPS-8' };
        const { error } = await (await flowOf(demo.site(deployment), list, remove)).send({ payload: 'OPS-8' });
        assert.equal(error, undefined, error?.message);
        assert.equal(site().findIssue('OPS-8')?.watchers.size, 0);
        await run(deployment, { type: 'jira-watcher-add', issueIdOrKey: 'OPS-8' }, 'Ben Okafor');
        assert.equal(site().findIssue('OPS-8')?.watchers.size, 1);
      });

      for (const person of ['none', 'default', 'nobody@example.com']) {
        it(`"${person}" is nobody who could watch`, async () => {
          const { error } = await run(deployment, { type: 'jira-watcher-add' }, { key: 'OPS-8', person });
          assert.equal(error?.code, 'JIRA_INPUT');
          assert.deepEqual(writes(), []);
        });
      }

      it('a link is changed by the same address, not added again, however long that is', async () => {
        const node = { type: 'jira-weblink-add', issueIdOrKey: 'OPS-8' };
        const url = `https://example.com/?q=${'x'.repeat(300)}`;
        const first = await run(deployment, node, { url });
        const second = await run(deployment, node, { url: ` ${url} `, title: 'Found' });
        assert.equal(second.error, undefined, second.error?.message);
        assert.match(String(bodyOf().globalId), /^sha256:[0-9a-f]{64}$/);
        assert.equal((second.payload as { id: number }).id, (first.payload as { id: number }).id);
        assert.equal(site().remoteLinksOf(site().findIssue('OPS-8')?.id ?? '').length, 1);
      });

      it('every link to an address goes, and one that is not there is told', async () => {
        const issue = site().findIssue('OPS-7');
        const [, second] = site().remoteLinksOf(issue?.id ?? '');
        assert.ok(second);
        site().remoteLinks.set(99, { ...second, id: 99 });
        const node = { type: 'jira-weblink-delete', issueIdOrKey: 'OPS-7' };
        const payload = { url: 'https://example.com/orders/2' };
        assert.equal((await run(deployment, node, payload)).error, undefined);
        assert.equal(site().remoteLinksOf(issue?.id ?? '').length, 1);
        const { error } = await run(deployment, node, payload);
        assert.equal(error?.code, 'JIRA_NOT_FOUND');
        assert.match(error.message, /no web link to https:\/\/example\.com\/orders\/2/);
        assert.equal((await run(deployment, node, {})).error?.code, 'JIRA_INPUT');
      });

      it('a link goes by the id that another system gave it', async () => {
        const [first] = site().remoteLinksOf(site().findIssue('OPS-7')?.id ?? '');
        const payload = { key: 'OPS-7', globalId: first?.globalId };
        const { error } = await run(deployment, { type: 'jira-weblink-delete' }, payload);
        assert.equal(error, undefined, error?.message);
        assert.equal(
          site()
            .remoteLinksOf(site().findIssue('OPS-7')?.id ?? '')
            .includes(first ?? assert.fail()),
          false,
        );
        assert.match(writes().at(-1)?.path ?? '', /\/issue\/OPS-7\/remotelink$/);
      });

      it('a link of a list goes by its id', async () => {
        const list = { type: 'jira-weblink-list', output: 'items', limit: 1 };
        const flow = await flowOf(demo.site(deployment), list, { type: 'jira-weblink-delete' });
        const { error } = await flow.send({ payload: 'OPS-7' });
        assert.equal(error, undefined, error?.message);
        assert.match(writes().at(-1)?.path ?? '', /\/issue\/10\d+\/remotelink\/10001$/);
      });

      it('a long history comes whole, the oldest first, and of one field by any of its names', async () => {
        const update = await flowOf(demo.site(deployment), { type: 'jira-issue-update' });
        for (let count = 0; count < 3; count++) {
          const fields = { fixVersions: count % 2 ? [] : [{ name: site().findProject('OPS')?.versions[0]?.name }] };
          const { error } = await update.send({ payload: { key: 'OPS-8', fields } });
          assert.equal(error, undefined, error?.message);
        }
        const issue = site().findIssue('OPS-8');
        const [pattern] = issue?.changes ?? [];
        assert.ok(issue && pattern);
        const other = { ...pattern.items[0], field: 'summary', fieldId: 'summary' } as (typeof pattern.items)[number];
        for (let count = 0; count < 250; count++) {
          issue.changes.push({ ...pattern, id: site().nextId('change'), items: [other] });
        }
        const whole = await run(deployment, { type: 'jira-issue-changelog', paginateAll: true }, 'OPS-8');
        const ids = (whole.payload as { id: string }[]).map(({ id }) => Number(id));
        assert.deepEqual([whole.jira?.complete, ids.length], [true, issue.changes.length]);
        assert.deepEqual(
          ids,
          [...ids].sort((one, two) => one - two),
        );
        for (const fields of ['Fix versions', 'fixVersions', 'Fix Version']) {
          const { payload } = await run(deployment, { type: 'jira-issue-changelog' }, { key: 'OPS-8', fields });
          assert.equal((payload as unknown[]).length, 3, fields);
        }
      });

      it('mail goes to the watchers unless others are named, and a word that is nobody is a group', async () => {
        const node = { type: 'jira-issue-notify', issueIdOrKey: 'OPS-3' };
        assert.equal((await run(deployment, node, 'It <runs> again.')).error, undefined);
        const [mail] = site().mails;
        assert.equal(mail?.html, 'It &lt;runs&gt; again.');
        assert.equal(mail?.text, 'It <runs> again.');
        const group = await run(deployment, node, { body: 'x', to: 'Shift Kings' });
        assert.match(group.error?.message ?? '', /Shift Kings/);
        assert.deepEqual(bodyOf().to, { groups: [{ name: 'Shift Kings' }] });
        for (const to of ['nobody@example.com', 'none', 'default']) {
          const { error } = await run(deployment, node, { body: 'x', to });
          assert.equal(error?.code, 'JIRA_INPUT', to);
        }
        await run(deployment, node, { body: 'x', to: ['me', 'ben', 'Reporter'] });
        const expected = deployment === 'cloud' ? 'accountId' : 'name';
        assert.deepEqual(Object.keys((bodyOf().to as { users: object[] }).users[0] ?? {}), [expected]);
      });

      it('a hundred and twenty issues are ranked in three calls, and stand in their order', async () => {
        const keys = Array.from({ length: 120 }, (_, index) => `OPS-${index + 1}`).filter((key) =>
          site().findIssue(key),
        );
        const wanted = [...keys].reverse().filter((key) => key !== 'OPS-50');
        for (const place of ['before', 'after']) {
          demo.forget();
          const { error } = await run(deployment, { type: 'jira-issue-rank' }, { issues: wanted, [place]: 'OPS-50' });
          assert.equal(error, undefined, error?.message);
          assert.equal(writes().length, Math.ceil(wanted.length / 50));
          const order = site()
            .ranking()
            .map((id) => site().issues.get(id))
            .flatMap((issue) => (issue ? [site().key(issue)] : []));
          const ranked = order.filter((key) => wanted.includes(key) || key === 'OPS-50');
          assert.deepEqual(ranked, place === 'before' ? [...wanted, 'OPS-50'] : ['OPS-50', ...wanted]);
        }
      });

      it('issues that could not be ranked just then are named, whatever the status of the answer', async () => {
        const entries = [
          { issueId: 1, issueKey: 'OPS-8', status: 200 },
          { issueId: 2, issueKey: 'OPS-9', status: 503, errors: ['Please try again later.'] },
        ];
        demo.jira.fault({ deployment, method: 'PUT', times: 1, response: { status: 207, body: { entries } } });
        const payload = { issues: ['OPS-8', 'OPS-9'], before: 'OPS-3' };
        const { error } = await run(deployment, { type: 'jira-issue-rank' }, payload);
        assert.equal(error?.code, 'JIRA_UNAVAILABLE');
        assert.match(error.message, /Left where they were: OPS-9 \(Please try again later\.\)/);
      });

      it('issues have one place to go to, not none and not two', async () => {
        for (const place of [{}, { before: 'OPS-1', after: 'OPS-2' }]) {
          const { error } = await run(deployment, { type: 'jira-issue-rank' }, { issues: 'OPS-8', ...place });
          assert.equal(error?.code, 'JIRA_INPUT');
        }
        assert.deepEqual(demo.requests(), []);
      });

      it('the issues of a search are ranked as they come', async () => {
        const search = { type: 'jira-issue-search', jql: 'key in (OPS-8, OPS-9) ORDER BY key DESC' };
        const rank = { type: 'jira-issue-rank', before: 'OPS-3' };
        const { payload, error } = await (await flowOf(demo.site(deployment), search, rank)).send({ payload: '' });
        assert.equal(error, undefined, error?.message);
        assert.deepEqual(payload, { issues: ['OPS-9', 'OPS-8'] });
      });
    });
  }
});
