import assert from 'node:assert/strict';
import type { Node, NodeAPI, NodeStatus } from 'node-red';
import { JiraError } from '../../nodes/client/errors/jira-error';
import { EventStatus } from '../../nodes/event-node/event-status';
import type { ListeningState } from '../../nodes/events/hub';
import { messagesOf } from '../../nodes/i18n/messages';
import { StoreError } from '../../nodes/store/store';
import { TestClock } from '../support/clock';
import { withWords } from '../support/messages';

const STATE: ListeningState = {
  position: undefined,
  lastEventAt: undefined,
  nextRoundAt: undefined,
  lagging: 0,
  problem: undefined,
};

describe('the line below jira-event', () => {
  let clock: TestClock;
  let status: EventStatus;
  const shown: NodeStatus[] = [];
  beforeEach(() => {
    clock = new TestClock();
    shown.length = 0;
    const node = { status: (line: NodeStatus) => shown.push(line) } as unknown as Node;
    status = new EventStatus(node, messagesOf(withWords({} as NodeAPI)), clock);
  });
  const show = (state: Partial<ListeningState>) => {
    status.show({ ...STATE, ...state });
    clock.advance(1_000);
    return shown.at(-1);
  };

  it('says that it listens, and when it last heard something: today by the time, before by the date', () => {
    assert.deepEqual(show({}), { fill: 'green', shape: 'dot', text: 'listening' });
    const now = new Date(clock.wallNow());
    now.setHours(9, 5, 0, 0);
    assert.equal(show({ lastEventAt: now.getTime() })?.text, 'listening · last 09:05');
    now.setDate(now.getDate() - 1);
    assert.match(show({ lastEventAt: now.getTime() })?.text ?? '', /^listening · last 2026-01-0\d$/);
  });

  it('is yellow with the number of events that wait, and red with the reason why none comes', () => {
    assert.deepEqual(show({ lagging: 1312 }), { fill: 'yellow', shape: 'dot', text: 'catching up · 1,312' });
    const refused = new JiraError('JIRA_AUTH', 'auth.refused');
    assert.deepEqual(show({ lagging: 3, problem: refused }), { fill: 'red', shape: 'ring', text: 'not signed in' });
    const full = new StoreError('store.failed', { folder: '', detail: 'ENOSPC' });
    assert.deepEqual(show({ problem: full }), { fill: 'red', shape: 'ring', text: "can't be stored" });
  });

  it('changes five times a second at the most, and ends with what is true', () => {
    for (let lagging = 1_000; lagging >= 0; lagging--) status.show({ ...STATE, lagging });
    assert.equal(shown.length, 1);
    clock.advance(200);
    assert.deepEqual(
      shown.map(({ text }) => text),
      ['catching up · 1,000', 'listening'],
    );
  });

  it('is empty once the node is closed, and stays so', () => {
    show({});
    status.close();
    status.show(STATE);
    clock.advance(1_000);
    assert.deepEqual(shown.at(-1), {});
    assert.equal(shown.length, 2);
    assert.equal(clock.pending, 0);
  });
});
