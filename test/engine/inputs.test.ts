import assert from 'node:assert/strict';
// All of Node-RED would take a second to load; this part evaluates the typed properties.
import { util } from '@node-red/util';
import type { Node, NodeAPI, NodeMessage } from 'node-red';
import { JiraError } from '../../nodes/client/errors/jira-error';
import type { JsonRecord } from '../../nodes/client/json';
import {
  type Action,
  defineAction,
  flag,
  ids,
  issueIdOrKey,
  list,
  references,
  rich,
  rows,
  text,
  time,
} from '../../nodes/definition';
import type { InputValues } from '../../nodes/engine/input-values';
import { readInputs } from '../../nodes/engine/inputs';

const RED = { util } as NodeAPI;
const NODE = { id: 'n1' } as Node;

const READING = defineAction({
  type: 'jira-test-get',
  route: 'GET /test',
  returns: 'many',
  inputs: { issueIdOrKey: issueIdOrKey({ primary: true }), fields: list(), fieldsByKeys: flag() },
  list: () => Promise.resolve([]),
}) as Action;
const WRITING = defineAction({
  type: 'jira-test-add',
  route: 'POST /test',
  returns: 'echo',
  inputs: {
    summary: text({ required: true, orInFields: 'summary', primary: true }),
    description: rich({ clearable: true }),
    fields: list(),
    ids: ids({ primary: true }),
  },
  request: () => ({ route: 'GET /' }),
}) as Action;

const ROWS = defineAction({
  type: 'jira-test-rows',
  route: 'POST /test',
  returns: 'rows',
  perCall: 2,
  extraFields: true,
  once: 'offered',
  inputs: {
    issues: rows({ required: true, primary: true }),
    summary: text({ required: true, orInFields: 'summary' }),
    fields: list(),
  },
  one: () => Promise.resolve({ route: 'POST /test' }),
  together: () => Promise.resolve([]),
}) as Action;
const CREATING = defineAction({
  type: 'jira-test-create',
  route: 'POST /test',
  returns: 'echo',
  extraFields: true,
  once: 'offered',
  inputs: { summary: text({ required: true, orInFields: 'summary' }), fields: list() },
  request: () => ({ route: 'GET /' }),
}) as Action;

const LOGGING = defineAction({
  type: 'jira-test-log',
  route: 'POST /test',
  returns: 'echo',
  inputs: { issues: references({ primary: true }), started: time({ orNow: true }), ended: time() },
  request: () => ({ route: 'GET /' }),
}) as Action;

const read = (action: Action, config: JsonRecord, msg: object): Promise<InputValues> =>
  readInputs({ RED, node: NODE, msg: msg as NodeMessage, warn: () => {} }, config, action);
const refusal = (action: Action, config: JsonRecord, msg: object): Promise<unknown> =>
  read(action, config, msg).catch((error: unknown) => error instanceof JiraError && [error.reason, error.values]);

const ISSUE = { self: 'https://acme.example/rest/api/3/issue/1', key: 'OPS-1', fields: ['never'], expand: 'x' };

describe('reading the inputs of a message', () => {
  const typed: readonly [title: string, config: JsonRecord, msg: object, expected: unknown][] = [
    ['at its default from the payload', {}, { payload: { issueIdOrKey: 'OPS-1' } }, 'OPS-1'],
    [
      'at its default as the form saves it',
      { issueIdOrKey: '', issueIdOrKeyType: 'payload' },
      { payload: { issueIdOrKey: 'OPS-1' } },
      'OPS-1',
    ],
    ['no value and an empty type as the default', { issueIdOrKeyType: '' }, { payload: 'OPS-1' }, 'OPS-1'],
    ['from the other names of the payload', {}, { payload: { key: 'OPS-1' } }, 'OPS-1'],
    ['the own name before the other ones', {}, { payload: { key: 'OPS-2', issueIdOrKey: 'OPS-1' } }, 'OPS-1'],
    ['a value alone as text', { issueIdOrKey: 'OPS-1' }, { payload: { issueIdOrKey: 'OPS-2' } }, 'OPS-1'],
    ['an empty type as text', { issueIdOrKey: 'OPS-1', issueIdOrKeyType: '' }, {}, 'OPS-1'],
    ['a property of the message', { issueIdOrKey: 'topic', issueIdOrKeyType: 'msg' }, { topic: 'OPS-1' }, 'OPS-1'],
    ['JSONata', { issueIdOrKey: '"OPS-" & topic', issueIdOrKeyType: 'jsonata' }, { topic: 1 }, 'OPS-1'],
    ['a number that a flow gives as such', { issueIdOrKey: 7, issueIdOrKeyType: 'num' }, {}, '7'],
    ['a bare text', {}, { payload: 'OPS-1' }, 'OPS-1'],
    ['a bare number, for a node that only reads', {}, { payload: 10_001 }, '10001'],
    ['something that Jira returned, by what it names', {}, { payload: ISSUE }, 'OPS-1'],
  ];
  for (const [title, config, msg, expected] of typed) {
    it(title, async () => assert.deepEqual(await read(READING, config, msg), { issueIdOrKey: expected }));
  }

  it('takes several at once, each from its own place', async () => {
    const config = { fields: 'summary, status', fieldsByKeys: 'wanted', fieldsByKeysType: 'msg' };
    assert.deepEqual(await read(READING, config, { payload: 'OPS-1', wanted: 'true' }), {
      issueIdOrKey: 'OPS-1',
      fields: ['summary', 'status'],
      fieldsByKeys: true,
    });
  });

  it('takes a list that a flow written by hand gives as one, whatever its type says', async () => {
    const config = { fields: ['summary'], fieldsType: 'json' };
    assert.deepEqual(await read(READING, config, { payload: 'OPS-1' }), { issueIdOrKey: 'OPS-1', fields: ['summary'] });
  });

  it('leaves out what is empty: an empty property is not the whole message, an empty number not 0', async () => {
    const config = { fields: '', fieldsType: 'msg', maxResults: '', maxResultsType: 'num', fieldsByKeysType: 'bool' };
    assert.deepEqual(await read(READING, config, { payload: 'OPS-1' }), { issueIdOrKey: 'OPS-1' });
  });

  it('keeps null where it empties a field', async () => {
    assert.deepEqual(await read(WRITING, {}, { payload: { summary: 'a', description: null, ids: null } }), {
      summary: 'a',
      description: null,
    });
  });

  it('takes a list of ids as they are, and no other list', async () => {
    assert.deepEqual(await read(WRITING, { summary: 'a' }, { payload: [1, 2] }), { summary: 'a', ids: [1, 2] });
    assert.deepEqual(await refusal(WRITING, {}, { payload: [1] }), ['input.array', { name: 'summary' }]);
    assert.deepEqual(await refusal(READING, {}, { payload: ['OPS-1'] }), ['input.array', { name: 'issueIdOrKey' }]);
    const set = { issueIdOrKey: 'gone', issueIdOrKeyType: 'msg' };
    assert.deepEqual(await refusal(READING, set, { payload: ['OPS-1'] }), ['input.missing', { name: 'issueIdOrKey' }]);
  });

  it('says what is missing, before Jira is asked', async () => {
    for (const payload of [undefined, null, {}, true, ''])
      assert.deepEqual(await refusal(READING, {}, { payload }), ['input.missing', { name: 'issueIdOrKey' }]);
    // What is inside fields can't stand for something that is no field.
    assert.deepEqual(await refusal(READING, { fields: 'a' }, { payload: {} }), [
      'input.missing',
      { name: 'issueIdOrKey' },
    ]);
    // A node that writes doesn't take a number for what it writes.
    assert.deepEqual(await refusal(WRITING, {}, { payload: 7 }), ['input.missing', { name: 'summary' }]);
  });

  it('looks for a required field inside fields as well', async () => {
    assert.deepEqual(await read(WRITING, {}, { payload: { fields: ['summary'] } }), { fields: ['summary'] });
  });

  it("says why a typed value can't be evaluated, also where JSONata throws no error", async () => {
    for (const expression of ['$error("no")', '{', '$sum("a")']) {
      const config = { issueIdOrKey: expression, issueIdOrKeyType: 'jsonata' };
      const [reason, values] = (await refusal(READING, config, {})) as [string, { name: string; detail: string }];
      assert.deepEqual([reason, values.name], ['input.unevaluable', 'issueIdOrKey']);
      assert.match(values.detail, /\w/);
      assert.doesNotMatch(values.detail, /object Object|undefined/);
    }
  });

  describe('of a message that throws when it is looked at', () => {
    const thrower = (name: string, others: object = {}): object =>
      Object.defineProperty({ ...others }, name, {
        enumerable: true,
        get() {
          throw new Error('not yet');
        },
      });
    const seenAt = (name: string): unknown => ['input.unevaluable', { name, detail: 'not yet' }];
    const next = { issueIdOrKey: 'OPS-1', position: 'e30' };
    const set = { fields: 'asked', fieldsType: 'msg' };

    for (const [title, msg, name] of [
      ['its payload', thrower('payload'), 'msg.payload'],
      ['what tells a record of Jira', { payload: thrower('self') }, 'msg.payload'],
      ['one input of the payload', { payload: thrower('issueIdOrKey') }, 'issueIdOrKey'],
      ['the position of a list', { payload: thrower('position', { issueIdOrKey: 'OPS-1' }) }, 'next'],
      ['an input that goes on with a list', { payload: thrower('fields', next) }, 'next'],
    ] as const) {
      it(`the flow is told where: ${title}`, async () =>
        assert.deepEqual(await refusal(READING, set, msg), seenAt(name)));
    }

    it('what is refused for another reason keeps that', async () => {
      const payload = { issueIdOrKey: 'OPS-1', fieldsByKeys: 'perhaps' };
      assert.deepEqual(await refusal(READING, {}, { payload }), [
        'input.not.flag',
        { name: 'fieldsByKeys', found: 'string' },
      ]);
    });
  });

  describe('of a node that deletes issues', () => {
    const DELETING = defineAction({
      type: 'jira-test-delete',
      route: 'DELETE /issue/{issueIdOrKey}',
      returns: 'echo',
      record: 'issue',
      inputs: { issueIdOrKey: issueIdOrKey() },
      request: (params) => ({ params }),
    }) as Action;
    const { record: _record, ...anything } = DELETING;
    const API = 'https://acme.atlassian.net/rest/api/3';
    const issue = { self: `${API}/issue/1`, key: 'OPS-1' };
    const comment = { self: `${API}/issue/1/comment/7`, id: '7' };

    for (const payload of [issue, { issueIdOrKey: 'OPS-1' }, { key: 'OPS-1', linkId: '3' }]) {
      it(`take the issue that ${JSON.stringify(payload)} is or names`, async () =>
        assert.deepEqual(await read(DELETING, {}, { payload }), { issueIdOrKey: 'OPS-1' }));
    }

    for (const [payload, reason] of [
      [comment, 'input.otherKind'],
      [{ self: `${API}/status/3`, key: 'OPS-1' }, 'input.otherKind'],
      [{ issueIdOrKey: 'OPS-1', commentId: '7' }, 'input.otherKind'],
      [{ issueIdOrKey: 'OPS-1', worklogId: '7' }, 'input.otherKind'],
      [{ issueIdOrKey: 'OPS-1', commentId: '7', worklogId: '8' }, 'input.otherKind'],
      [{}, 'input.missing'],
      ['OPS-1', 'input.missing'],
    ] as const) {
      it(`take nothing from ${JSON.stringify(payload)}`, () =>
        assert.rejects(
          read(DELETING, {}, { payload }),
          (error: unknown) => error instanceof JiraError && error.reason === reason,
        ));
    }

    it('take a comment for what it belongs to only where nothing is deleted', async () => {
      assert.deepEqual(await read(READING, {}, { payload: comment }), { issueIdOrKey: '1' });
      assert.deepEqual(await read(READING, {}, { payload: { key: 'OPS-1', commentId: '7' } }), {
        issueIdOrKey: 'OPS-1',
      });
      await assert.rejects(
        read(READING, {}, { payload: { self: `${API}/status/3`, id: '3' } }),
        (error: unknown) => error instanceof JiraError && error.reason === 'input.missing',
      );
      await assert.rejects(
        read(READING, {}, { payload: { commentId: '7' } }),
        (error: unknown) => error instanceof JiraError && error.reason === 'input.missing',
      );
    });

    it('only a node that deletes says that the thing is of another kind', async () => {
      const commenting = defineAction({ ...READING, record: 'comment' } as Action);
      assert.deepEqual(await refusal(commenting, {}, { payload: { self: `${API}/status/3`, id: '3' } }), [
        'input.missing',
        { name: 'issueIdOrKey' },
      ]);
    });

    it('take what is named where the node does not say what it deletes, and no record', async () => {
      const payload = { issueIdOrKey: 'OPS-1', commentId: '7' };
      assert.deepEqual(await read(anything, {}, { payload }), { issueIdOrKey: 'OPS-1' });
      await assert.rejects(
        read(anything, {}, { payload: issue }),
        (error: unknown) => error instanceof JiraError && error.reason === 'input.otherKind',
      );
    });
  });

  describe('that go on where an earlier response ended', () => {
    it('takes everything from next, and nothing from the message beside it', async () => {
      const next = {
        issueIdOrKey: 'OPS-1',
        fields: 'a,b',
        startAt: '50',
        skip: '3',
        byIds: true,
        next: {},
        strange: 1,
      };
      assert.deepEqual(await read(READING, { fieldsByKeys: 'true' }, { payload: { next } }), {
        issueIdOrKey: 'OPS-1',
        fields: ['a', 'b'],
        startAt: 50,
        next: { skip: '3', byIds: true, strange: 1 },
      });
    });

    it('takes it from the payload itself, too', async () => {
      const payload = { issueIdOrKey: 'OPS-1', position: 'e30' };
      assert.deepEqual(await read(READING, {}, { payload }), { issueIdOrKey: 'OPS-1', next: { position: 'e30' } });
      assert.deepEqual(await read(WRITING, {}, { payload: { ...payload, summary: 'x' } }), { summary: 'x' });
    });

    it('needs nothing more once the end was reached', async () => {
      assert.deepEqual(await read(READING, {}, { payload: { next: null } }), { next: null });
    });
  });
});

describe('a moment that is not given', () => {
  it('is when the message came, where the input says so, and nothing else', async () => {
    const before = Date.now();
    const { started, ended } = await read(LOGGING, {}, { payload: {} });
    assert.ok(Date.parse(String(started)) >= before && Date.parse(String(started)) <= Date.now());
    assert.equal(ended, undefined);
  });

  it('is not in the way of one that is', async () => {
    const { started } = await read(LOGGING, {}, { payload: { started: '2021-01-17 12:34Z' } });
    assert.equal(started, '2021-01-17T12:34:00.000Z');
  });
});

describe('several things', () => {
  it('come as an array of whatever names them, as a search gives it', async () => {
    const { issues } = await read(LOGGING, {}, { payload: [{ key: 'OPS-1', fields: {} }, 'OPS-2'] });
    assert.deepEqual(issues, ['OPS-1', 'OPS-2']);
  });
});

describe('rows in a message', () => {
  const row = { Summary: 'Pump 4 overheats' };
  const config = { summary: 'x', extraFields: 'use' };
  const issues = async (payload: unknown, more: JsonRecord = {}) =>
    (await read(ROWS, { ...config, ...more }, { payload })).issues;

  it('are a list of them, an object that has one, or one by itself', async () => {
    assert.deepEqual(await issues([row]), [row]);
    assert.deepEqual(await issues({ issues: [row] }), [row]);
    assert.deepEqual(await issues({ Issues: [row] }), [row]);
    assert.deepEqual(await issues(row), [row]);
    assert.deepEqual(await issues(row, { issues: 'rows', issuesType: 'msg' }).catch(() => 'refused'), 'refused');
  });

  it('one by itself gives nothing to the other inputs, and has no fields beside itself', async () => {
    assert.deepEqual(await read(ROWS, config, { payload: row }), { issues: [row], summary: 'x' });
  });

  it('that can not be looked at are told by where they are', async () => {
    const broken = Object.defineProperty({}, Symbol.toStringTag, {
      get() {
        throw new Error('broken');
      },
    });
    assert.deepEqual(await refusal(ROWS, config, { payload: broken }), [
      'input.unevaluable',
      { name: 'msg.payload', detail: 'broken' },
    ]);
  });
});

describe('what a payload holds beyond the inputs', () => {
  const payload = { summary: 'a', 'Story points': 5 };

  it('is taken for fields, told, or left alone, as the node says', async () => {
    const extra = async (mode: string) => (await read(CREATING, { extraFields: mode }, { payload })).extraFields;
    assert.deepEqual(await extra('use'), { use: true, entries: { 'Story points': 5 }, set: [], unused: [] });
    assert.deepEqual(await extra('warn'), { use: false, entries: {}, set: [], unused: ['Story points'] });
    assert.equal(await extra('ignore'), undefined);
    assert.deepEqual(Object.keys(await read(CREATING, { extraFields: 'use' }, { payload: { summary: 'a' } })), [
      'summary',
    ]);
    assert.deepEqual(await read(WRITING, { extraFields: 'use' }, { payload }), { summary: 'a' });
  });

  it('may hold what is required under another name; without anything, that is missing', async () => {
    const { summary, extraFields } = await read(CREATING, { extraFields: 'use' }, { payload: { Betreff: 'a' } });
    assert.equal(summary, undefined);
    assert.ok(extraFields);
    assert.deepEqual(await refusal(CREATING, { extraFields: 'use' }, { payload: {} }), [
      'input.missing',
      { name: 'summary' },
    ]);
    assert.deepEqual(await refusal(CREATING, {}, { payload: { Betreff: 'a' } }), [
      'input.missing',
      { name: 'summary' },
    ]);
    assert.deepEqual(await read(CREATING, {}, { payload: { fields: ['a'] } }), { fields: ['a'] });
  });

  it('that can not be looked at is told by where it is', async () => {
    const broken = new Proxy(
      {},
      {
        ownKeys() {
          throw new Error('broken');
        },
      },
    );
    assert.deepEqual(await refusal(CREATING, { summary: 'x' }, { payload: broken }), [
      'input.unevaluable',
      { name: 'msg.payload', detail: 'broken' },
    ]);
  });
});

describe('a once key', () => {
  it('is read where the node writes once, and nowhere else', async () => {
    const payload = { summary: 'a', onceKey: 'k' };
    assert.deepEqual(await read(CREATING, { once: true }, { payload }), { summary: 'a', onceKey: 'k' });
    assert.deepEqual(await read(CREATING, { once: true }, { payload: { summary: 'a' } }), { summary: 'a' });
    assert.equal((await read(CREATING, {}, { payload })).onceKey, undefined);
    assert.equal((await read(WRITING, { once: true }, { payload })).onceKey, undefined);
  });
});
