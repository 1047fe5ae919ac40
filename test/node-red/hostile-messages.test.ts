import assert from 'node:assert/strict';
import { httpFlow } from '../support/http-flow';
import { type Flows, type RealNodeRed, startNodeRed } from '../support/node-red';
import { NODE_REDS_OF_THIS_RUN } from '../support/node-red-versions';
import { ScriptedServer } from '../support/server';
import { until } from '../support/until';

const CREATE = 'POST /rest/api/3/issue';
const CREATED = { status: 201, body: { id: '10001', key: 'OPS-999', self: 'https://jira/rest/api/3/issue/10001' } };

/** What a function node makes of a message, and how that ends: expressions with `fails`, which throws, and `issue`, a payload. */
const MESSAGES: Readonly<Record<string, readonly [message: string, end: string]>> = {
  'an inherited name': [`{ payload: { ...issue, fields: { constructor: 'x' } } }`, 'JIRA_INPUT'],
  'a prototype by name': [`{ payload: { ...issue, fields: JSON.parse('{"__proto__": "x"}') } }`, 'JIRA_INPUT'],
  'a circle': [`{ payload: circle({ ...issue }) }`, 'JIRA_INPUT'],
  'a getter that throws': [`{ payload: { ...issue, fields: { get x() { return fails(); } } } }`, 'JIRA_INPUT'],
  'a payload of getters': [`{ payload: { get project() { return fails(); } } }`, 'JIRA_INPUT'],
  'a revoked proxy': [`{ payload: { ...issue, fields: revoked() } }`, 'JIRA_INPUT'],
  'something to wait for': [`{ payload: { ...issue, fields: { then() {} } } }`, 'JIRA_INPUT'],
  'a BigInt': [`{ payload: { ...issue, fields: { x: 10n } } }`, 'JIRA_INPUT'],
  'a symbol': [`{ payload: { ...issue, fields: { x: Symbol('x') } } }`, 'JIRA_INPUT'],
  'a million levels': [`{ payload: { ...issue, fields: '{"a":'.repeat(1e6) + '1' + '}'.repeat(1e6) } }`, 'JIRA_INPUT'],
  'no payload at all': ['{}', 'JIRA_INPUT'],
  'a frozen message': [`frozen({ payload: issue })`, 'OPS-999'],
  'a read-only payload': [`Object.defineProperty({}, 'payload', { value: issue, enumerable: true })`, 'OPS-999'],
  'a msg.jira that throws': [
    `Object.defineProperty({ payload: issue }, 'jira', { get: fails, set: fails })`,
    'OPS-999',
  ],
  'a sealed message': [`Object.seal({ _msgid: 'sealed', payload: issue })`, 'OPS-999'],
  'an entry that throws': [`{ payload: issue, get other() { return fails(); } }`, 'OPS-999'],
};

const SENDING = `
  const fails = () => { throw new Error('broken on purpose'); };
  const circle = (object) => Object.assign(object, { fields: { x: [object] } });
  const revoked = () => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy; };
  // The function node itself would fail to write an id onto a message that is frozen already.
  const frozen = (msg) => { Promise.resolve().then(() => Object.freeze(msg)); return msg; };
  const issue = { project: 'OPS', issueType: 'Task', summary: 'Alarm' };
  const messages = [${Object.values(MESSAGES)
    .map(([message]) => `() => (${message})`)
    .join(', ')}];
  node.send(messages[msg.payload](), false);`;
const REMEMBERING = `global.set('end', msg.error ? msg.error.code : msg.payload.key);`;

function flows(siteUrl: string): Flows {
  const site = { id: 'site', type: 'jira-site', siteUrl, deployment: 'cloud', gateway: 'never' };
  const nodes: Flows = [
    { id: 'send', type: 'function', func: SENDING, outputs: 1, wires: [['create']] },
    { id: 'create', type: 'jira-issue-create', site: 'site', wires: [['end']] },
    { id: 'catch', type: 'catch', scope: null, wires: [['end']] },
    { id: 'end', type: 'function', func: REMEMBERING, wires: [] },
    { id: 'into', type: 'link in', wires: [['send']] },
  ];
  const answer = `const end = global.get('end'); msg.payload = end ?? null; return msg;`;
  const start = `global.set('end', undefined); return msg;`;
  return [
    { ...site, credentials: { username: 'ada', password: 'token' } },
    { id: 'tab', type: 'tab' },
    ...nodes.map((node) => ({ ...node, z: 'tab', x: 1, y: 1 })),
    ...httpFlow({
      path: '/send',
      nodes: [
        { id: 'forget', type: 'function', func: start },
        { id: 'out', type: 'link out', mode: 'link', links: ['into'] },
      ],
    }).map((node) => (node.id === 'forget' ? { ...node, wires: [['out', 'send-answer']] } : node)),
    ...httpFlow({ path: '/end', nodes: [{ id: 'tell', type: 'function', func: answer }] }),
  ];
}

for (const version of NODE_REDS_OF_THIS_RUN) {
  describe(`A real Node-RED ${version} goes on`, function () {
    this.timeout(120_000);
    let nodeRed: RealNodeRed;
    let jira: ScriptedServer;

    before(async () => {
      jira = await ScriptedServer.start();
      jira.on(CREATE, CREATED).on('GET /rest/api/3/field', { body: [] });
      nodeRed = await startNodeRed({ version, flows: flows(jira.url) });
    });
    after(async () => {
      await nodeRed?.stop();
      await jira?.stop();
    });

    for (const [index, [what, [, expected]]] of Object.entries(MESSAGES).entries()) {
      it(`after ${what}, which ends in ${expected}`, async () => {
        const before = jira.seen(CREATE).length;
        await nodeRed.request('POST', '/send', { payload: index });
        const ended = async () => {
          const { body } = await nodeRed.request('POST', '/end', {});
          return (body as { payload: unknown }).payload;
        };
        assert.equal(await until(ended, (end) => end !== null), expected);
        assert.equal(jira.seen(CREATE).length - before, expected === 'OPS-999' ? 1 : 0);
      });
    }
  });
}
