import assert from 'node:assert/strict';
import { type DEPLOYMENTS, demoJira, deploymentsOf } from '../support/demo';
import { flowOf, nodeRedInProcess, type Outcome } from '../support/nodes';

const fails = () => {
  throw new Error('broken on purpose');
};
const circle = (): object => {
  const object: Record<string, unknown> = { list: [] };
  object.list = [{ back: object }];
  return object;
};
const nested = (levels: number): unknown => JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`);
const revoked = (): object => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};
/** Each holds the next one twice: small in memory, and without end as JSON. */
const doubling = (): object => {
  let all: object = { end: true };
  for (let level = 0; level < 40; level++) all = { one: all, other: all };
  return all;
};

const HOSTILE: Readonly<Record<string, () => unknown>> = {
  'itself, through a list': circle,
  'a getter that throws': () => Object.defineProperty({}, 'x', { enumerable: true, get: fails }),
  'a proxy that throws': () => new Proxy({}, { ownKeys: fails, get: fails, getOwnPropertyDescriptor: fails }),
  'a proxy that was revoked': revoked,
  'a toJSON that throws': () => ({ toJSON: fails }),
  'a BigInt': () => ({ x: 10n }),
  'a symbol': () => ({ x: Symbol('x') }),
  'a function': () => ({ x: () => 1 }),
  'no number': () => ({ x: Number.NaN }),
  'no date': () => ({ x: new Date(Number.NaN) }),
  'a map': () => ({ x: new Map([['y', 1]]) }),
  'very many levels': () => nested(100_000),
  'more than memory could hold': doubling,
};

/** Every input of a writing node that takes an object. */
const PLACES: Readonly<Record<string, (hostile: unknown) => readonly [type: string, payload: object]>> = {
  fields: (fields) => ['jira-issue-update', { key: 'OPS-1', fields: { labels: [fields] } }],
  'fields itself': (fields) => ['jira-issue-update', { key: 'OPS-1', fields: { ...Object(fields), x: fields } }],
  update: (update) => ['jira-issue-update', { key: 'OPS-1', update: { labels: [{ add: update }] } }],
  properties: (properties) => ['jira-issue-update', { key: 'OPS-1', properties: { p: properties } }],
  visibility: (visibility) => ['jira-comment-add', { key: 'OPS-1', body: 'x', visibility: { v: visibility } }],
  description: (x) => ['jira-issue-update', { key: 'OPS-1', description: { type: 'doc', version: 1, content: [x] } }],
};

describe('what no call could carry is refused before any call', () => {
  nodeRedInProcess();
  const demo = demoJira();

  async function refusal(deployment: (typeof DEPLOYMENTS)[number], type: string, payload: unknown): Promise<Outcome> {
    const flow = await flowOf(demo.site(deployment), { type });
    return flow.send({ payload });
  }

  for (const [index, [what, make]] of Object.entries(HOSTILE).entries()) {
    for (const deployment of deploymentsOf(index)) {
      it(`${deployment}: ${what} is JIRA_INPUT, wherever it stands`, async () => {
        for (const [place, at] of Object.entries(PLACES)) {
          // An own entry can't be spread out of what fights back.
          if (place === 'fields itself' && !['itself, through a list', 'a BigInt'].includes(what)) continue;
          const [type, payload] = at(make());
          const { error } = await refusal(deployment, type, payload);
          assert.equal(error?.code, 'JIRA_INPUT', `${place}: ${error?.message}`);
          assert.equal(error?.cause.outcome, 'not-done');
        }
        assert.deepEqual(demo.requests(), []);
      }).timeout(120_000);
    }
  }

  it('says where it stands', async () => {
    const payload = { key: 'OPS-1', fields: { Size: { list: [1, { x: 10n }] } } };
    const { error } = await refusal('cloud', 'jira-issue-update', payload);
    assert.match(error?.message ?? '', /"Fields" \(fields\).*fields\.Size\.list\[1\]\.x/);
  });

  for (const [what, payload] of [
    // biome-ignore lint/suspicious/noThenProperty: that is what is tried
    ['an object with a "then" as an input', { key: 'OPS-1', fields: { then: () => {} } }],
    ['an input that is a promise for ever', { key: 'OPS-1', fields: new Promise(() => {}) }],
    ['a payload whose entries throw', Object.defineProperty({}, 'key', { enumerable: true, get: fails })],
    ['a payload that was revoked', revoked()],
  ] as const) {
    it(`${what} does not keep a message from its end`, async () => {
      const { error } = await refusal('cloud', 'jira-issue-update', payload);
      assert.equal(error?.code, 'JIRA_INPUT', error?.message);
    });
  }

  it('a message whose payload throws when it is read is JIRA_INPUT', async () => {
    const flow = await flowOf(demo.site('cloud'), { type: 'jira-issue-update' });
    const msg = Object.defineProperty({ _msgid: 'm1' }, 'payload', { enumerable: true, get: fails });
    const { error } = await flow.sendAsItIs(msg);
    assert.equal(error?.code, 'JIRA_INPUT', error?.message);
  });

  it('dates and objects that say how they become JSON are values as ever', async () => {
    const flow = await flowOf(demo.site('cloud'), { type: 'jira-issue-create' });
    const fields = { duedate: new Date('2026-12-24T08:00:00Z'), labels: [{ toJSON: () => 'hot' }] };
    const { error } = await flow.send({ payload: { project: 'OPS', issueType: 'Task', summary: 'x', fields } });
    assert.equal(error, undefined, error?.message);
    const sent = demo.requests().at(-1)?.requestBody as { fields: Record<string, unknown> };
    assert.equal(sent.fields.duedate, '2026-12-24');
    assert.deepEqual(sent.fields.labels, ['hot']);
  });

  it('what a flow changes in its message meanwhile changes nothing of what is sent', async () => {
    const flow = await flowOf(demo.site('cloud'), { type: 'jira-issue-create' });
    const fields = { labels: ['before'] };
    const sending = flow.send({ payload: { project: 'OPS', issueType: 'Task', summary: 'x', fields } });
    await new Promise((resolve) => setImmediate(resolve));
    fields.labels[0] = 'after';
    await sending;
    const sent = demo.requests().at(-1)?.requestBody as { fields: Record<string, unknown> };
    assert.deepEqual(sent.fields.labels, ['before']);
  });
});
