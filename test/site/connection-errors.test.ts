import assert from 'node:assert/strict';
import helper from 'node-red-node-test-helper';
import { demoCredentials, demoScopedTokens } from '../../demo/index';
import { demoJira } from '../support/demo';
import { withoutProxies } from '../support/environment';
import { flowOf, nodeRedInProcess, type SiteSetup } from '../support/nodes';
import { NOWHERE } from '../support/server';

const PROJECTS = { type: 'jira-project-list' };

/** What is wrong with a site, wherever somebody meets it: by its test, in what a form suggests, and in a message. */
describe('what is wrong with a site', () => {
  withoutProxies();
  nodeRedInProcess();
  const demo = demoJira();
  const { ada } = demoCredentials.cloud;
  const cloud = (properties: object = {}, credentials: object = ada): SiteSetup => ({
    siteUrl: demo.jira.cloudUrl,
    properties: { gatewayUrl: demo.jira.gatewayUrl, maxRetries: '0', ...properties },
    credentials: { ...credentials },
  });

  const tested = async (site: object | undefined) => {
    const { body } = await helper.request().post('/jira/sites/site/test').send({ site }).expect(200);
    const { code, message, hint } = body.problem ?? {};
    return `${code}: ${message} ${hint}`;
  };
  const lookedUp = async (site: object | undefined) => {
    const { body } = await helper.request().post('/jira/sites/site/lookup/project').send({ query: '', site });
    return body;
  };
  const failed = async (site: SiteSetup) => {
    const { error } = await (await flowOf(site, PROJECTS)).send({ payload: {} });
    return `${error?.code}: ${error?.message}`;
  };
  /** As a dialog has it. */
  const dialog = ({ siteUrl, properties, credentials }: SiteSetup) => ({ siteUrl, ...properties, credentials });

  describe('where the site refuses an API token and the gateway', () => {
    const wrong = { ...ada, password: 'expired' };

    it('is not found: the refusal comes first, and the gateway is named, not the site', async () => {
      const site = cloud({ gatewayUrl: 'http://gateway.invalid' }, wrong);
      const said = /^JIRA_AUTH: Jira refused the credentials.*gateway \(http:\/\/gateway\.invalid\).*\(E\w+\).*expired/;
      assert.match(await failed(site), said);
      assert.match(await tested(undefined), said);
      const { code, reason, values } = await lookedUp(undefined);
      assert.deepEqual([code, reason, values.gateway], ['JIRA_AUTH', 'auth.gatewayFailed', 'http://gateway.invalid']);
    });

    it('is down: the refusal comes first', async () => {
      await flowOf(cloud({}, wrong));
      demo.jira.fault({ path: /^\/rest\/api\/3\/myself/, skip: 1, times: 9, response: { status: 503 } });
      assert.match(await tested(undefined), /^JIRA_AUTH: Jira refused the credentials.*could not be asked \(503\)/);
    });

    it('can not be found out, as the address is none of Atlassian: the refusal comes first', async () => {
      await flowOf(cloud({}, wrong));
      demo.jira.fault({ path: /tenant_info/, response: { status: 404, body: '<html></html>' } });
      assert.match(await tested(undefined), /^JIRA_AUTH: Jira refused the credentials.*which site.*\.atlassian\.net/);
    });

    it('refuses it as well: nothing but the refusal is told', async () => {
      await flowOf(cloud({}, wrong));
      assert.match(await tested(undefined), /^JIRA_AUTH: Jira refused the credentials of the site\. (?!.*gateway)/);
    });
  });

  it('names the gateway, not the site, where all calls go through it and it is not there', async () => {
    await flowOf(cloud({ gateway: 'always', gatewayUrl: NOWHERE }, demoScopedTokens.ada));
    assert.match(await tested(undefined), new RegExp(`^JIRA_NETWORK: ${NOWHERE} can't be reached`));
  });

  it('says so where the address begins with https: and the server speaks plain http', async () => {
    const siteUrl = demo.jira.cloudUrl.replace('http:', 'https:');
    const site = { ...cloud(), siteUrl };
    const said = /^JIRA_NETWORK: https:\S+ does not speak https.*port.*begin the address with http:/;
    assert.match(await failed(site), said);
    assert.match(await tested(undefined), said);
  });

  describe('where an environment variable is not set', () => {
    const said = /^JIRA_CONFIG: The environment variable NOT_SET is not set\. .*where Node-RED is started/;
    for (const [what, site] of [
      ['the address', () => ({ ...cloud(), siteUrl: `\${NOT_SET}` })],
      ['the user', () => cloud({}, { ...ada, username: '$(NOT_SET)' })],
      ['the token', () => cloud({}, { ...ada, password: `\${NOT_SET}` })],
      ['a number', () => cloud({ timeout: `\${NOT_SET}` })],
      ['a choice', () => cloud({ deployment: `\${NOT_SET}` })],
      ['the dry run', () => cloud({ dryRun: `\${NOT_SET}` })],
      ['the proxy', () => cloud({ proxy: `\${NOT_SET}` })],
      ['a server', () => cloud({ gatewayUrl: `\${NOT_SET}` })],
      ['the method', () => cloud({ authType: `\${NOT_SET}` })],
    ] as const) {
      it(`it is named, deployed or not: ${what}`, async () => {
        const deployed = await failed(site());
        assert.match(deployed, said);
        assert.match(await tested(undefined), said);
        const { code, reason, values } = await lookedUp(undefined);
        assert.deepEqual([code, reason, values.variable], ['JIRA_CONFIG', 'config.variableUnset', 'NOT_SET']);
        assert.equal(demo.exchanges.length, 0, 'its name goes nowhere');
        // A dialog leaves its limits and its dry run aside.
        if (/number|dry/.test(what)) return;
        assert.match(await tested(dialog(site())), said);
        assert.equal((await lookedUp(dialog(site()))).reason, 'config.variableUnset');
      });
    }

    it('nothing is said of one that is not needed', async () => {
      const { payload } = await (await flowOf(cloud({}, { ...ada, token: `\${NOT_SET}` }), PROJECTS)).send({
        payload: {},
      });
      assert.ok(Array.isArray(payload));
    });
  });
});
