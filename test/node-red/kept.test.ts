import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Deployment } from '../../nodes/client/http/request';
import { entry, listEntry, textEntry } from '../../nodes/client/json';
import { demoJira } from '../support/demo';
import { Line } from '../support/line';
import { type DeploymentType, type Flows, type RealNodeRed, startNodeRed } from '../support/node-red';
import { NODE_REDS_OF_THIS_RUN, type NodeRedVersion } from '../support/node-red-versions';
import { until } from '../support/until';

/** Each line of Node-RED and each deployment once. */
const DEPLOYMENT_ON: Readonly<Record<NodeRedVersion, Deployment>> = { '4.1': 'cloud', '5': 'datacenter' };
const DEPLOYS: readonly DeploymentType[] = ['nodes', 'flows', 'full'];
const KILLS = 3;
/** What is in doubt is looked for a whole minute before it is sent again. */
const PATIENCE = { within: 120_000, every: 50 };

/** A message as the flow has written it down, behind the node or behind a Catch node. */
interface Written {
  readonly number: number;
  readonly kept?: unknown;
  readonly code?: string;
}

for (const version of NODE_REDS_OF_THIS_RUN) {
  const deployment = DEPLOYMENT_ON[version];
  describe(`messages kept for ${deployment} in a real Node-RED ${version}`, function () {
    this.timeout(300_000);
    const demo = demoJira();
    let nodeRed: RealNodeRed;
    let line: Line;
    let siteUrl = '';
    let deploys = 0;
    let next = 0;

    before(async () => {
      line = new Line(demo.jira.port);
      siteUrl = `http://127.0.0.1:${await line.open()}/${deployment}`;
      nodeRed = await startNodeRed({ version });
    });
    after(async () => {
      await nodeRed.stop();
      await line.close();
    });
    beforeEach(async () => {
      line.mend();
      await deploy('full');
    });

    it('what came while the line was cut is in Jira once it is mended, each once, a kill in between', async () => {
      line.cut();
      const alarms = [await raise('create'), await raise('create'), await raise('create')];
      const notes = [await raise('comment'), await raise('comment')];
      assert.equal((await kept()).length, 5);
      await again();
      assert.equal((await kept()).length, 5);
      line.mend();
      await until(written, (all) => count(all, [...alarms, ...notes]) === 5, PATIENCE);
      await until(kept, ({ length }) => length === 0, PATIENCE);
      assert.deepEqual(created(alarms), [1, 1, 1]);
      assert.deepEqual(commented(notes), notes);
      const facts = written().find(({ number }) => number === alarms[0])?.kept;
      assert.ok(Date.parse(textEntry(facts, 'since') ?? '') > 0);
      assert.ok(Number(entry(facts, 'attempts')) >= 1);
    });

    it(`nothing that a node has answered for is lost or doubled over ${KILLS} kills, the line cut and mended all the while`, async () => {
      const answered: number[] = [];
      const sent: number[] = [];
      for (let kill = 0; kill < KILLS; kill++) {
        const storm = Array.from({ length: 30 }, async (_, place) => {
          await new Promise((resolve) => setTimeout(resolve, place * 10));
          const number = next++;
          sent.push(number);
          await raise(number % 3 === 0 ? 'comment' : 'create', number).then(
            () => answered.push(number),
            () => undefined,
          );
        });
        const flapping = setInterval(() => (line.isUp ? line.cut() : line.mend()), 40 + 20 * kill);
        const before = answered.length;
        await until(
          () => answered.length,
          (length) => length >= before + 5,
          PATIENCE,
        );
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 200));
        await again();
        await Promise.all(storm);
        clearInterval(flapping);
      }
      line.mend();
      await until(kept, ({ length }) => length === 0, PATIENCE);
      await until(written, (all) => count(all, answered) === answered.length, PATIENCE);
      const creates = sent.filter((number) => number % 3 !== 0);
      const twice = created(creates).filter((times) => times > 1);
      assert.deepEqual(twice, []);
      assert.deepEqual(
        answered.filter((number) => number % 3 !== 0 && created([number])[0] !== 1),
        [],
        'answered for, and not in Jira',
      );
      const notes = commented(sent);
      assert.equal(new Set(notes).size, notes.length, 'a comment twice');
      assert.deepEqual(
        answered.filter((number) => number % 3 === 0 && !notes.includes(number)),
        [],
      );
      assert.ok(answered.length >= 5 * KILLS, `only ${answered.length} were answered for`);
    });

    it('deploys of all three kinds, and a node that is away for a while, lose and double nothing', async () => {
      line.cut();
      const alarms: number[] = [];
      for (const kind of DEPLOYS) {
        alarms.push(await raise('create'));
        await deploy(kind);
      }
      await deploy('full', ['create', 'create-in']);
      line.mend();
      const note = await raise('comment');
      await until(written, (all) => count(all, [note]) === 1, PATIENCE);
      assert.deepEqual(
        (await kept()).map((one) => entry(one, 'stray')),
        alarms.map(() => true),
      );
      await deploy('full');
      await until(written, (all) => count(all, alarms) === alarms.length, PATIENCE);
      assert.deepEqual(created(alarms), [1, 1, 1]);
    });

    it('a refused sign-in keeps messages, and they go out by themselves once it is right', async () => {
      await deploy('full', [], 'a password that is wrong');
      const alarm = await raise('create');
      assert.equal(textEntry((await kept())[0], 'problem'), 'JIRA_AUTH');
      await deploy('full');
      await until(written, (all) => count(all, [alarm]) === 1, PATIENCE);
      assert.deepEqual(created([alarm]), [1]);
    });

    it('what Jira refuses is caught at once, and what waits can be looked at, dropped and sent by hand', async () => {
      const refused = next++;
      await raise('create', refused, { project: 'NOWHERE' });
      const [told] = await until(
        () => written().filter(({ number }) => number === refused),
        ({ length }) => length === 1,
      );
      assert.ok(['JIRA_INVALID', 'JIRA_INPUT', 'JIRA_NOT_FOUND'].includes(told?.code ?? ''), told?.code);
      line.cut();
      const [dropped, sent] = [await raise('create'), await raise('create')];
      const [first, second] = await kept();
      const content = await nodeRed.request('GET', `/jira/sites/site/kept/${textEntry(first, 'id')}`);
      assert.equal(entry(entry(content.body, 'msg'), 'number'), dropped);
      const act = (one: unknown, what: string) =>
        nodeRed.request('POST', `/jira/sites/site/kept/${textEntry(one, 'id')}/${what}`);
      assert.equal((await act(first, 'drop')).status, 200);
      assert.equal((await act(first, 'drop')).status, 404);
      line.mend();
      assert.equal((await act(second, 'send')).status, 200);
      await until(written, (all) => count(all, [sent]) === 1, PATIENCE);
      assert.deepEqual(created([dropped, sent]), [0, 1]);
    });

    /** Resolves once the node has answered for the message: it is in Jira, has ended or is kept. */
    async function raise(what: 'create' | 'comment', number = next++, more: object = {}): Promise<number> {
      const issue = { project: 'OPS', issueType: 'Task', summary: `alarm ${number}`, ...more };
      const payload = what === 'create' ? issue : { issueIdOrKey: 'OPS-1', body: `alarm ${number}` };
      const { status } = await nodeRed.request('POST', `/${what}`, { number, payload });
      assert.equal(status, 200);
      return number;
    }

    async function again(): Promise<void> {
      const { userDirectory } = nodeRed;
      await nodeRed.kill();
      nodeRed = await startNodeRed({ version, userDirectory });
    }

    async function kept(): Promise<readonly unknown[]> {
      return listEntry((await nodeRed.request('GET', '/jira/sites/site/kept')).body, 'items');
    }

    async function deploy(kind: DeploymentType, without: readonly string[] = [], wrong?: string): Promise<void> {
      deploys++;
      await nodeRed.deploy(
        flows(wrong).filter(({ id }) => !without.includes(id)),
        kind,
      );
    }

    function flows(wrong: string | undefined): Flows {
      const { credentials, properties } = demo.site(deployment);
      const secrets = Object.fromEntries(
        Object.entries(credentials).map(([name, value]) => [name, name === 'username' ? value : (wrong ?? value)]),
      );
      const place = { z: 'tab', x: 100, y: 100 };
      const branch = (what: string) => [
        { ...place, id: `${what}-in`, type: 'http in', method: 'post', url: `/${what}`, wires: [[`${what}-read`]] },
        {
          ...place,
          id: `${what}-read`,
          type: 'function',
          func: 'const { number, payload } = msg.payload; return { ...msg, number, payload };',
          wires: [[what]],
        },
        {
          ...place,
          id: what,
          type: what === 'create' ? 'jira-issue-create' : 'jira-comment-add',
          name: `deploy ${deploys}`,
          site: 'site',
          whenAway: 'keep',
          wires: [['write']],
        },
      ];
      return [
        { id: 'site', type: 'jira-site', siteUrl, ...properties, timeout: 3_000, credentials: secrets },
        { id: 'tab', type: 'tab' },
        ...branch('create'),
        ...branch('comment'),
        { ...place, id: 'complete', type: 'complete', scope: ['create', 'comment'], wires: [['respond']] },
        { ...place, id: 'caught', type: 'catch', scope: null, wires: [['write', 'respond']] },
        {
          ...place,
          id: 'respond',
          type: 'function',
          func: 'return msg.res && { ...msg, statusCode: 200, payload: "" };',
          wires: [['response']],
        },
        { ...place, id: 'response', type: 'http response', wires: [] },
        {
          ...place,
          id: 'write',
          type: 'function',
          func: WRITE,
          libs: [{ var: 'fs', module: 'fs' }],
          initialize: `context.set('file', ${JSON.stringify(file())})`,
          wires: [],
        },
      ];
    }

    const file = (): string => path.join(nodeRed.userDirectory, 'written');

    function written(): readonly Written[] {
      if (!existsSync(file())) return [];
      const lines = readFileSync(file(), 'utf8').split('\n').slice(0, -1);
      return lines.map((one) => JSON.parse(one) as Written);
    }

    function count(all: readonly Written[], numbers: readonly number[]): number {
      const found = new Set(all.map(({ number }) => number));
      return numbers.filter((number) => found.has(number)).length;
    }

    /** How often each alarm is in Jira. */
    function created(numbers: readonly number[]): readonly number[] {
      const summaries = [...demo.jira[deployment].issues.values()].map(({ values }) => values.get('summary'));
      return numbers.map((number) => summaries.filter((summary) => summary === `alarm ${number}`).length);
    }

    /** The alarms that were noted at an issue, in the order of the comments. */
    function commented(numbers: readonly number[]): readonly number[] {
      const told = demo.exchanges
        .filter(({ method, path: at, status }) => method === 'POST' && /\/comment$/.test(at) && status === 201)
        .map(({ requestBody }) => Number(/alarm (\d+)/.exec(JSON.stringify(requestBody))?.[1]));
      return told.filter((number) => numbers.includes(number));
    }
  });
}

/** Written at once, so that nothing of it is lost with the process. */
const WRITE = `fs.appendFileSync(context.get('file'), JSON.stringify({ number: msg.number, kept: msg.jira && msg.jira.kept, code: msg.error && msg.error.code }) + '\\n');`;
