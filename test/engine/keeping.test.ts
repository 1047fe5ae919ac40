import assert from 'node:assert/strict';
import type { NodeAPI } from 'node-red';
import issueBulkCreate from '../../nodes/actions/issue/bulk-create';
import issueDelete from '../../nodes/actions/issue/delete';
import issueGet from '../../nodes/actions/issue/get';
import issueUpdate from '../../nodes/actions/issue/update';
import linkCreate from '../../nodes/actions/link/create';
import { JiraError } from '../../nodes/client/errors/jira-error';
import type { Action } from '../../nodes/definition';
import { EntryLedger } from '../../nodes/engine/entry-ledger';
import type { Host } from '../../nodes/engine/host';
import { type Carried, lostCarrier, revivedCarrier } from '../../nodes/engine/kept-carrier';
import { decodeMessage, decodeResults, encodeMessage, encodeResults } from '../../nodes/engine/kept-message';
import type { NodeError } from '../../nodes/engine/node-error';
import { NodeStatus, SILENT } from '../../nodes/engine/node-status';
import { canBeKept, lanesOf } from '../../nodes/engine/order-lanes';
import { passes } from '../../nodes/engine/passing';
import { verdictOf } from '../../nodes/engine/verdicts';
import { messagesOf } from '../../nodes/i18n/messages';
import type { WriteName } from '../../nodes/idempotency/once-ledger';
import { TestClock } from '../support/clock';
import { withWords } from '../support/messages';

type Facts = ConstructorParameters<typeof JiraError>[3];
const error = (code: JiraError['code'], reason = 'x', facts: Facts = {}): JiraError =>
  new JiraError(code, reason, {}, facts);

describe('what follows from a failure of a message that is kept', () => {
  const LATER = [
    ['no network', error('JIRA_NETWORK', 'network.refused', { outcome: 'not-done' }), 'site'],
    ['a limit', error('JIRA_RATE_LIMIT', 'x', { outcome: 'not-done', retryAfter: 7 }), 'site'],
    ['a refused sign-in', error('JIRA_AUTH', 'x', { outcome: 'not-done', statusCode: 401 }), 'site'],
    ['a full queue', error('JIRA_QUEUE_FULL', 'x', { outcome: 'not-done' }), 'message'],
    ['a fault of Jira', error('JIRA_UNAVAILABLE', 'x', { outcome: 'not-done', statusCode: 500 }), 'message'],
    ['a lost response', error('JIRA_OUTCOME_UNKNOWN', 'x', { outcome: 'unknown', retryable: true }), 'site'],
    ['another page in its place', error('JIRA_RESPONSE', 'response.redirect', { outcome: 'not-done' }), 'site'],
  ] as const;
  for (const [what, thrown, holds] of LATER) {
    it(`${what} keeps it, and holds up ${holds === 'site' ? 'the site' : 'nothing else'}`, () => {
      const verdict = verdictOf(thrown, false);
      assert.equal(verdict.type, 'later');
      assert.ok(verdict.type === 'later' && verdict.holds === holds);
    });
  }

  it('waits as long as Jira asks for, and long where a sign-in is refused', () => {
    const [limited, refused] = [LATER[1][1], LATER[2][1]].map((thrown) => verdictOf(thrown, false));
    assert.ok(limited?.type === 'later' && limited.afterMs === 7_000);
    assert.ok(refused?.type === 'later' && (refused.pace?.first ?? 0) >= 30_000);
  });

  it('a node that closes has failed at nothing', () => {
    const verdict = verdictOf(error('JIRA_CANCELLED', 'cancelled', { outcome: 'not-done' }), true);
    assert.ok(verdict.type === 'later' && verdict.holds === 'nothing');
  });

  for (const thrown of [
    error('JIRA_INVALID', 'x', { outcome: 'not-done', statusCode: 400 }),
    error('JIRA_NETWORK', 'network.tls', { outcome: 'not-done' }),
    error('JIRA_OUTCOME_UNKNOWN', 'x', { outcome: 'unknown' }),
    error('JIRA_UNAVAILABLE', 'x', { outcome: 'done' }),
    new TypeError('a fault of ours'),
  ]) {
    it(`${thrown instanceof JiraError ? `${thrown.code} (${thrown.reason}, ${thrown.facts.outcome})` : thrown.name} ends it`, () => {
      assert.equal(verdictOf(thrown, false).type, 'refused');
      assert.equal(thrown instanceof JiraError && passes(thrown), false);
    });
  }
});

describe('what a kept message has noted of its writes', () => {
  const NAME: WriteName = ['site', 'issue-create', 'key'];

  it('is there after a restart, and says whether something is in doubt', async () => {
    let noted: string | undefined;
    const takeNote = async (note: string | undefined) => {
      noted = note;
    };
    const ledger = new EntryLedger({ note: undefined, takeNote });
    await ledger.write(NAME, { state: 'sending', at: 1, clue: { project: 'OPS' } });
    assert.equal(ledger.isInDoubt, true);
    const later = new EntryLedger({ note: noted, takeNote });
    assert.equal(later.isInDoubt, true);
    assert.deepEqual(await later.read(NAME), { state: 'sending', at: 1, clue: { project: 'OPS' } });
    await later.write(NAME, { state: 'done', at: 2, result: { key: 'OPS-1' } });
    assert.equal(new EntryLedger({ note: noted, takeNote }).isInDoubt, false);
    await later.forget(NAME);
    assert.equal(noted, undefined);
    assert.equal(await later.read(NAME), undefined);
  });

  it('is what is on the disk: a note that could not be written was none', async () => {
    let fails = true;
    const ledger = new EntryLedger({
      note: undefined,
      takeNote: async () => {
        if (fails) throw new Error('disk full');
      },
    });
    await assert.rejects(ledger.write(NAME, { state: 'sending', at: 1, clue: {} }));
    assert.equal(ledger.isInDoubt, false);
    fails = false;
    await ledger.write(NAME, { state: 'sending', at: 1, clue: {} });
    fails = true;
    await assert.rejects(ledger.write(NAME, { state: 'done', at: 2, result: {} }));
    assert.equal(ledger.isInDoubt, true);
  });

  it('is nothing where it can not be read', () => {
    for (const note of ['', 'nonsense', '[]', '{"key":7}']) {
      assert.equal(new EntryLedger({ note, takeNote: async () => undefined }).isInDoubt, note === '{"key":7}');
    }
  });
});

describe('the lanes of a message', () => {
  it('are the issues that it works on, however they are named', () => {
    assert.deepEqual(lanesOf(issueUpdate as Action, { issueIdOrKey: ' ops-7 ', parent: { key: 'OPS-1' } }), [
      'issue:OPS-7',
      'issue:OPS-1',
    ]);
    assert.deepEqual(lanesOf(linkCreate as Action, { inwardIssue: { id: 10_007 }, outwardIssue: 'OPS-2' }), [
      'issue:10007',
      'issue:OPS-2',
    ]);
    assert.deepEqual(lanesOf(issueUpdate as Action, { issueIdOrKey: ['a', true] }), ['issue:A']);
  });

  it('are none for what is new, and what only reads is not kept', () => {
    assert.deepEqual(lanesOf(issueBulkCreate as Action, { issues: [{ summary: 'x' }], project: 'OPS' }), []);
    assert.equal(canBeKept(issueGet as Action), false);
    assert.equal(canBeKept(issueUpdate as Action), true);
  });
});

describe('what a message carries on', () => {
  it('is the same after a restart, on top of what came', () => {
    const msg = { _msgid: 'a', topic: 'pump', payload: 'came' };
    const parts = { id: 'p', index: 0 };
    const sent = [{ ...msg, payload: { key: 'OPS-1' }, jira: { attempts: 1 }, statusCode: 201, parts }];
    assert.deepEqual(decodeResults(encodeResults(sent), msg), sent);
    assert.deepEqual(decodeResults('nonsense', msg), []);
  });
});

describe('a message that is sent from the disk', () => {
  const RED = withWords({} as NodeAPI);
  let ends: { readonly code: string; readonly told: object }[] = [];
  beforeEach(() => {
    ends = [];
  });

  function carried(action: Action, thrown: JiraError): Carried {
    const host = {
      RED,
      node: { id: 'n1', type: action.type, warn: () => undefined },
      config: {},
      action,
      messages: messagesOf(RED),
      signal: new AbortController().signal,
    } as unknown as Host;
    return {
      host,
      msg: { _msgid: 'a', payload: 'came' },
      order: { inputs: {} },
      connection: () => {
        throw thrown;
      },
      begin: () => SILENT,
      send: () => undefined,
      end: (failure: NodeError, told) => ends.push({ code: failure.code, told }),
      logFault: () => undefined,
    };
  }
  const turn = (note?: string) => ({ since: 1, attempts: 2, note, takeNote: async () => undefined });
  const IN_DOUBT = JSON.stringify({ key: { state: 'sending', at: 1, clue: {} } });

  it('ends with its code and what it says of having been kept', async () => {
    const lost = lostCarrier(carried(issueUpdate as Action, error('JIRA_CONFIG')));
    const verdict = await lost.attempt(turn());
    assert.ok(verdict.type === 'refused');
    lost.handOn(encodeResults([{ _msgid: 'a', payload: 1 }]), undefined);
    await lost.fail(verdict.error, { since: 0, attempts: 3 });
    assert.equal(ends[0]?.code, 'JIRA_KEPT_EXPIRED');
    assert.deepEqual(Reflect.get(Object(Reflect.get(ends[0]?.told ?? {}, 'jira')), 'kept'), {
      since: '1970-01-01T00:00:00.000Z',
      attempts: 3,
    });
  });

  it('a refusal on the way to finding out about an earlier attempt says nothing of that', async () => {
    const transition = { ...issueDelete, route: 'POST /issue/{issueIdOrKey}/transitions' } as Action;
    const codeOf = async (action: Action, note?: string, thrown = error('JIRA_INPUT')) => {
      const verdict = await revivedCarrier(carried(action, thrown), (msg) => msg).attempt(turn(note));
      return verdict.type === 'refused' && verdict.error instanceof JiraError ? verdict.error.code : verdict.type;
    };
    assert.equal(await codeOf(transition, IN_DOUBT), 'JIRA_OUTCOME_UNKNOWN');
    assert.equal(await codeOf(transition, IN_DOUBT, error('JIRA_AMBIGUOUS')), 'JIRA_OUTCOME_UNKNOWN');
    assert.equal(await codeOf(transition), 'JIRA_INPUT');
    assert.equal(await codeOf(issueDelete as Action, IN_DOUBT), 'JIRA_INPUT');
    assert.equal(await codeOf(transition, IN_DOUBT, error('JIRA_NETWORK')), 'later');
  });

  it('has its place on the status line, with its age in the largest fitting unit', () => {
    const lines: unknown[] = [];
    const node = { status: (line: { text?: string }) => lines.push(line.text) } as never;
    for (const [oldestMs, age] of [
      [14 * 60_000, '14 min'],
      [5 * 3_600_000, '5 h'],
      [3 * 86_400_000, '3 d'],
    ] as const) {
      const clock = new TestClock();
      const status = new NodeStatus(node, messagesOf(RED), clock, () => ({ count: 12, oldestMs }));
      status.keptChanged();
      clock.advance(1_000);
      assert.match(String(lines.at(-1)), new RegExp(`^12 kept .*${age}`));
    }
  });

  it('that is not what was kept is none', () => {
    const kept = (value: object) => encodeMessage(value as never, value as never).content;
    assert.equal(decodeMessage(kept({ inputs: 7 })), undefined);
    assert.deepEqual(decodeMessage(kept({ inputs: {} })), {
      msg: { _msgid: '', inputs: {} },
      order: { inputs: {}, once: undefined },
      left: [],
    });
  });
});
