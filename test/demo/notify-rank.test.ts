import assert from 'node:assert/strict';
import { type Ask, demoSites } from './support';

describe('demo Jira: mail, watching and rank', () => {
  const sites = demoSites();

  for (const deployment of ['cloud', 'datacenter'] as const) {
    const ask = (method: string, where: string, asked?: Ask) =>
      deployment === 'cloud' ? sites.cloud(method, where, asked) : sites.dataCenter(method, where, asked);
    const notify = (to: object, as: Ask['as'] = 'ada') =>
      ask('POST', '/issue/OPS-8/notify', { as, body: { subject: 'News', textBody: 'All is well.', to } });
    const rank = (body: object, as: Ask['as'] = 'ada') => ask('PUT', '//rest/agile/1.0/issue/rank', { as, body });
    const order = () => {
      const site = sites.jira[deployment];
      return site.ranking().flatMap((id) => {
        const issue = site.issues.get(id);
        return issue ? [site.key(issue)] : [];
      });
    };

    it(`mail goes to people, roles and groups on ${deployment}, and never to whoever sends it alone`, async () => {
      const site = sites.jira[deployment];
      const ben = deployment === 'cloud' ? { accountId: site.findUserByName('ben')?.id } : { name: 'ben' };
      assert.equal((await notify({ users: [ben] })).status, 204);
      assert.deepEqual(site.mails.at(-1)?.to, ['ben@example.com']);
      const [group] = site.findUserByName('ben')?.groups ?? [];
      assert.equal((await notify({ groups: [{ name: group }] })).status, 204);
      assert.equal((await notify({ groups: [{ name: 'nobody' }] })).status, 400);
      assert.equal((await notify({})).status, 400);
      site.findIssue('OPS-8')?.values.delete('assignee');
      assert.equal((await notify({ assignee: true })).status, 400);
      site.findIssue('OPS-8')?.values.set('reporter', site.findUserByName('ada')?.id ?? '');
      assert.equal((await notify({ reporter: true })).status, 400);
      assert.equal((await notify({ reporter: true }, 'ben')).status, 204);
      site.settings.outgoingMail = false;
      assert.equal((await notify({ users: [ben] })).status, 403);
    });

    it(`nobody watches on ${deployment} where that is switched off`, async () => {
      sites.jira[deployment].settings.watching = false;
      for (const method of ['GET', 'POST']) assert.equal((await ask(method, '/issue/OPS-8/watchers')).status, 404);
    });

    it(`issues come to stand in the order of the request on ${deployment}`, async () => {
      assert.equal((await rank({ issues: ['OPS-9', 'OPS-7'], rankBeforeIssue: 'OPS-3' })).status, 204);
      const at = order().indexOf('OPS-3');
      assert.deepEqual(order().slice(at - 2, at + 1), ['OPS-9', 'OPS-7', 'OPS-3']);
      assert.equal((await rank({ issues: ['OPS-5'], rankAfterIssue: 'OPS-9' })).status, 204);
      const now = order().indexOf('OPS-3');
      assert.deepEqual(order().slice(now - 3, now + 1), ['OPS-9', 'OPS-5', 'OPS-7', 'OPS-3']);
    });

    it(`more than fifty, no place, two places, an absent issue and one without the right are refused on ${deployment}`, async () => {
      const many = Array.from({ length: 51 }, (_, index) => `OPS-${index + 1}`);
      assert.equal((await rank({ issues: many, rankBeforeIssue: 'OPS-90' })).status, 400);
      assert.equal((await rank({ issues: ['OPS-1'] })).status, 400);
      const two = { rankBeforeIssue: 'OPS-2', rankAfterIssue: 'OPS-3' };
      assert.equal((await rank({ issues: ['OPS-1'], ...two })).status, 400);
      assert.equal((await rank({ issues: ['OPS-99999'], rankBeforeIssue: 'OPS-1' })).status, 400);
      assert.equal((await rank({ issues: ['OPS-1'], rankBeforeIssue: 'OPS-2' }, 'cara')).status, 403);
    });
  }
});
