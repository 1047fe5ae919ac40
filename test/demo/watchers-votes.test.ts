import assert from 'node:assert/strict';
import type { Deployment } from '../../demo/model';
import { type Ask, demoSites } from './support';

describe('demo Jira: watchers and votes', () => {
  const sites = demoSites();
  const ask = (deployment: Deployment, method: string, path: string, asked?: Ask) =>
    deployment === 'cloud' ? sites.cloud(method, path, asked) : sites.dataCenter(method, path, asked);
  const nameOf = (deployment: Deployment, name: string): string =>
    (deployment === 'cloud' ? sites.jira.cloud.findUserByName(name)?.id : name) ?? '';
  const json = { 'Content-Type': 'application/json' };

  for (const deployment of ['cloud', 'datacenter'] as const) {
    const path = '/issue/OPS-8/watchers';
    const parameter = deployment === 'cloud' ? 'accountId' : 'username';

    it(`lists, adds and removes watchers on ${deployment}`, async () => {
      const before = (await ask(deployment, 'GET', path)).json.watchCount;
      const raw = JSON.stringify(nameOf(deployment, 'ivo'));
      assert.equal((await ask(deployment, 'POST', path, { raw, headers: json })).status, 204);
      const added = (await ask(deployment, 'GET', path)).json;
      assert.equal(added.watchCount, before + 1);
      assert.ok(added.watchers.some((one: { displayName: string }) => one.displayName === 'Ivo Petrov'));
      const ivo = encodeURIComponent(nameOf(deployment, 'ivo'));
      assert.equal((await ask(deployment, 'DELETE', `${path}?${parameter}=${ivo}`)).status, 204);
      assert.equal((await ask(deployment, 'GET', path)).json.watchCount, before);
      assert.equal((await ask(deployment, 'DELETE', path)).status, 400);
    });

    it(`adds the caller where a body names nobody on ${deployment}`, async () => {
      assert.equal((await ask(deployment, 'POST', path, { as: 'cara' })).status, 204);
      const { isWatching, watchers } = (await ask(deployment, 'GET', path, { as: 'cara' })).json;
      assert.equal(isWatching, true);
      assert.equal(watchers.length, 1, 'without the permission to view watchers one sees oneself alone');
    });

    it(`lets nobody but administrators choose who watches on ${deployment}`, async () => {
      const raw = JSON.stringify(nameOf(deployment, 'ada'));
      const refused = await ask(deployment, 'POST', path, { as: 'ben', raw, headers: json });
      assert.equal(refused.status, deployment === 'cloud' ? 403 : 401);
      const unknown = await ask(deployment, 'POST', path, { raw: '"nobody"', headers: json });
      assert.equal(unknown.status, 404);
      assert.equal((await ask(deployment, 'POST', path, { raw: '7', headers: json })).status, 400);
    });

    it(`counts votes on ${deployment}, none of them the reporter's or for a resolved issue`, async () => {
      const { store } = { store: deployment === 'cloud' ? sites.jira.cloud : sites.jira.datacenter };
      const voting = '/issue/OPS-8/votes';
      store.findIssue('OPS-8')?.values.set('reporter', store.findUserByName('ben')?.id ?? '');
      assert.equal((await ask(deployment, 'DELETE', voting)).status, 404);
      assert.equal((await ask(deployment, 'POST', voting)).status, deployment === 'cloud' ? 204 : 200);
      const { votes, hasVoted, voters } = (await ask(deployment, 'GET', voting)).json;
      assert.deepEqual([votes, hasVoted, voters.length], [1, true, 1]);
      assert.equal((await ask(deployment, 'GET', '/issue/OPS-8?fields=votes')).json.fields.votes.votes, 1);
      assert.equal((await ask(deployment, 'POST', voting, { as: 'ben' })).status, 404);
      assert.equal((await ask(deployment, 'DELETE', voting)).status, 204);
      const issue = store.findIssue('OPS-8');
      if (issue) issue.resolved = store.now();
      assert.equal((await ask(deployment, 'POST', voting)).status, 404);
    });
  }
});
