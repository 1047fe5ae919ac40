import assert from 'node:assert/strict';
import { DEPLOYMENTS, demoJira } from '../support/demo';
import { flowOf, nodeRedInProcess } from '../support/nodes';

const NODE = { type: 'jira-issue-create', once: true, project: 'OPS', projectType: 'str', issueType: 'Bug' };
const ALARM = { summary: 'Alarm 4711', onceKey: 'alarm-4711' };

describe('a node that writes exactly once', () => {
  nodeRedInProcess();
  const demo = demoJira();
  const creations = () => demo.requests().filter(({ method, path }) => method === 'POST' && path.endsWith('/issue'));

  for (const deployment of DEPLOYMENTS) {
    it(`on ${deployment}: gives the first result to a second message with its key, and says so`, async () => {
      const flow = await flowOf(demo.site(deployment), NODE);
      const payload = { ...ALARM, onceKey: `${ALARM.onceKey} ${deployment}` };
      const first = await flow.send({ payload });
      assert.equal(first.error, undefined, first.error?.message);
      assert.equal(first.jira?.duplicate, undefined);
      const second = await flow.send({ payload });
      assert.deepEqual(second.payload, first.payload);
      assert.equal(second.jira?.duplicate, true);
      assert.equal(creations().length, 1);
    });

    it(`on ${deployment}: makes up for a lost answer, and says so`, async () => {
      demo.jira.fault({ deployment, method: 'POST', path: /\/issue$/, response: 'after' });
      const flow = await flowOf(demo.site(deployment), NODE);
      const { error, jira, payload } = await flow.send({ payload: { summary: ALARM.summary } });
      assert.equal(error, undefined, error?.message);
      assert.equal(jira?.recovered, true);
      assert.match(JSON.stringify(payload), /"OPS-\d+"/);
      assert.equal(creations().length, 1);
    });

    it(`on ${deployment}: takes no notice of a key unless it is told to`, async () => {
      const flow = await flowOf(demo.site(deployment), { ...NODE, once: false });
      for (const onceKey of ['same', 'same', { odd: true }]) {
        const { error, jira } = await flow.send({ payload: { ...ALARM, onceKey } });
        assert.equal(error, undefined, error?.message);
        assert.equal(Reflect.get(Object(jira?.input), 'onceKey'), undefined);
      }
      assert.equal(creations().length, 3);
    });

    it(`on ${deployment}: says in words why a key can not be stored`, async () => {
      demo.jira[deployment].settings.withheld.add('edit');
      const flow = await flowOf(demo.site(deployment), NODE);
      const { error } = await flow.send({ payload: ALARM });
      assert.equal(error?.code, 'JIRA_FORBIDDEN');
      assert.match(error?.message ?? '', /project OPS.*"Exactly once"/);
    });
  }
});
