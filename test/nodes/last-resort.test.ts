import assert from 'node:assert/strict';
import { DEPLOYMENTS, demoJira } from '../support/demo';
import { flowOf, nodeRedInProcess } from '../support/nodes';

/** Names that every object inherits: foreign JSON has them as its own. */
const INHERITED = ['constructor', 'toString', 'hasOwnProperty', 'valueOf', '__proto__', '__defineGetter__'];

const fieldNamed = (name: string): unknown => JSON.parse(`{"${name}":"x"}`);
const fails = () => {
  throw new Error('broken on purpose');
};

describe('no message ends Node-RED, and each ends once', () => {
  nodeRedInProcess();
  const demo = demoJira();
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  before(() => process.on('unhandledRejection', note));
  after(() => process.off('unhandledRejection', note));
  beforeEach(() => {
    unhandled.length = 0;
  });
  afterEach(() => assert.deepEqual(unhandled, []));

  for (const deployment of DEPLOYMENTS) {
    for (const name of INHERITED) {
      for (const input of ['fields', 'update']) {
        it(`${deployment}: "${name}" in ${input} is a field that this Jira does not have`, async () => {
          const flow = await flowOf(demo.site(deployment), { type: 'jira-issue-update' });
          const { error } = await flow.send({ payload: { key: 'OPS-1', [input]: fieldNamed(name) } });
          assert.equal(error?.code, 'JIRA_INPUT', error?.message);
          assert.ok(error?.message.includes(name), error?.message);
        });
      }

      it(`${deployment}: "${name}" is no transition, no link type, no order of projects and no person`, async () => {
        for (const [type, payload] of [
          ['jira-issue-transition', { key: 'OPS-1', transition: name }],
          ['jira-link-create', { linkType: name, inwardIssue: 'OPS-1', outwardIssue: 'OPS-2' }],
          ['jira-issue-assign', { key: 'OPS-1', assignee: `${name} x` }],
          ...(deployment === 'datacenter' ? ([['jira-project-list', { orderBy: name }]] as const) : []),
        ] as const) {
          const { error } = await (await flowOf(demo.site(deployment), { type })).send({ payload });
          assert.match(error?.code ?? 'worked', /^JIRA_(INPUT|INVALID)$/, `${type}: ${error?.message}`);
        }
      });
    }

    for (const [what, freeze] of Object.entries({
      'a frozen message': (msg: object) => Object.freeze(msg),
      'a message that takes nothing new': (msg: object) => Object.preventExtensions(msg),
      'a read-only msg.jira': (msg: object) => Object.defineProperty(msg, 'jira', { value: 1, enumerable: true }),
      'a read-only msg.payload': (msg: object) => Object.defineProperty(msg, 'payload', { writable: false }),
      'a msg.jira that throws': (msg: object) => Object.defineProperty(msg, 'jira', { set: fails, enumerable: true }),
    })) {
      it(`${deployment}: ${what} goes on with the result of what was done`, async () => {
        const flow = await flowOf(demo.site(deployment), { type: 'jira-issue-create' });
        const payload = { project: 'OPS', issueType: 'Task', summary: 'Alarm' };
        const outcome = await flow.sendAsItIs(freeze({ _msgid: 'm1', payload, topic: 'kept' }));
        assert.equal(outcome.error, undefined, outcome.error?.message);
        assert.match(String((outcome.payload as { key?: unknown }).key), /^OPS-\d+$/);
        assert.equal(outcome.topic, 'kept');
        assert.equal(demo.requests().filter(({ method }) => method === 'POST').length, 1);
      });
    }
  }

  for (const [payload, expected] of [
    ['OPS-1', undefined],
    ['OPS-99999', 'JIRA_NOT_FOUND'],
  ] as const) {
    it(`a node whose status can't be shown still ends its messages (${expected ?? 'found'})`, async () => {
      const flow = await flowOf(demo.site('cloud'), { type: 'jira-issue-get' });
      Object.assign(flow.node('n1'), { status: fails });
      const { error } = await flow.send({ payload });
      assert.equal(error?.code, expected, error?.message);
    });
  }

  it('a fault that comes after a write says that the write was done', async () => {
    const flow = await flowOf(demo.site('cloud'), { type: 'jira-link-create' });
    demo.jira.fault({
      deployment: 'cloud',
      method: 'GET',
      path: /issuelinks/,
      times: 1,
      response: { status: 200, body: '{}' },
    });
    Object.assign(flow.node('n1'), { warn: fails });
    const payload = { linkType: 'Blocks', inwardIssue: 'OPS-1', outwardIssue: 'OPS-9' };
    const { error } = await flow.send({ payload });
    assert.equal(error?.code, 'JIRA_INTERNAL', error?.message);
    assert.equal(error?.cause.outcome, 'done');
  });

  it('a fault of this package is told as one, with its stack in the log and not on the message', async () => {
    const flow = await flowOf(demo.site('cloud'), { type: 'jira-issue-get' });
    const hostile = new Proxy({}, { ownKeys: fails, getOwnPropertyDescriptor: fails, get: fails });
    const { error } = await flow.send({ payload: hostile });
    assert.match(error?.code ?? '', /^JIRA_(INTERNAL|INPUT)$/);
    assert.doesNotMatch(JSON.stringify(error), /\.ts:\d+/);
  });
});
