import assert from 'node:assert/strict';
import helper from 'node-red-node-test-helper';
import { isRecord } from '../../nodes/client/json';
import { flowOf, nodeRedInProcess } from '../support/nodes';

const SITE = { siteUrl: 'http://127.0.0.1:9', credentials: { username: 'ada', password: 'token' } };
const fails = () => {
  throw new TypeError('broken with Bearer secret-token');
};

describe('a fault of ours behind an endpoint of the site', () => {
  nodeRedInProcess();

  it('is a problem as JSON, with its stack in the log and no secret in either', async () => {
    const flow = await flowOf(SITE);
    Object.assign(flow.node('site'), { connection: fails });
    const { status, body, text } = await helper.request().get('/jira/sites/site/budget');
    assert.equal(status, 500);
    assert.ok(isRecord(body) && isRecord(body.problem), text);
    assert.equal(body.problem.code, 'JIRA_INTERNAL');
    assert.doesNotMatch(text, /secret-token|\.ts:\d/);
    const logged = JSON.stringify(helper.log().args);
    assert.match(logged, /TypeError: broken with Bearer …/);
    assert.doesNotMatch(logged, /secret-token/);
  });

  for (const [endpoint, path] of [
    ['the test', '/jira/sites/site/test'],
    ['a look-up', '/jira/sites/site/lookup/project'],
    ['a sign-in', '/jira/sites/site/oauth/start'],
  ] as const) {
    it(`leaves no request open: ${endpoint}`, async () => {
      const flow = await flowOf(SITE);
      Object.assign(flow.node('site'), { connection: fails, values: fails });
      const { status, body } = await helper.request().post(path).send({ site: {} });
      assert.ok(status >= 400 || isRecord(body.problem), JSON.stringify(body));
    });
  }

  it('leaves no request open: who is signed in', async () => {
    const flow = await flowOf(SITE);
    Object.assign(flow.node('site'), { values: fails });
    const { status } = await helper.request().get('/jira/sites/site/oauth');
    assert.ok(status === 200 || status === 500);
  });
});
