import assert from 'node:assert/strict';
import { demoCredentials } from '../../demo/index';
import { personId } from '../../demo/seed/people';
import { DEPLOYMENTS, demoJira } from '../support/demo';
import { flowOf, nodeRedInProcess } from '../support/nodes';

describe('people, where Jira keeps something back', () => {
  nodeRedInProcess();
  const demo = demoJira();
  const asked = () => demo.requests().map(({ path }) => path.replace(/^\/rest\/api\/\d/, ''));

  it("a hidden address is asked for at Cloud's e-mail endpoint, and its refusal is not asked for again", async () => {
    const dmitri = personId('cloud', 'dmitri');
    const flow = await flowOf(demo.site('cloud'), { type: 'jira-user-email' });
    const first = await flow.send({ payload: dmitri });
    assert.deepEqual(first.payload, { accountId: dmitri, email: null, source: 'hidden' });
    assert.deepEqual(asked(), ['/user', '/user/email']);
    demo.forget();
    const second = await flow.send({ payload: dmitri });
    assert.deepEqual(second.payload, first.payload);
    assert.deepEqual(asked(), ['/user']);
  });

  it('a Data Center 11, which takes no passwords, says so, and lets a Personal Access Token in', async () => {
    demo.jira.datacenter.settings.basicAuth = false;
    const { username, password } = demoCredentials.datacenter.ada;
    const withPassword = { siteUrl: demo.jira.dataCenterUrl, credentials: { username, password } };
    const refused = await (await flowOf(withPassword, { type: 'jira-issue-get' })).send({ payload: 'OPS-1' });
    assert.match(refused.error?.message ?? '', /Basic Authentication has been disabled/);
    const { payload } = await (await flowOf(demo.site('datacenter'), { type: 'jira-issue-get' })).send({
      payload: 'OPS-1',
    });
    assert.equal((payload as { key: string }).key, 'OPS-1');
  });

  it('a Data Center of an older patch level, which cannot list users, is searched for everybody', async () => {
    demo.jira.datacenter.settings.userList = false;
    const flow = await flowOf(demo.site('datacenter'), {
      type: 'jira-user-list',
      maxResults: '5',
      maxResultsType: 'num',
    });
    const { payload, error } = await flow.send({ payload: {} });
    assert.equal(error, undefined, error?.message);
    assert.equal((payload as unknown[]).length, 5);
    assert.deepEqual(asked().slice(-1), ['/user/search']);
  });

  it('of two whose names differ by case alone, the one spelled exactly so is meant', async () => {
    const called = (displayName: string) => ({ accountId: `557058:${displayName}`, displayName, active: true });
    const body = JSON.stringify([called('Kim Larsen'), called('kim larsen')]);
    demo.jira.fault({ deployment: 'cloud', path: /\/user\/search/, times: 1, response: { status: 200, body } });
    demo.jira.fault({ deployment: 'cloud', method: 'PUT', times: 1, response: { status: 204, body: '' } });
    const flow = await flowOf(demo.site('cloud'), { type: 'jira-issue-assign' });
    const { error } = await flow.send({ payload: { key: 'OPS-7', assignee: 'kim larsen' } });
    assert.equal(error, undefined, error?.message);
    assert.deepEqual(demo.requests().at(-1)?.requestBody, { accountId: '557058:kim larsen' });
  });

  for (const deployment of DEPLOYMENTS) {
    it(`an assignee that names nobody is no way to take the issue from whoever has it (${deployment})`, async () => {
      const flow = await flowOf(demo.site(deployment), { type: 'jira-issue-assign' });
      for (const assignee of [{}, { name: '', accountId: '', id: '' }, { displayName: 'Ben Okafor' }]) {
        const { error } = await flow.send({ payload: { key: 'OPS-7', assignee } });
        assert.equal(error?.code, 'JIRA_INPUT', JSON.stringify(assignee));
      }
      assert.deepEqual(asked(), []);
    });
  }
});
