import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { demoApps, demoCredentials, type Exchange } from '../../demo/index';
import { LevelStore, type StoreObserver } from '../../nodes/store/level-store';
import type { Store, StoreKey } from '../../nodes/store/store';
import { comeBack, consent, oauthSite, signIn, signInStatus, startSignIn } from '../support/consent';
import { demoJira } from '../support/demo';
import { httpFlow } from '../support/http-flow';
import { type FlowNode, type Flows, type NodeRedResponse, type RealNodeRed, startNodeRed } from '../support/node-red';
import { NODE_REDS_OF_THIS_RUN } from '../support/node-red-versions';
import { type Arrived, ScriptedServer, send } from '../support/server';

const TEN_MINUTES_MS = 600_000;
const TWO_HOURS_MS = 7_200_000;

/** Whatever Node-RED can be made to log, in which a secret could be found. */
const TALKATIVE = { logging: { console: { level: 'trace', metrics: true, audit: true } } };

/** Of "password", as in Node-RED's own example. */
const PASSWORD_HASH = '$2y$08$zZWtXTja0fB1pzD4sHCMyOCMYz2Z6dNbM6tl8sJogENOMcxWV9DN.';

/** The site's endpoints for whoever may read. */
const READING = ['GET /jira/sites/site/oauth', 'GET /jira/sites/site/budget'];
/** And those that use the site's credentials, or change them. */
const CHANGING = [
  'POST /jira/sites/site/test',
  'POST /jira/sites/site/lookup/project',
  'POST /jira/sites/site/oauth/start',
];

/** Of the site that the flows have. */
const SIGN_IN: StoreKey = ['sign-ins', 'site', 'text'];
const NOBODY: StoreObserver = { opened: () => undefined, failed: () => undefined, repaired: () => undefined };

/** A site, and flows that read an issue and people with it, and comment. */
function flows(site: FlowNode): Flows {
  return [
    site,
    ...httpFlow({ path: '/get', nodes: [{ id: 'get', type: 'jira-issue-get', site: 'site', issueIdOrKey: 'OPS-7' }] }),
    ...httpFlow({
      path: '/say',
      nodes: [{ id: 'say', type: 'jira-comment-add', site: 'site', issueIdOrKey: 'OPS-7' }],
    }),
    ...httpFlow({ path: '/me', nodes: [{ id: 'me', type: 'jira-user-list', site: 'site' }] }),
  ];
}

const get = (nodeRed: RealNodeRed): Promise<NodeRedResponse> => nodeRed.request('POST', '/get', { payload: {} });
const codeOf = ({ body }: NodeRedResponse): string => (body as { error?: { code?: string } }).error?.code ?? '';

/** Deploys without waiting for the first to end before the second; resolves when the flows of the second run. */
async function deployTwice(nodeRed: RealNodeRed, made: (name: string) => Flows): Promise<void> {
  const started = () => nodeRed.logLinesNaming('Started flows').length;
  const before = started();
  await Promise.all(['first', 'second'].map((name) => nodeRed.deploy(made(name))));
  while (started() < before + 2) await new Promise((resolve) => setTimeout(resolve, 10));
}

async function assertWorks(nodeRed: RealNodeRed): Promise<void> {
  const answer = await get(nodeRed);
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
}

/** Every token that the demo has given out. */
function tokensIn(exchanges: readonly Exchange[]): string[] {
  return exchanges
    .filter(({ path: place, status }) => /\/token$/.test(place) && status === 200)
    .flatMap(({ responseBody }) => {
      const { access_token, refresh_token } = responseBody as { access_token: string; refresh_token?: string };
      return refresh_token === undefined ? [access_token] : [access_token, refresh_token];
    });
}

/** All that Node-RED has written to its user directory. */
function filesOf({ userDirectory }: RealNodeRed): string {
  return filesBelow(userDirectory)
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
}

/** Node.js itself follows the link to the package, or doesn't, as its version has it. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(place);
    return entry.isFile() ? [place] : [];
  });
}

function assertNoSecret(nodeRed: RealNodeRed, secrets: readonly string[]): void {
  assert.ok(secrets.length >= 3);
  const everything = filesOf(nodeRed) + nodeRed.log().join('\n');
  for (const secret of secrets) assert.ok(!everything.includes(secret), `found ${secret.slice(0, 12)}…`);
}

for (const version of NODE_REDS_OF_THIS_RUN) {
  describe(`signing in with OAuth 2.0 in a real Node-RED ${version}`, function () {
    this.timeout(120_000);
    const demo = demoJira();
    let nodeRed: RealNodeRed;
    const cloudSite = (properties?: object) => oauthSite(demo.jira, 'cloud', properties);
    const refreshes = () => demo.jira.grants.cloud.given.refresh_token;
    /** Node-RED is killed for it, as it lets nobody else into its store, and started again once `use` is done. */
    const storedSignIn = async (use?: (store: Store, text: string) => Promise<void>) => {
      await nodeRed.kill();
      const store = new LevelStore(path.join(nodeRed.userDirectory, 'jira-flows', 'store'), NOBODY);
      const text = await store.get(SIGN_IN);
      if (text !== undefined) await use?.(store, text);
      await store.close();
      nodeRed = await startNodeRed({ version, settings: TALKATIVE, userDirectory: nodeRed.userDirectory });
      return text;
    };
    const deploySignedIn = async (site = cloudSite()) => {
      await nodeRed.deploy(flows(site));
      assert.equal(await signIn(nodeRed), 200);
    };

    before(async () => {
      nodeRed = await startNodeRed({ version, settings: TALKATIVE });
    });
    beforeEach(() => nodeRed.deploy([]));
    after(() => nodeRed?.stop());

    it('works before the first deploy, which takes it over', async () => {
      const site = cloudSite();
      assert.deepEqual(await signInStatus(nodeRed), { signedIn: false });
      assert.equal(await signIn(nodeRed, {}, site), 200);
      const held = await signInStatus(nodeRed);
      assert.deepEqual(
        [held.signedIn, held.held, held.user, held.site],
        [true, true, 'Ada Lindqvist', demo.jira.cloudUrl],
      );
      await nodeRed.deploy(flows(site));
      await assertWorks(nodeRed);
      const { attempt, expiresAt = '', ...status } = await signInStatus(nodeRed);
      assert.deepEqual(status, {
        signedIn: true,
        site: demo.jira.cloudUrl,
        user: 'Ada Lindqvist',
        scopes: ['read:jira-work', 'write:jira-work', 'read:jira-user', 'offline_access'],
      });
      assert.equal(attempt?.outcome, 'done');
      assert.ok(Date.parse(expiresAt) > Date.now() + 89 * 24 * 3_600_000);
    });

    it('tells a message that nobody has signed in yet, instead of asking Jira', async () => {
      await nodeRed.deploy(flows(cloudSite()));
      assert.equal(codeOf(await get(nodeRed)), 'JIRA_AUTH');
    });

    for (const [how, end] of [
      ['expired', () => nodeRed.advanceClock(TWO_HOURS_MS)],
      ['ended before its time', async () => demo.jira.grants.cloud.revokeAll({ refreshTokens: false })],
    ] as const) {
      it(`refreshes once for fifty messages at a time that find the token ${how}`, async () => {
        await deploySignedIn();
        await assertWorks(nodeRed);
        await end();
        const answers = await Promise.all(Array.from({ length: 50 }, () => get(nodeRed)));
        assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
        assert.equal(refreshes(), 1);
      });
    }

    it('survives a power cut right after a rotation, without a deploy in between', async () => {
      await deploySignedIn();
      demo.jira.grants.cloud.revokeAll({ refreshTokens: false });
      await assertWorks(nodeRed);
      await nodeRed.kill();
      nodeRed = await startNodeRed({ version, settings: TALKATIVE, userDirectory: nodeRed.userDirectory });
      await assertWorks(nodeRed);
      assert.equal(refreshes(), 1, 'the rotated access token itself has survived');
      demo.jira.grants.cloud.revokeAll({ refreshTokens: false });
      await assertWorks(nodeRed);
      assert.equal(refreshes(), 2, 'and the rotated refresh token');
      assertNoSecret(nodeRed, [...tokensIn(demo.exchanges), demoApps.cloud.clientSecret]);
    });

    it('survives two redeploys in the middle of a refresh', async () => {
      const slow = await SlowTokens.before(demo.jira.authUrl);
      try {
        const site = cloudSite({ authUrl: slow.url });
        await nodeRed.deploy(flows(site));
        const { search } = await startSignIn(nodeRed);
        assert.equal(await comeBack(nodeRed, await consent(new URL(`${demo.jira.authUrl}/authorize${search}`))), 200);
        for (const round of [1, 2]) {
          demo.jira.grants.cloud.revokeAll({ refreshTokens: false });
          const arrived = slow.hold();
          // Its answer has nowhere to go once the flow that asked is gone.
          get(nodeRed).catch(() => undefined);
          await arrived;
          const deployed = deployTwice(nodeRed, (name) => flows({ ...site, name: `${name} of round ${round}` }));
          setTimeout(() => slow.letGo(), 200);
          await deployed;
          await assertWorks(nodeRed);
          assert.equal(refreshes(), round);
        }
      } finally {
        await slow.stop();
      }
    });

    it('says "sign in again" once the consent is withdrawn, and does not go on asking', async () => {
      await deploySignedIn();
      demo.jira.grants.cloud.revokeAll({ refreshTokens: true });
      demo.forget();
      const answers = [await get(nodeRed), await get(nodeRed), await get(nodeRed)];
      for (const answer of answers) {
        assert.equal(codeOf(answer), 'JIRA_AUTH');
        assert.match(JSON.stringify(answer.body), /sign in again/);
      }
      assert.equal(demo.exchanges.filter(({ path: place }) => place === '/oauth/token').length, 1);
      assert.equal((await signInStatus(nodeRed)).signedIn, false);
      assert.equal(await signIn(nodeRed), 200);
      await assertWorks(nodeRed);
    });

    it('calls a missing scope by its name, and does not refresh for it', async () => {
      await deploySignedIn(cloudSite({ scopes: 'read:jira-work offline_access' }));
      await assertWorks(nodeRed);
      const answer = await nodeRed.request('POST', '/me', { payload: {} });
      assert.equal(codeOf(answer), 'JIRA_SCOPE');
      assert.match(JSON.stringify(answer.body), /read:jira-user/);
      assert.equal(refreshes(), 0);
    });

    it('removes the sign-in with another client secret, and with the site', async () => {
      await deploySignedIn();
      const { clientId } = demoApps.cloud;
      await nodeRed.deploy(flows(cloudSite({ credentials: { clientId, clientSecret: 'another' } })));
      assert.equal((await signInStatus(nodeRed)).signedIn, false);
      assert.equal(await storedSignIn(), undefined);
      await deploySignedIn();
      assert.ok(await storedSignIn());
      await nodeRed.deploy([]);
      assert.equal(await storedSignIn(), undefined);
    });

    it('moves the sign-in of an earlier version from the settings into the store', async () => {
      await deploySignedIn();
      const file = path.join(nodeRed.userDirectory, '.config.runtime.json');
      const text = await storedSignIn(async (store, stored) => {
        await store.write([{ type: 'delete', key: SIGN_IN }]);
        const settings: object = JSON.parse(readFileSync(file, 'utf8'));
        writeFileSync(file, JSON.stringify({ ...settings, jiraSiteSignIns: { site: stored } }));
      });
      await assertWorks(nodeRed);
      assert.doesNotMatch(readFileSync(file, 'utf8'), /jiraSiteSignIns/);
      assert.equal(await storedSignIn(), text);
      await assertWorks(nodeRed);
    });

    it('accepts a state that it gave out, once, and no other', async () => {
      await nodeRed.deploy(flows(cloudSite()));
      const search = await consent(await startSignIn(nodeRed));
      assert.equal(await comeBack(nodeRed, search.replace(/state=[^&]+/, 'state=forged')), 400);
      assert.equal((await signInStatus(nodeRed)).signedIn, false);
      assert.equal(await comeBack(nodeRed, search), 200);
      assert.equal(await comeBack(nodeRed, search), 400, 'replayed');
      await assertWorks(nodeRed);
    });

    it('is finished by the browser that has started it, and by no other', async () => {
      await nodeRed.deploy(flows(cloudSite()));
      const [first, second] = [await consent(await startSignIn(nodeRed)), await consent(await startSignIn(nodeRed))];
      assert.equal(await comeBack(nodeRed, first, 'another'), 400);
      const { signedIn, attempt } = await signInStatus(nodeRed);
      assert.deepEqual([signedIn, attempt?.outcome], [false, 'waiting']);
      const forged = { cookie: `jira-sign-in-${new URLSearchParams(first).get('state')?.slice(0, 16)}=forged` };
      const page = await nodeRed.request('GET', `/jira/oauth/callback${first}`, undefined, forged);
      assert.equal(page.status, 400);
      assert.match(String(page.body), /another browser.*Or paste/s);
      assert.equal(await comeBack(nodeRed, first), 200, 'the address of that page, pasted where it was started');
      assert.equal(await comeBack(nodeRed, second), 200, 'as well as the one of another tab');
      await assertWorks(nodeRed);
    });

    it('is bound to its browser by a cookie that only the callback gets, wherever the editor is opened', async () => {
      await nodeRed.deploy(flows(cloudSite()));
      const cookieFor = async (addresses: object) => {
        const { headers, body } = await nodeRed.request('POST', '/jira/sites/site/oauth/start', addresses);
        const [cookie = ''] = headers.getSetCookie();
        const { authorizeUrl } = body as { authorizeUrl: string };
        return { cookie, redirectUri: new URL(authorizeUrl).searchParams.get('redirect_uri') };
      };
      const plain = await cookieFor({ editorUrl: 'http://red.example:1880/' });
      assert.match(plain.cookie, /^jira-sign-in-[\w-]{16}=[\w-]{43}; Max-Age=600; Path=\/jira\/oauth\/callback; /);
      assert.match(plain.cookie, /; HttpOnly; SameSite=Lax$/);
      const callbackUrl = 'http://localhost:1880/jira/oauth/callback';
      const secure = await cookieFor({ editorUrl: 'https://red.example/admin/', callbackUrl });
      assert.match(secure.cookie, /; Path=\/admin\/jira\/oauth\/callback; .*HttpOnly; Secure; SameSite=Lax$/);
      assert.equal(secure.redirectUri, callbackUrl);
    });

    it('does not accept a state that has lain around for ten minutes', async () => {
      await nodeRed.deploy(flows(cloudSite()));
      const search = await consent(await startSignIn(nodeRed));
      await nodeRed.advanceClock(TEN_MINUTES_MS);
      assert.equal(await comeBack(nodeRed, search), 400);
      assert.equal((await signInStatus(nodeRed)).signedIn, false);
    });

    it('leaves the previous sign-in as it was when a new one fails, and says in a word why', async () => {
      await deploySignedIn();
      const problems = async () => {
        await assertWorks(nodeRed);
        const { signedIn, user, attempt } = await signInStatus(nodeRed);
        assert.deepEqual([signedIn, user, attempt?.outcome], [true, 'Ada Lindqvist', 'failed']);
        return attempt?.problem?.message ?? '';
      };
      assert.equal(await signIn(nodeRed, { decision: 'deny' }), 400);
      assert.match(await problems(), /refused on the consent page/);
      assert.equal(await signIn(nodeRed, { site: 'elsewhere' }), 400);
      assert.match(await problems(), /another-company\.example, and not for http/);
      const search = await consent(await startSignIn(nodeRed));
      assert.equal(await comeBack(nodeRed, search.replace(/code=[^&]+/, 'code=old')), 400);
      assert.match(await problems(), /took too long/);
      const { clientId } = demoApps.cloud;
      const wrong = cloudSite({ credentials: { clientId, clientSecret: 'wrong' } });
      assert.equal(await signIn(nodeRed, {}, wrong), 400);
      assert.match(await problems(), /does not accept the client id or the secret/);
    });

    it('shows a page that holds nothing of its address, and no script', async () => {
      const { status, body, headers } = await nodeRed.request('GET', '/jira/oauth/callback?state=<script>x</script>');
      assert.equal(status, 400);
      assert.doesNotMatch(String(body), /<script/);
      assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/);
    });

    it('signs in to Data Center with PKCE, and by its own rules of refreshing', async () => {
      await nodeRed.deploy(flows(oauthSite(demo.jira, 'datacenter')));
      const authorizeUrl = await startSignIn(nodeRed);
      assert.equal(authorizeUrl.searchParams.get('code_challenge_method'), 'S256');
      assert.equal(await comeBack(nodeRed, await consent(authorizeUrl, { person: 'ben' })), 200);
      await assertWorks(nodeRed);
      demo.jira.grants.datacenter.revokeAll({ refreshTokens: false });
      await assertWorks(nodeRed);
      assert.equal(demo.jira.grants.datacenter.given.refresh_token, 1);
      assert.equal((await signInStatus(nodeRed)).user, 'Ben Okafor');
    });

    it('reads with a Data Center link that lets read alone, and is told so when it changes something', async () => {
      await deploySignedIn(oauthSite(demo.jira, 'datacenter', { scopes: 'READ' }));
      await assertWorks(nodeRed);
      const answer = await nodeRed.request('POST', '/say', { payload: { body: 'Done' } });
      assert.equal(codeOf(answer), 'JIRA_FORBIDDEN');
      assert.match(JSON.stringify(answer.body), /lacks a scope/);
      assert.equal(demo.jira.grants.datacenter.given.refresh_token, 0);
    });

    it('fetches tokens for a service account, and again when they end', async () => {
      await nodeRed.deploy(flows(cloudSite({ authType: 'clientCredentials', credentials: demoApps.service })));
      await assertWorks(nodeRed);
      demo.jira.grants.cloud.revokeAll({ refreshTokens: false });
      await assertWorks(nodeRed);
      assert.equal(demo.jira.grants.cloud.given.client_credentials, 2);
    });

    it('refuses OAuth inside a subflow, whose instances would log each other out', async () => {
      const inside = { ...cloudSite(), z: 'sub' };
      const action = { id: 'get', type: 'jira-issue-get', site: 'site', issueIdOrKey: 'OPS-7', z: 'sub', x: 1, y: 1 };
      await nodeRed.deploy([
        {
          id: 'sub',
          type: 'subflow',
          name: 'sub',
          in: [{ x: 1, y: 1, wires: [{ id: 'get' }] }],
          out: [{ x: 1, y: 1, wires: [{ id: 'get', port: 0 }] }],
        },
        inside,
        { ...action, wires: [[]] },
        ...httpFlow({ path: '/sub', nodes: [{ id: 'instance', type: 'subflow:sub' }] }),
      ]);
      const answer = await nodeRed.request('POST', '/sub', { payload: {} });
      assert.match(JSON.stringify(answer.body), /JIRA_CONFIG.*|inside a subflow/);
      assert.match(JSON.stringify(answer.body), /inside a subflow/);
    });

    it('with users of the editor, every endpoint but the callback is closed, and who may only read changes nothing', async () => {
      const users = [
        { username: 'admin', password: PASSWORD_HASH, permissions: '*' },
        { username: 'guest', password: PASSWORD_HASH, permissions: 'read' },
      ];
      const guarded = await startNodeRed({ version, settings: { adminAuth: { type: 'credentials', users } } });
      const statusOf = async (place: string, token?: string) => {
        const [method = '', path = ''] = place.split(' ');
        const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
        return (await guarded.request(method, path, method === 'GET' ? undefined : {}, headers)).status;
      };
      const login = async (username: string): Promise<string> => {
        const asked = {
          client_id: 'node-red-admin',
          grant_type: 'password',
          scope: '',
          username,
          password: 'password',
        };
        const { body } = await guarded.request('POST', '/auth/token', asked);
        return (body as { access_token: string }).access_token;
      };
      try {
        for (const place of [...READING, ...CHANGING]) assert.equal(await statusOf(place), 401, place);
        assert.equal(await statusOf('GET /jira/oauth/callback?code=x&state=y'), 400);
        const [admin, guest] = [await login('admin'), await login('guest')];
        for (const place of READING) assert.notEqual(await statusOf(place, guest), 401, place);
        for (const place of CHANGING) assert.equal(await statusOf(place, guest), 401, place);
        for (const place of CHANGING) assert.notEqual(await statusOf(place, admin), 401, place);
      } finally {
        await guarded.stop();
      }
    });

    it('leaves no API token, password or Personal Access Token in a file or in a log, refused or not', async () => {
      const { cloud, datacenter } = demoCredentials;
      const ways = [
        { siteUrl: demo.jira.cloudUrl, authType: 'basic', credentials: cloud.ada },
        {
          siteUrl: demo.jira.cloudUrl,
          authType: 'basic',
          credentials: { ...cloud.ada, password: 'not-the-api-token' },
        },
        { siteUrl: demo.jira.dataCenterUrl, authType: 'pat', credentials: { token: datacenter.ada.token } },
        { siteUrl: demo.jira.dataCenterUrl, authType: 'pat', credentials: { token: 'not-the-access-token' } },
        { siteUrl: demo.jira.dataCenterUrl, authType: 'basic', credentials: datacenter.ben },
        { siteUrl: demo.jira.cloudUrl, authType: 'clientCredentials', credentials: demoApps.service },
      ];
      const { gatewayUrl, authUrl } = demo.jira;
      for (const way of ways) {
        const site = { id: 'site', type: 'jira-site', gatewayUrl, authUrl, ...way };
        await nodeRed.deploy(flows(site));
        await get(nodeRed);
        await nodeRed.request('POST', '/jira/sites/site/test', { site });
        await nodeRed.request('POST', '/jira/sites/site/lookup/project', { site });
      }
      const plain = [cloud.ada.password, datacenter.ada.token, datacenter.ben.password, demoApps.service.clientSecret];
      const packed = [cloud.ada, datacenter.ben].map(({ username, password }) => btoa(`${username}:${password}`));
      assertNoSecret(nodeRed, [
        ...plain,
        ...packed,
        'not-the-api-token',
        'not-the-access-token',
        ...tokensIn(demo.exchanges),
      ]);
    });
  });
}

/** An authorization server that can keep an app waiting for its tokens. */
class SlowTokens {
  #gate: Promise<void> = Promise.resolve();
  #open = () => {};
  #arrived = () => {};

  private constructor(
    private readonly server: ScriptedServer,
    private readonly authUrl: string,
  ) {}

  static async before(authUrl: string): Promise<SlowTokens> {
    const slow = new SlowTokens(await ScriptedServer.start(), authUrl);
    slow.server.on('POST /oauth/token', (request, response) => {
      void slow.#passOn(request).then((answer) => send(response, answer));
    });
    return slow;
  }

  get url(): string {
    return this.server.url;
  }

  /** From now on requests wait; resolves when the first has arrived. */
  hold(): Promise<void> {
    this.#gate = new Promise((resolve) => {
      this.#open = resolve;
    });
    return new Promise((resolve) => {
      this.#arrived = resolve;
    });
  }

  letGo(): void {
    this.#open();
  }

  stop(): Promise<void> {
    return this.server.stop();
  }

  async #passOn({ url, body }: Arrived) {
    this.#arrived();
    await this.#gate;
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(this.authUrl + url, { method: 'POST', headers, body });
    return { status: answer.status, body: (await answer.json()) as unknown };
  }
}
