import assert from 'node:assert/strict';
import { decodeMessage, encodeMessage } from '../../nodes/engine/kept-message';
import { DEPLOYMENTS, demoJira } from '../support/demo';
import { flowOf, nodeRedInProcess } from '../support/nodes';

describe('a node that is to keep its messages', () => {
  nodeRedInProcess({ hasUserDirectory: false });
  const demo = demoJira();

  for (const deployment of DEPLOYMENTS) {
    it(`sends them to ${deployment} all the same where there is no place to keep them, and says so`, async () => {
      const flow = await flowOf(demo.site(deployment), { type: 'jira-issue-create', whenAway: 'keep' });
      const payload = { project: 'OPS', issueType: 'Task', summary: 'Pump 4 overheats' };
      const { error, jira } = await flow.send({ payload });
      assert.equal(error, undefined);
      assert.match(String(jira?.warnings), /without being kept/);
    });
  }

  it('names an option that there is not', async () => {
    const flow = await flowOf(demo.site('cloud'), { type: 'jira-issue-create', whenAway: 'perhaps' });
    const { error } = await flow.send({ payload: { project: 'OPS', issueType: 'Task', summary: 'x' } });
    assert.equal(error?.code, 'JIRA_INPUT');
  });
});

describe('a message as it is kept', () => {
  const order = { inputs: { summary: 'Pump 4', when: new Date(0) } };

  it('has all that can outlast a process, and names the rest', () => {
    const socket = new (class Socket {
      readonly write = () => true;
    })();
    const msg = {
      _msgid: 'a1',
      payload: { bytes: Buffer.from('héllo'), at: new Date(0), map: new Map([['a', 1]]) },
      res: { socket, code: 7 },
      callback: () => undefined,
      get broken() {
        throw new Error('no');
      },
    };
    const { content, left } = encodeMessage(msg, order);
    const kept = decodeMessage(content);
    assert.deepEqual([...left].sort(), ['broken', 'callback', 'res.socket']);
    assert.deepEqual(kept?.left, left);
    assert.deepEqual(kept?.msg, { _msgid: 'a1', payload: msg.payload, res: { code: 7 } });
    assert.deepEqual(kept?.order.inputs, order.inputs);
  });

  it('that is damaged is none', () => {
    for (const content of [undefined, '', 'nonsense', encodeMessage({ _msgid: '' }, order).content.slice(0, 20)]) {
      assert.equal(decodeMessage(content), undefined);
    }
  });
});
