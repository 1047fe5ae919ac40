import assert from 'node:assert/strict';
import { once } from 'node:events';
import { entry } from '../../nodes/client/json';
import { DEPLOYMENTS, demoJira } from '../support/demo';
import { type Flow, flowOf, nodeRedInProcess, type Outcome } from '../support/nodes';
import { until } from '../support/until';

const ALARM = { project: 'OPS', issueType: 'Task', summary: 'Alarm 4711 of pump 4' };
/** What is away is known to be so at once. */
const QUICK = { maxRetries: 0 };
const CREATE = { type: 'jira-issue-create', whenAway: 'keep' };

describe('a node that keeps its messages while Jira is away', function () {
  this.timeout(60_000);
  nodeRedInProcess();
  const demo = demoJira();
  afterEach(() => demo.jira.plugIn());

  /** Resolves once the node has done its part for a message. */
  const completed = (flow: Flow) => once(flow.node('done'), 'input');

  for (const deployment of DEPLOYMENTS) {
    const alarms = () =>
      [...demo.jira[deployment].issues.values()].filter(({ values }) => values.get('summary') === ALARM.summary);

    describe(`on ${deployment}`, () => {
      it('hands on at once what Jira takes at once', async () => {
        const flow = await flowOf(demo.site(deployment, QUICK), CREATE);
        const { payload, jira } = await flow.send({ payload: ALARM });
        assert.match(String(entry(payload, 'key')), /^OPS-\d+$/);
        assert.equal(jira?.kept, undefined);
        assert.equal(alarms().length, 1);
      });

      it('sends what came meanwhile once Jira is back, tells how many wait, and says so on the message', async () => {
        const flow = await flowOf(demo.site(deployment, QUICK), CREATE);
        await demo.jira.pullPlug('refused');
        const kept = completed(flow);
        const sent = flow.send({ payload: ALARM, req: { socket: () => undefined } });
        await kept;
        await until(
          () => JSON.stringify(Reflect.get(flow.node('n1').status, 'lastCall')?.args ?? ''),
          (line) => line.includes('1 kept'),
        );
        await demo.jira.plugIn();
        const { payload, jira, error } = await sent;
        assert.equal(error, undefined, error?.message);
        assert.match(String(entry(payload, 'key')), /^OPS-\d+$/);
        assert.ok(Number(entry(jira?.kept, 'attempts')) >= 2);
        assert.ok(Date.parse(String(entry(jira?.kept, 'since'))) > 0);
        assert.match(String(jira?.warnings), /without what can't be stored: req\./);
        assert.equal(alarms().length, 1);
      });

      it('tells Catch nodes what Jira then refuses, with the message', async () => {
        const flow = await flowOf(demo.site(deployment, QUICK), CREATE);
        await demo.jira.pullPlug('refused');
        const kept = completed(flow);
        const sent = flow.send({ payload: { ...ALARM, issueType: 'Nonsense' } });
        await kept;
        await demo.jira.plugIn();
        const { error, jira, payload } = await sent;
        assert.equal(error?.code, 'JIRA_INVALID');
        assert.ok(Number(entry(jira?.kept, 'attempts')) >= 2);
        assert.equal(entry(payload, 'summary'), ALARM.summary);
        assert.equal(alarms().length, 0);
      });

      it('goes on after a deploy with what was kept before it', async () => {
        const before = await flowOf(demo.site(deployment, QUICK), CREATE);
        await demo.jira.pullPlug('refused');
        const kept = completed(before);
        void before.send({ payload: ALARM });
        await kept;
        const after = await flowOf(demo.site(deployment, QUICK), CREATE);
        const came = once(after.node('out'), 'input');
        await demo.jira.plugIn();
        const [{ jira }] = (await came) as [Outcome];
        assert.ok(Number(entry(jira?.kept, 'attempts')) >= 2);
        assert.equal(jira?.warnings, undefined);
        assert.equal(alarms().length, 1);
      });

      it('tells a refusal at once where nothing was kept', async () => {
        const flow = await flowOf(demo.site(deployment, QUICK), CREATE);
        const { error } = await flow.send({ payload: { ...ALARM, issueType: 'Nonsense' } });
        assert.equal(error?.code, 'JIRA_INVALID');
      });

      it('finds what a lost response was of, and makes no second one', async () => {
        const flow = await flowOf(demo.site(deployment, QUICK), CREATE);
        demo.jira.fault({ deployment, method: 'POST', path: /\/issue$/, response: 'after' });
        const { jira } = await flow.send({ payload: ALARM });
        assert.equal(jira?.recovered, true);
        assert.equal(alarms().length, 1);
      });

      it('keeps what a refused sign-in can not send', async () => {
        const site = demo.site(deployment);
        const credentials = { ...site.credentials, password: 'wrong', token: 'wrong' };
        const flow = await flowOf({ ...site, credentials }, CREATE);
        const kept = completed(flow);
        void flow.send({ payload: ALARM });
        await kept;
        assert.equal(alarms().length, 0);
      });

      it('sends rows that are kept one by one, takes the end of a table, and leaves alone what was kept for a node of another type', async () => {
        const node = { type: 'jira-issue-bulk-create', whenAway: 'keep', extraFields: 'use' };
        const flow = await flowOf(demo.site(deployment), node);
        const row = (index: number) => ({ payload: ALARM, parts: { id: 'table', index, count: 2 } });
        for (const index of [0, 1]) {
          const { payload, error } = await flow.send(row(index));
          assert.equal(error, undefined, error?.message);
          assert.equal(Array.isArray(payload) && entry(payload[0], 'ok'), true);
        }
        const ended = completed(flow);
        flow.node('n1').receive({ complete: true } as never);
        await ended;
        assert.equal(alarms().length, 2);
      });
    });
  }
});
