import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { demoApps, demoCredentials } from '../../demo/index';
import { demoJira } from '../support/demo';
import { type FlowNode, type RealNodeRed, startNodeRed } from '../support/node-red';
import { NODE_REDS_OF_THIS_RUN, PROJECT_ROOT } from '../support/node-red-versions';
import { shownAfter } from '../support/shown';
import { until } from '../support/until';

const TOUR = JSON.parse(readFileSync(path.join(PROJECT_ROOT, 'demo/flows/tour.json'), 'utf8')) as FlowNode[];
/** Long enough for a message that is not kept to fail. */
const AWAY_MS = 2_000;
/** Long enough for a fourth issue to be made. */
const QUIET_MS = 500;
const PACKAGE = '@jira-flows/node-red-jira';

/** The tour as the editor would deploy it: with the credentials of its sites, and its debug nodes writing to the log. */
function tour(): FlowNode[] {
  const { cloud, datacenter } = demoCredentials;
  const credentials: Readonly<Record<string, object>> = {
    'demo-cloud': cloud.ada,
    'demo-cloud-ben': cloud.ben,
    'demo-datacenter': { token: datacenter.ada.token },
    'demo-oauth': demoApps.cloud,
  };
  return TOUR.map((node) => ({
    ...node,
    ...(node.type === 'debug' && { console: true }),
    // A call that does not reach Jira ends at once, so that a test need not wait to see that its message is kept.
    ...(node.type === 'jira-site' && { maxRetries: '0' }),
    ...(credentials[node.id] && { credentials: credentials[node.id] }),
  }));
}

function hasLabel(values: ReadonlyMap<string, unknown>, label: string): boolean {
  const labels = values.get('labels');
  return Array.isArray(labels) && labels.includes(label);
}

for (const version of NODE_REDS_OF_THIS_RUN) {
  describe(`the tour in a real Node-RED ${version}`, () => {
    const demo = demoJira({ controlPort: 0 });
    let nodeRed: RealNodeRed;

    before(async function () {
      this.timeout(120_000);
      const { cloudUrl, dataCenterUrl, gatewayUrl, authUrl, controlUrl } = demo.jira;
      const env = {
        DEMO_CLOUD_URL: cloudUrl,
        DEMO_DATACENTER_URL: dataCenterUrl,
        DEMO_GATEWAY_URL: gatewayUrl,
        DEMO_AUTH_URL: authUrl,
        DEMO_CONTROL_URL: controlUrl,
      };
      nodeRed = await startNodeRed({ version, flows: tour(), env });
    });
    after(() => nodeRed?.stop());

    it('an incident over HTTP becomes a bug with bold text and a comment, and its key is answered', async () => {
      const incident = { summary: 'Pump 4 overheats', description: 'Seen at **14:02**' };
      const { status, body } = await nodeRed.request('POST', '/demo/incident', incident);
      assert.equal(status, 201, JSON.stringify(body));
      const { key } = body as { key: string };
      assert.match(key, /^OPS-\d+$/);
      const issue = await jiraGet(`/rest/api/3/issue/${key}`);
      const bold = [{ type: 'text', text: '14:02', marks: [{ type: 'strong' }] }];
      const paragraph = { type: 'paragraph', content: [{ type: 'text', text: 'Seen at ' }, ...bold] };
      assert.deepEqual(issue.fields.description, { type: 'doc', version: 1, content: [paragraph] });
      assert.equal((issue.fields.comment as { total: number }).total, 1);
    });

    it('the newest issues come as JSON, the newest first', async () => {
      const { body: created } = await nodeRed.request('POST', '/demo/incident', { summary: 'The newest of all' });
      const { status, body } = await nodeRed.request('GET', '/demo/issues');
      assert.equal(status, 200);
      const issues = body as { key: string; summary: string }[];
      assert.equal(issues.length, 10);
      assert.deepEqual([issues[0]?.key, issues[0]?.summary], [(created as { key: string }).key, 'The newest of all']);
    });

    it('a wrong incident is answered with a code and a sentence', async () => {
      const { status, body } = await nodeRed.request('POST', '/demo/incident', { description: 'no summary' });
      assert.equal(status, 502);
      const { code, message } = body as { code: string; message: string };
      assert.equal(code, 'JIRA_INPUT');
      assert.equal(message, '"Summary" (summary) is missing. Set it in the node, or send it in msg.payload.');
    });

    it('has a place of its own for each of its nodes', () => {
      const ids = TOUR.map(({ id }) => id);
      assert.deepEqual([...new Set(ids)], ids);
    });

    it('somebody comments, and the flow answers, once', async function () {
      this.timeout(40_000);
      const state = async () => (await nodeRed.request('GET', '/jira/events/t0e')).body as { position: string | null };
      await until(state, ({ position }) => position !== null);
      await nodeRed.request('POST', '/inject/t0i');
      const said = async () => {
        const { fields } = await jiraGet('/rest/api/3/issue/OPS-1');
        return JSON.stringify(fields.comment).split('Thank you, Ben Okafor').length - 1;
      };
      await until(said, (times) => times > 0, { within: 30_000, every: 100 });
      assert.equal(await said(), 1);
    });

    it('the plug is pulled, three alarms are raised, the plug is put in again: three issues', async function () {
      this.timeout(90_000);
      const issues = () => [...demo.jira.cloud.issues.values()].filter(({ values }) => hasLabel(values, 'plug')).length;
      const press = (id: string) => nodeRed.request('POST', `/inject/${id}`);
      const plug = async () => ((await (await fetch(demo.jira.controlUrl)).json()) as { plug: string }).plug;
      try {
        await press('t11o');
        await until(plug, (now) => now === 'out');
        const lines = nodeRed.log().length;
        await press('t11i');
        await new Promise((resolve) => setTimeout(resolve, AWAY_MS));
        assert.equal(issues(), 0);
        assert.doesNotMatch(nodeRed.log().slice(lines).join('\n'), /JIRA_/, 'an alarm was given up');
        await press('t11b');
        await until(issues, (count) => count >= 3, { within: 70_000, every: 100 });
        await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
        assert.equal(issues(), 3);
      } finally {
        await demo.jira.plugIn();
      }
    });

    // The plug has a test of its own: what is pressed while it is out shows nothing until it is in.
    for (const inject of TOUR.filter(({ type, id }) => type === 'inject' && !/^t11[oib]$/.test(id))) {
      it(`one click on "${String(inject.name)}" shows its result`, async () => {
        const lines = nodeRed.log().length;
        await nodeRed.request('POST', `/inject/${inject.id}`);
        const shown = await shownAfter(nodeRed, lines);
        // The last one works once somebody has signed in.
        const expectsError = inject.id === 't8i' || inject.id === 't10i';
        assert.equal(/JIRA_/.test(shown), expectsError, shown);
      });
    }

    it('no line of the log that names the package is an error or a warning', () => {
      const complaints = nodeRed.logLinesNaming(PACKAGE).filter((line) => /\[(error|warn)\]/.test(line));
      assert.deepEqual(complaints, []);
    });

    async function jiraGet(place: string): Promise<{ fields: Record<string, unknown> }> {
      const { username, password } = demoCredentials.cloud.ada;
      const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
      const answer = await fetch(demo.jira.cloudUrl + place, { headers: { authorization } });
      return (await answer.json()) as { fields: Record<string, unknown> };
    }
  });
}
