import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Activity } from '../../demo/index';
import type { Deployment } from '../../nodes/client/http/request';
import { demoJira } from '../support/demo';
import { type DeploymentType, type FlowNode, type Flows, type RealNodeRed, startNodeRed } from '../support/node-red';
import { NODE_REDS_OF_THIS_RUN, type NodeRedVersion } from '../support/node-red-versions';
import { until } from '../support/until';

const STORM = 300;
/** Each line of Node-RED and each deployment once: what differs between the two lines is not what differs between the two Jiras. */
const DEPLOYMENT_WITH: Readonly<Record<NodeRedVersion, Deployment>> = { '4.1': 'cloud', '5': 'datacenter' };
const DEPLOYS: readonly DeploymentType[] = ['nodes', 'flows', 'full'];

/** An event as the flow has written it down. */
interface Heard {
  readonly id: string;
  readonly redelivered: boolean;
  readonly key: string;
}

for (const version of NODE_REDS_OF_THIS_RUN) {
  const deployment = DEPLOYMENT_WITH[version];
  describe(`events of ${deployment} in a real Node-RED ${version}`, function () {
    this.timeout(120_000);
    const demo = demoJira();
    let nodeRed: RealNodeRed | undefined;
    let userDirectory = '';
    let deploys = 0;

    beforeEach(async () => {
      nodeRed = await startNodeRed({ version });
      userDirectory = nodeRed.userDirectory;
      await deploy('full');
      await until(state, ({ position }) => position !== null);
    });
    afterEach(() => nodeRed?.stop());

    it(`none of ${STORM} is lost when Node-RED is killed among them, and only the one under way comes twice`, async () => {
      const activity = new Activity(demo.jira[deployment]);
      const keys = Array.from({ length: STORM }, (_, number) => activity.createIssue('OPS', `Valve ${number}`));
      // A deploy begins with a round, the next one would be seconds away.
      await deploy('nodes');
      await until(heard, ({ length }) => length >= STORM / 10, { within: 30_000, every: 2 });
      await nodeRed?.kill();
      const before = heard().length;
      assert.ok(before < STORM, 'killed too late');
      activity.transition(String(keys[0]), 'In Progress');
      nodeRed = await startNodeRed({ version, userDirectory });
      const isWhole = (all: readonly Heard[]) =>
        all.some(({ id }) => id.endsWith(':transitioned')) && new Set(all.map(({ key }) => key)).size === STORM;
      await until(heard, isWhole, { within: 30_000 });

      const created = heard().filter(({ id }) => id.endsWith(':created'));
      assert.deepEqual([...new Set(created.map(({ key }) => key))].sort(), [...keys].sort());
      const again = created.length - STORM;
      assert.ok(again <= 1, `${again} came twice`);
      const doubled = created.filter(({ id }, place) => created.findIndex((one) => one.id === id) < place);
      assert.ok(doubled.every(({ redelivered }) => redelivered));
    });

    it('none is lost or repeated over deploys of all three kinds, while people are at work', async () => {
      const activity = new Activity(demo.jira[deployment]);
      const key = activity.createIssue('OPS', 'Pump 4 overheats');
      const ids = new Set<string>();
      for (const kind of DEPLOYS) {
        activity.comment(key, `Before a deploy of ${kind}`);
        const deployed = deploy(kind);
        activity.edit(key, { summary: `Pump 4 overheats: ${kind}` });
        await deployed;
        activity.comment(key, `After it`);
      }
      await deploy('full');
      const all = await until(heard, ({ length }) => length >= 1 + 3 * DEPLOYS.length, { within: 30_000 });
      for (const { id } of all) ids.add(id);
      assert.equal(all.length, ids.size, 'none twice');
      assert.deepEqual(
        ['issue', 'history', 'comment'].map((thing) => all.filter(({ id }) => id.startsWith(thing)).length),
        [1, DEPLOYS.length, 2 * DEPLOYS.length],
      );
    });

    it('what happens while Jira is away comes once it is back, and the flow is told meanwhile', async () => {
      demo.jira.fault({ path: /search/, response: { status: 503 }, times: 1 });
      const key = new Activity(demo.jira[deployment]).createIssue('OPS', 'Nobody sees this yet');
      await deploy('nodes');
      await until(problem, (text) => text !== '', { within: 30_000 });
      await until(heard, (all) => all.some((one) => one.key === key), { within: 30_000 });
      assert.equal(heard().length, 1);
    });

    function flows(): Flows {
      const { siteUrl, credentials, properties } = demo.site(deployment);
      const site: FlowNode = { id: 'site', type: 'jira-site', siteUrl, maxRetries: 0, ...properties, credentials };
      const place = { z: 'tab', x: 100, y: 100 };
      return [
        site,
        { id: 'tab', type: 'tab' },
        {
          ...place,
          id: 'events',
          type: 'jira-event',
          name: `deploy ${deploys}`,
          site: 'site',
          events: ['issue.created', 'issue.updated', 'issue.transitioned', 'comment.added'],
          every: '10',
          wires: [['write']],
        },
        { ...place, id: 'write', type: 'function', func: WRITE, libs: [{ var: 'fs', module: 'fs' }], wires: [] },
        { ...place, id: 'catch', type: 'catch', scope: null, wires: [['told']] },
        { ...place, id: 'told', type: 'function', func: 'node.warn("told " + msg.error.message)', wires: [] },
      ].map((node) =>
        node.id === 'write' ? { ...node, initialize: `context.set('file', ${JSON.stringify(file())})` } : node,
      );
    }

    async function deploy(kind: DeploymentType): Promise<void> {
      deploys++;
      await nodeRed?.deploy(flows(), kind);
    }

    async function state(): Promise<{ position: string | null }> {
      const response = await nodeRed?.request('GET', '/jira/events/events');
      return response?.body as { position: string | null };
    }

    const problem = (): string => nodeRed?.logLinesNaming('told ').at(-1) ?? '';
    const file = (): string => path.join(userDirectory, 'heard');

    function heard(): readonly Heard[] {
      if (!existsSync(file())) return [];
      const lines = readFileSync(file(), 'utf8').split('\n').slice(0, -1);
      return lines.map((line) => JSON.parse(line) as Heard);
    }
  });
}

/** Written at once, so that nothing of it is lost with the process. */
const WRITE = `const { event, payload } = msg;
fs.appendFileSync(context.get('file'), JSON.stringify({ id: event.id, redelivered: event.redelivered === true, key: payload.key }) + '\\n');`;
