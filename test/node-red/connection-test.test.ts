import assert from 'node:assert/strict';
import { demoApps, demoCredentials, demoScopedTokens } from '../../demo/index';
import { oauthSite, signIn } from '../support/consent';
import { demoJira } from '../support/demo';
import { httpFlow } from '../support/http-flow';
import { type FlowNode, type RealNodeRed, startNodeRed } from '../support/node-red';
import { NODE_REDS_OF_THIS_RUN } from '../support/node-red-versions';
import { TestProxy } from '../support/proxy';
import { certificate, NOWHERE, ScriptedServer, send } from '../support/server';

interface Diagnosis {
  readonly ok: boolean;
  readonly deployment?: string;
  readonly version?: string;
  readonly user?: { readonly displayName: string };
  readonly gateway?: boolean;
  readonly scopes?: readonly string[];
  readonly problem?: { readonly code: string; readonly message: string; readonly hint: string };
}

for (const version of NODE_REDS_OF_THIS_RUN) {
  describe(`the test of a connection in a real Node-RED ${version}`, function () {
    this.timeout(120_000);
    const demo = demoJira();
    let nodeRed: RealNodeRed;
    let echoing: ScriptedServer;

    const { cloud, datacenter } = demoCredentials;
    const cloudSite = (properties: object = {}): FlowNode => ({
      id: 'site',
      type: 'jira-site',
      siteUrl: demo.jira.cloudUrl,
      gatewayUrl: demo.jira.gatewayUrl,
      authType: 'basic',
      credentials: cloud.ada,
      ...properties,
    });
    const dataCenterSite = (properties: object = {}) =>
      cloudSite({
        siteUrl: demo.jira.dataCenterUrl,
        authType: 'pat',
        credentials: { token: datacenter.ada.token },
        ...properties,
      });
    const test = async (site?: object): Promise<Diagnosis> => {
      const { status, body } = await nodeRed.request('POST', '/jira/sites/site/test', { site });
      assert.equal(status, 200, JSON.stringify(body));
      for (const { password } of [...Object.values(cloud), ...Object.values(demoScopedTokens)]) {
        assert.ok(!JSON.stringify(body).includes(password), 'a secret went to the browser');
      }
      return body as Diagnosis;
    };
    const problem = async (site: object): Promise<string> => {
      const { ok, problem: found } = await test(site);
      assert.equal(ok, false);
      return `${found?.code}: ${found?.message} ${found?.hint}`;
    };

    before(async () => {
      echoing = await ScriptedServer.start({
        otherwise: ({ headers }, response) =>
          send(response, { status: 404, body: { errorMessages: [`Nothing at http://${headers.host}/hidden.`] } }),
      });
      const env = {
        JIRA_URL: demo.jira.cloudUrl,
        AUTH_URL: demo.jira.authUrl,
        JIRA_KIND: 'cloud',
        UNREACHABLE: `${NOWHERE}/hidden`,
        UNKNOWN_HOST: 'http://HIDDEN.invalid:8099/',
        SECRET: 'h1dd3n value',
        WITH_QUERY: 'https://hidden.invalid/?token=h1dd3n',
        ECHOING: `${echoing.url}/hidden`,
      };
      nodeRed = await startNodeRed({ version, env });
    });
    beforeEach(() => nodeRed.deploy([]));
    after(() => Promise.all([nodeRed?.stop(), echoing?.stop()]));

    it('tells of unsaved values what they lead to, on both kinds of Jira', async () => {
      const found = await test(cloudSite());
      assert.deepEqual(
        [found.ok, found.deployment, found.user?.displayName, found.gateway],
        [true, 'cloud', 'Ada Lindqvist', false],
      );
      const other = await test(dataCenterSite());
      assert.deepEqual([other.ok, other.deployment, other.version], [true, 'datacenter', '10.3.24']);
    });

    it('finds that a token with scopes needs the gateway, and the nodes then use it', async () => {
      const site = cloudSite({ credentials: demoScopedTokens.ada });
      const found = await test(site);
      assert.deepEqual([found.ok, found.gateway, found.user?.displayName], [true, true, 'Ada Lindqvist']);
      const get = { id: 'get', type: 'jira-issue-get', site: 'site', issueIdOrKey: 'OPS-7' };
      await nodeRed.deploy([site, ...httpFlow({ path: '/get', nodes: [get] })]);
      demo.forget();
      for (const _ of [1, 2]) assert.equal((await nodeRed.request('POST', '/get', { payload: {} })).status, 200);
      const asked = demo.exchanges.map(({ entryPoint, path }) => `${entryPoint} ${path}`);
      assert.deepEqual(asked, [
        'site /rest/api/2/serverInfo',
        'site /rest/api/3/myself',
        'site /_edge/tenant_info',
        'gateway /rest/api/3/myself',
        'gateway /rest/api/3/issue/OPS-7',
        'gateway /rest/api/3/issue/OPS-7',
      ]);
    });

    it('names what is wrong with the credentials', async () => {
      const scoped = { credentials: demoScopedTokens.ada };
      assert.match(await problem(cloudSite({ ...scoped, gateway: 'never' })), /^JIRA_AUTH: .*scopes.*"API gateway"/);
      const cara = { credentials: demoScopedTokens.cara };
      assert.match(await problem(cloudSite(cara)), /^JIRA_SCOPE: .*read:jira-user/);
      const expired = { credentials: { ...cloud.ada, password: 'old' } };
      assert.match(await problem(cloudSite(expired)), /^JIRA_AUTH: .*expired.*replaced/);
      const patOnCloud = { authType: 'pat', credentials: { token: datacenter.ada.token } };
      assert.match(await problem(cloudSite(patOnCloud)), /^JIRA_AUTH: .*belongs to Jira Data Center/);
      const apiTokenAsPat = { credentials: { token: cloud.ada.password } };
      assert.match(await problem(dataCenterSite(apiTokenAsPat)), /^JIRA_AUTH: .*API token of Jira Cloud/);
      const patAsPassword = { authType: 'basic', credentials: { username: 'ada', password: datacenter.ada.token } };
      assert.match(await problem(dataCenterSite(patAsPassword)), /^JIRA_AUTH: .*is no password/);
    });

    it('tells of passwords switched off, and of a CAPTCHA', async () => {
      const basic = dataCenterSite({ authType: 'basic', credentials: datacenter.ben });
      demo.jira.datacenter.settings.captcha.add('ben');
      assert.match(await problem(basic), /^JIRA_AUTH: .*CAPTCHA/);
      demo.jira.datacenter.settings.basicAuth = false;
      assert.match(await problem(basic), /^JIRA_AUTH: .*switched off.*Personal Access Token/);
    });

    it('tells of an unknown address, a certificate, and a wrong clock', async () => {
      assert.match(await problem(cloudSite({ siteUrl: NOWHERE })), /^JIRA_NETWORK: .*ECONNREFUSED/);
      const tls = { cert: certificate('server.pem'), key: certificate('server.key') };
      const secure = await ScriptedServer.start({ tls });
      assert.match(await problem(cloudSite({ siteUrl: secure.url })), /^JIRA_NETWORK: The certificate/);
      await secure.stop();
      const serverTime = new Date(Date.now() - 600_000).toISOString();
      demo.jira.fault({ path: /serverInfo/, response: { status: 200, body: { version: '10.3.24', serverTime } } });
      assert.match(await problem(dataCenterSite()), /10 min ahead/);
    });

    it("tells a proxy that refuses, or is not there, from a site that can't be reached", async () => {
      const proxy = await TestProxy.start();
      proxy.status = 407;
      try {
        for (const [url, reason] of [
          [proxy.url, /^JIRA_NETWORK: The proxy .*407.*user name and password/],
          [NOWHERE, /^JIRA_NETWORK: The proxy .*ECONNREFUSED/],
        ] as const) {
          await nodeRed.deploy([{ id: 'proxy', type: 'http proxy', url, noproxy: [] }]);
          assert.match(await problem(cloudSite({ proxy: 'proxy' })), reason);
          assert.match(await problem(dataCenterSite({ proxy: 'proxy' })), reason);
        }
      } finally {
        await proxy.stop();
      }
    });

    it('tells a certificate of an unknown authority from one for another host', async () => {
      const tls = { cert: certificate('server.pem'), key: certificate('server.key') };
      const secure = await ScriptedServer.start({ tls });
      secure.on('GET /rest/api/2/serverInfo', { status: 404 });
      const files = { cert: '', key: '', ca: '' };
      const credentials = { cadata: String(certificate('ca.pem')) };
      const config = { type: 'tls-config', ...files, credentials, verifyservercert: true };
      try {
        await nodeRed.deploy([
          { id: 'trusting', ...config },
          { id: 'elsewhere', ...config, servername: 'jira.example.com' },
        ]);
        const site = dataCenterSite({ siteUrl: secure.url });
        assert.match(await problem(site), /signed by nobody whom this machine trusts.*tls-config/);
        assert.match(await problem({ ...site, tls: 'elsewhere' }), /made for another host name/);
        // The connection stands; but no Jira is there.
        assert.match(await problem({ ...site, tls: 'trusting' }), /^JIRA_CONFIG/);
      } finally {
        await secure.stop();
      }
    });

    it('tells a clock that is behind from one that is ahead, on both kinds of Jira', async () => {
      for (const [site, deploymentType] of [
        [cloudSite(), 'Cloud'],
        [dataCenterSite(), 'Server'],
      ] as const) {
        for (const [ms, word] of [
          [600_000, /10 min behind/],
          [-600_000, /10 min ahead/],
        ] as const) {
          const serverTime = new Date(Date.now() + ms).toISOString();
          const body = { version: '10.3.24', deploymentType, serverTime };
          demo.jira.fault({ path: /serverInfo/, response: { status: 200, body } });
          assert.match(await problem(site), word);
        }
      }
    });

    it('says the same as a failed message does', async () => {
      const { ada, ben } = datacenter;
      demo.jira.datacenter.settings.captcha.add('ben');
      demo.jira.cloud.settings.captcha.add(cloud.ben.username);
      const passwordsOff = () => {
        demo.jira.datacenter.settings.basicAuth = false;
      };
      for (const [site, reason, prepare] of [
        [cloudSite({ credentials: cloud.ben }), /CAPTCHA.*Log in to Jira once in a browser/],
        [dataCenterSite({ authType: 'basic', credentials: ben }), /CAPTCHA.*Log in to Jira once in a browser/],
        [
          dataCenterSite({ authType: 'basic', credentials: ada }),
          /passwords switched off.*Personal Access Token/,
          passwordsOff,
        ],
        [cloudSite({ authType: 'pat', credentials: { token: ada.token } }), /belongs to Jira Data Center/],
        [cloudSite({ credentials: demoScopedTokens.cara }), /lacks a scope that this call needs \(read:jira-user\)/],
      ] as const) {
        prepare?.();
        await nodeRed.deploy([]);
        assert.match(await problem(site), reason);
        const list = { id: 'list', type: 'jira-user-list', site: 'site' };
        await nodeRed.deploy([site, ...httpFlow({ path: '/list', nodes: [list] })]);
        const { body } = await nodeRed.request('POST', '/list', { payload: {} });
        assert.match((body as { error: { message: string } }).error.message, reason);
      }
    });

    it('names the scope that a sign-in lacks', async () => {
      await nodeRed.deploy([oauthSite(demo.jira, 'cloud', { scopes: 'read:jira-user offline_access' })]);
      await signIn(nodeRed);
      const found = await test();
      assert.deepEqual([found.user?.displayName, found.problem?.code], ['Ada Lindqvist', 'JIRA_SCOPE']);
      assert.match(found.problem?.message ?? '', /read:jira-work/);
    });

    it('uses a stored secret with what it was deployed for, and sends it nowhere else', async () => {
      await nodeRed.deploy([cloudSite()]);
      const { credentials: _, ...site } = cloudSite();
      const untouched = { ...site, credentials: { username: cloud.ada.username } };
      assert.equal((await test(untouched)).ok, true);
      assert.equal((await test()).ok, true, 'as it is deployed');
      const thief = await ScriptedServer.start();
      try {
        for (const elsewhere of [
          { siteUrl: thief.url },
          { gatewayUrl: thief.url },
          { authUrl: thief.url },
          { proxy: 'x' },
          { tls: 'x' },
        ]) {
          assert.match(await problem({ ...untouched, ...elsewhere }), /^JIRA_CONFIG: The stored secret \(Password\)/);
        }
        const named = { username: 'ada@example.com', password: `\${HOME}` };
        assert.match(
          await problem({ ...site, siteUrl: thief.url, credentials: named }),
          /^JIRA_CONFIG: The stored secret/,
        );
        assert.deepEqual(thief.arrived, []);
      } finally {
        await thief.stop();
      }
    });

    describe('where unsaved values name environment variables', () => {
      const HIDDEN = /hidden|h1dd3n/i;
      const all = async (site: object): Promise<string> => {
        const found = await Promise.all(
          ['test', 'lookup/project', 'oauth/start'].map(async (endpoint) => {
            const sent = { editorUrl: 'http://localhost:1880/', query: '', site };
            return JSON.stringify((await nodeRed.request('POST', `/jira/sites/site/${endpoint}`, sent)).body);
          }),
        );
        const said = found.join('\n');
        assert.doesNotMatch(said, HIDDEN);
        return said;
      };

      it('uses them, and says nothing of what they hold', async () => {
        assert.equal((await test(cloudSite({ siteUrl: `\${JIRA_URL}`, deployment: `\${JIRA_KIND}` }))).ok, true);
      });

      it('names them where it would quote what they hold, whichever property they are in', async () => {
        for (const [properties, named] of [
          [{ siteUrl: `\${UNREACHABLE}` }, /\$\{UNREACHABLE\} can't be reached/],
          [{ siteUrl: `$(UNKNOWN_HOST)` }, /\$\{UNKNOWN_HOST\} can't be found/],
          [{ siteUrl: `\${SECRET}` }, /\$\{SECRET\}.{1,3} is not the address/],
          [{ siteUrl: `\${WITH_QUERY}` }, /\$\{WITH_QUERY\}.{1,3} is not the address/],
          [{ deployment: `\${SECRET}` }, /can't be .{1,3}\$\{SECRET\}/],
          [{ gateway: `\${SECRET}` }, /can't be .{1,3}\$\{SECRET\}/],
          [{ authType: `\${SECRET}` }, /Sign in with.{1,3} can't be .{1,3}\$\{SECRET\}/],
          [
            {
              authType: 'clientCredentials',
              credentials: demoApps.service,
              deployment: 'cloud',
              authUrl: `\${UNREACHABLE}`,
            },
            /\$\{UNREACHABLE\}\/oauth\/token can't be reached/,
          ],
          [{ siteUrl: `\${ECHOING}` }, /\$\{ECHOING\}/],
        ] as const) {
          assert.match(await all(cloudSite({ deployment: 'auto', ...properties })), named);
        }
        assert.doesNotMatch(nodeRed.log().join('\n'), HIDDEN);
      });

      it('names one that is not set', async () => {
        const unset = /^JIRA_CONFIG: The environment variable NOT_SET is not set/;
        assert.match(await problem(cloudSite({ siteUrl: `\${NOT_SET}` })), unset);
        assert.match(await problem(cloudSite({ gatewayUrl: `\${NOT_SET}` })), unset);
        const credentials = { username: 'ada', password: `\${NOT_SET}` };
        assert.match(await problem(cloudSite({ credentials })), unset);
      });

      it('signs in with them only as they are deployed: the address of the consent page would quote them', async () => {
        const named = { siteUrl: `\${JIRA_URL}`, authUrl: `\${AUTH_URL}` };
        const site = oauthSite(demo.jira, 'cloud', named);
        assert.match(await all(site), /JIRA_URL is used for a sign-in only as it is deployed/);
        await nodeRed.deploy([site]);
        const status = async (unsaved: object) => {
          const sent = { editorUrl: 'http://localhost:1880/', site: unsaved };
          return (await nodeRed.request('POST', '/jira/sites/site/oauth/start', sent)).status;
        };
        const { credentials, ...rest } = site;
        assert.equal(await status({ ...rest, credentials: demoApps.cloud }), 200);
        assert.equal(await status({ ...rest, credentials: { ...demoApps.cloud, clientId: `\${SECRET}` } }), 400);
        assert.equal(await status({ ...rest, scopes: `\${SECRET}`, credentials: demoApps.cloud }), 400);
      });
    });

    it('tells which scopes a sign-in has', async () => {
      await nodeRed.deploy([oauthSite(demo.jira, 'cloud')]);
      assert.match((await test()).problem?.message ?? '', /Nobody has signed in/);
      await signIn(nodeRed);
      const found = await test();
      assert.deepEqual([found.ok, found.gateway, found.scopes?.length], [true, true, 4]);
    });
  });
}
