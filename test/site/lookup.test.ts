import assert from 'node:assert/strict';
import { demoCredentials } from '../../demo/index';
import { isRecord } from '../../nodes/client/json';
import { DEPLOYMENTS, type DemoForTests, demoJira, siteSetup } from '../support/demo';
import { type Flows, type NodeRedResponse, type RealNodeRed, startNodeRed } from '../support/node-red';
import { ONE_NODE_RED } from '../support/node-red-versions';
import { closedPort, ScriptedServer } from '../support/server';

interface Found {
  readonly value: string;
  readonly label: string;
  readonly [more: string]: unknown;
}

let demo: DemoForTests;
let nodeRed: RealNodeRed;

/** A site per deployment, called by it, as its administrator sees it. */
function sites(): Flows {
  return DEPLOYMENTS.map((deployment) => {
    const { siteUrl, credentials, properties } = siteSetup(demo.jira, deployment);
    return { id: deployment, type: 'jira-site', siteUrl, credentials, ...properties };
  });
}

const ask = (site: string, kind: string, body: object = {}): Promise<NodeRedResponse> =>
  nodeRed.request('POST', `/jira/sites/${site}/lookup/${kind}`, body);

async function found(site: string, kind: string, body: object = {}): Promise<readonly Found[]> {
  const { status, body: answer } = await ask(site, kind, body);
  assert.equal(status, 200, JSON.stringify(answer));
  assert.ok(Array.isArray(answer));
  return answer;
}

const values = async (site: string, kind: string, body: object = {}) =>
  (await found(site, kind, body)).map(({ value }) => value);

const problem = ({ status, body }: NodeRedResponse) => ({
  status,
  ...(isRecord(body) && { code: body.code, reason: body.reason }),
});

describe('the look-ups of a site', function () {
  this.timeout(120_000);
  demo = demoJira();
  before(async () => {
    nodeRed = await startNodeRed({ version: ONE_NODE_RED, flows: sites() });
  });
  after(() => nodeRed.stop());

  for (const deployment of DEPLOYMENTS) {
    describe(deployment, () => {
      // What was looked up lives as long as the deployed site: each test begins without.
      beforeEach(() => nodeRed.deploy(sites()));

      it('offers every project, by name and key', async () => {
        assert.deepEqual(await values(deployment, 'project'), ['IT', 'OPS', 'SEC', 'TEAM']);
        const [first] = await found(deployment, 'project', { query: 'operat' });
        assert.deepEqual(first, { value: 'OPS', label: 'Operations (OPS)' });
      });

      it('offers the issue types of the chosen project alone, and all of them without one', async () => {
        assert.deepEqual(await values(deployment, 'issue-type', { project: 'IT' }), [
          'Service request',
          'Incident',
          'Task',
          'Sub-task',
        ]);
        const all = await values(deployment, 'issue-type');
        assert.ok(all.includes('Bug') && all.includes('Incident'));
        assert.equal(new Set(all).size, all.length, 'a team-managed project repeats names');
      });

      it('offers issues by what is typed, and by what was changed last before that', async () => {
        const recent = await found(deployment, 'issue', { project: 'IT' });
        assert.ok(recent.length > 0);
        const typed = await found(deployment, 'issue', { query: 'OPS-1' });
        assert.equal(typed[0]?.value, 'OPS-1');
        assert.match(typed[0]?.label ?? '', /^OPS-1 \w/);
      });

      it('offers people by name, with the id that this Jira knows them by', async () => {
        const [grace] = await found(deployment, 'user', { query: 'grace' });
        assert.match(grace?.label ?? '', /^Grace/);
        if (deployment === 'cloud') assert.match(grace?.value ?? '', /^712020:/);
        else assert.equal(grace?.value, 'grace');
        assert.ok((await found(deployment, 'user')).length > 5, 'before anything is typed');
        const elsewhere = deployment === 'cloud' ? 'username' : 'account-id';
        assert.deepEqual(await found(deployment, elsewhere, { query: 'grace' }), [], 'names of the other deployment');
      });

      it('offers only whom the issue or the project can be given to', async () => {
        const inSecurity = await found(deployment, 'assignable-user', { project: 'SEC' });
        const everywhere = await found(deployment, 'user');
        assert.ok(inSecurity.length > 0 && inSecurity.length < everywhere.length);
        const [hana] = await found(deployment, 'assignable-user', { issue: 'OPS-1', query: 'hana' });
        assert.match(hana?.label ?? '', /^Hana/);
      });

      it('offers the work, the watchers and the web links of the issue, so that nobody has to know an id', async () => {
        const [newest, older] = await found(deployment, 'worklog', { issue: 'OPS-13' });
        assert.equal(newest?.value, '10413');
        assert.match(String(older?.label), /^2026-\d\d-\d\d · 1h 30m · .+ · Work on site \(10409\)$/);
        const [watcher] = await found(deployment, 'watcher', { issue: 'OPS-8' });
        assert.match(String(watcher?.label), /^Ada Lindqvist/);
        assert.deepEqual(await found(deployment, 'weblink', { issue: 'OPS-7', query: 'order 2' }), [
          { value: 'https://example.com/orders/2', label: 'Order 2 (https://example.com/orders/2)' },
        ]);
        for (const kind of ['worklog', 'watcher', 'weblink']) {
          assert.equal(problem(await ask(deployment, kind)).reason, 'lookup.needs.issue');
        }
      });

      it('offers where the issue can go, and every status where the issue is not known yet', async () => {
        const [first] = await found(deployment, 'transition', { issue: 'OPS-1' });
        assert.ok(first && first.value.length > 0);
        assert.ok((await values(deployment, 'transition')).includes('In Progress'));
      });

      it('offers fields by id, as two may share a name', async () => {
        const teams = await found(deployment, 'field', { query: 'team' });
        assert.deepEqual(
          teams.map(({ label }) => label),
          ['Team (customfield_10040)', 'Team (customfield_10041)'],
        );
      });

      it('offers link types in both directions, priorities and resolutions', async () => {
        const [blocks] = await found(deployment, 'link-type', { query: 'blocks' });
        assert.deepEqual(blocks, { value: 'Blocks', label: 'Blocks: blocks / is blocked by' });
        assert.ok((await values(deployment, 'priority')).includes('High'));
        assert.ok((await values(deployment, 'resolution')).includes('Done'));
      });

      it('offers the labels that are in use', async () => {
        const [label = ''] = await values(deployment, 'label');
        assert.ok(label.length > 0);
        assert.ok((await values(deployment, 'label', { query: label.slice(0, 3) })).includes(label));
      });

      it('lists the fields that a project and type really have, required ones first, with what they accept', async () => {
        const fields = await found(deployment, 'create-field', { project: 'OPS', issueType: 'Bug' });
        const required = fields.map((field) => field.required);
        assert.deepEqual(
          required,
          [...required].sort((a, b) => Number(b) - Number(a)),
        );
        const impact = fields.find(({ value }) => value === 'customfield_10031');
        assert.equal(impact?.control, 'select');
        assert.deepEqual(impact?.options, [
          { value: 'Low', label: 'Low' },
          { value: 'Medium', label: 'Medium' },
          { value: 'High', label: 'High' },
        ]);
        const controls = Object.fromEntries(fields.map(({ value, control }) => [value, control]));
        assert.equal(controls.components, 'multi');
        assert.equal(controls.description, 'rich');
      });

      it('lists the fields of an issue that can be changed', async () => {
        const fields = await values(deployment, 'edit-field', { issue: 'OPS-1' });
        assert.ok(fields.includes('summary') && !fields.includes('comment'));
      });

      it('completes JQL with fields and their operators, functions and values', async () => {
        const [status] = await found(deployment, 'jql-field', { query: 'status' });
        assert.equal(status?.value, 'status');
        assert.ok(Array.isArray(status.operators) && status.operators.includes('not in'));
        assert.ok((await values(deployment, 'jql-function')).includes('currentUser()'));
        assert.ok((await values(deployment, 'jql-value', { field: 'status', query: 'in' })).includes('"In Progress"'));
      });

      it('says what is wrong with a JQL, and how many issues a right one finds', async () => {
        assert.deepEqual(await found(deployment, 'jql-check', { query: 'project = OPS' }), []);
        const [wrong] = await found(deployment, 'jql-check', { query: 'projekt = OPS' });
        assert.match(wrong?.label ?? '', /projekt/);
        const [count] = await found(deployment, 'jql-count', { query: 'project = OPS' });
        assert.match(count?.label ?? '', /^[1-9]\d*$/);
      });

      it('asks Jira once for what is asked again, says how old it is, and asks anew when told to', async () => {
        await ask(deployment, 'priority');
        demo.forget();
        const again = await ask(deployment, 'priority', { query: 'hi' });
        assert.equal(again.headers.get('age'), '0');
        assert.equal(demo.requests().length, 0);
        await ask(deployment, 'priority', { refresh: true });
        assert.equal(demo.requests().length, 1);
      });

      it('still offers what it knows when Jira is down, and says so', async () => {
        const before = await found(deployment, 'project');
        demo.jira.fault({ deployment, response: { status: 503 }, times: 100 });
        const late = await ask(deployment, 'project', { refresh: true });
        assert.equal(late.status, 200);
        assert.equal(late.headers.get('jira-problem'), 'JIRA_UNAVAILABLE');
        assert.deepEqual(late.body, before);
        assert.deepEqual(problem(await ask(deployment, 'priority')), {
          status: 502,
          code: 'JIRA_UNAVAILABLE',
          reason: 'jira.unavailable',
        });
      });

      it('reads every page of a list that is longer than Jira sends at once', async () => {
        const store = demo.jira[deployment];
        const team = store.projects.find(({ key }) => key === 'TEAM');
        assert.ok(team);
        for (let number = 1; number <= 230; number++) {
          store.projects.push({ ...team, id: String(20_000 + number), key: `P${number}`, name: `Project ${number}` });
        }
        assert.equal((await values(deployment, 'project')).length, 234);
      });

      it('works with the values of a dialog that was never deployed', async () => {
        const { siteUrl, credentials, properties } = siteSetup(demo.jira, deployment);
        const site = { siteUrl, ...properties, credentials };
        assert.deepEqual(await values('new', 'project', { query: 'OPS', site }), ['OPS']);
      });

      it('uses the stored secret while only something else of the dialog was changed', async () => {
        const { siteUrl, properties } = siteSetup(demo.jira, deployment);
        const { username } = demoCredentials.cloud.ada;
        const site = { siteUrl, timeout: '5000', ...properties, credentials: { username, password: '__PWRD__' } };
        assert.deepEqual(await values(deployment, 'project', { query: 'OPS', site }), ['OPS']);
      });

      it('never sends a stored secret to an address, or through a proxy, that is not deployed', async () => {
        const elsewhere = await ScriptedServer.start();
        try {
          const { siteUrl, properties } = siteSetup(demo.jira, deployment);
          for (const changed of [{ siteUrl: elsewhere.url }, { proxy: 'another' }, { tls: 'another' }]) {
            const site = { siteUrl, ...properties, deployment, ...changed, credentials: { username: 'ada' } };
            const response = await ask(deployment, 'project', { site });
            assert.deepEqual(problem(response), { status: 400, code: 'JIRA_CONFIG', reason: 'config.secretElsewhere' });
          }
          assert.equal(elsewhere.connections, 0);
        } finally {
          await elsewhere.stop();
        }
      });

      it('tells a refused credential from an empty list', async () => {
        const { siteUrl, properties } = siteSetup(demo.jira, deployment);
        const site = { siteUrl, ...properties, credentials: { username: 'ada', password: 'wrong', token: 'wrong' } };
        const response = await ask('new', 'project', { site });
        assert.equal(problem(response).code, 'JIRA_AUTH');
      });
    });
  }

  it('says that no site is there to ask, that Jira can not be reached, and what must be chosen first', async () => {
    assert.deepEqual(problem(await ask('none', 'project')), {
      status: 400,
      code: 'JIRA_CONFIG',
      reason: 'config.notDeployed',
    });
    const site = {
      siteUrl: `http://127.0.0.1:${await closedPort()}`,
      deployment: 'cloud',
      credentials: { username: 'ada', password: 'any' },
    };
    assert.equal(problem(await ask('none', 'project', { site })).code, 'JIRA_NETWORK');
    assert.equal(problem(await ask('cloud', 'create-field', { project: 'OPS' })).reason, 'lookup.needs.issueType');
    assert.equal(problem(await ask('cloud', 'constructor')).reason, 'lookup.unknownKind');
  });
});

describe('the look-ups of a deployed site that is not there', function () {
  this.timeout(120_000);

  it('say that it refuses connections, or has no such host, and not that it is slow', async () => {
    const places = [
      [`http://127.0.0.1:${await closedPort()}`, 'network.refused'],
      ['http://jira.invalid', 'network.dns'],
    ] as const;
    const credentials = { username: 'ada', password: 'any' };
    const flows = places.map(([siteUrl], index) => ({ id: `site${index}`, type: 'jira-site', siteUrl, credentials }));
    const alone = await startNodeRed({ version: '4.1', flows });
    try {
      const asked = places.map((_place, index) => alone.request('POST', `/jira/sites/site${index}/lookup/project`, {}));
      assert.deepEqual(
        (await Promise.all(asked)).map((response) => problem(response).reason),
        places.map(([, reason]) => reason),
      );
    } finally {
      await alone.stop();
    }
  });
});

describe('the look-ups of a Node-RED with logins', function () {
  this.timeout(120_000);

  it('are for those who may change sites only: they use the secrets of one', async () => {
    // bcrypt of "demo".
    const password = '$2b$08$5UwoCv1pWuPl9RNCDd1.NuJ42AlnY4azsc8NfDmhAT6NkqV6Yoy.q';
    const settings = { adminAuth: { type: 'credentials', users: [{ username: 'r', password, permissions: 'read' }] } };
    const locked = await startNodeRed({ version: ONE_NODE_RED, settings });
    try {
      const login = {
        client_id: 'node-red-editor',
        grant_type: 'password',
        scope: '',
        username: 'r',
        password: 'demo',
      };
      const { body } = await locked.request('POST', '/auth/token', login);
      const token = isRecord(body) ? String(body.access_token) : '';
      const headers = { authorization: `Bearer ${token}` };
      assert.equal((await locked.request('GET', '/settings', undefined, headers)).status, 200, 'the login works');
      const path = '/jira/sites/any/lookup/project';
      assert.equal((await locked.request('POST', path, {})).status, 401);
      assert.equal((await locked.request('POST', path, {}, headers)).status, 401);
    } finally {
      await locked.stop();
    }
  });
});
