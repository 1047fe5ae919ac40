import assert from 'node:assert/strict';
import { FairQueue } from '../../../nodes/client/limits/fair-queue';
import { type LimitScope, limitScopesOf } from '../../../nodes/client/limits/scopes';

const MANY = 20_000;
const SOURCES = 4;

interface Item {
  readonly name: string;
  readonly scopes: readonly LimitScope[];
}

/** A queue, and the limits that are closed. */
class Queue {
  readonly queue = new FairQueue<Item>();
  readonly closed = new Set<LimitScope>();
  /** How often it was asked whether a limit is closed. */
  looks = 0;

  add(name: string, endpoint: string, issue?: string) {
    return this.queue.add(name.split(':')[0] ?? '', { name, scopes: limitScopesOf({ endpoint, issue }) });
  }

  take(): string | undefined {
    const isClosed = (scope: LimitScope) => {
      this.looks++;
      return this.closed.has(scope);
    };
    return this.queue.take(isClosed)?.name;
  }

  takeAll(): string[] {
    const taken: string[] = [];
    for (let name = this.take(); name !== undefined; name = this.take()) taken.push(name);
    return taken;
  }
}

describe('The queue of a site', () => {
  it('keeps the order of what waits for one limit, and serves what does not wait for it meanwhile', () => {
    const waiting = new Queue();
    for (const name of ['a:1', 'a:2', 'a:3']) waiting.add(name, 'PUT', 'OPS-1');
    waiting.add('a:4', 'GET');
    waiting.closed.add('endpoint:PUT');
    assert.deepEqual(waiting.takeAll(), ['a:4']);
    waiting.closed.clear();
    waiting.add('a:5', 'PUT', 'OPS-2');
    assert.deepEqual(waiting.takeAll(), ['a:1', 'a:2', 'a:3', 'a:5']);
    assert.equal(waiting.queue.size, 0);
  });

  it('lets each source have its turn, held back or not', () => {
    const waiting = new Queue();
    for (const name of ['a:1', 'a:2', 'b:1', 'b:2', 'c:1']) waiting.add(name, name.startsWith('b') ? 'PUT' : 'GET');
    waiting.closed.add('endpoint:PUT');
    assert.deepEqual([waiting.take(), waiting.take()], ['a:1', 'c:1']);
    waiting.closed.clear();
    assert.deepEqual(waiting.takeAll(), ['b:1', 'a:2', 'b:2']);
  });

  it('holds a call back until the last of its limits opens', () => {
    const waiting = new Queue();
    waiting.add('a:1', 'PUT', 'OPS-1');
    waiting.closed.add('endpoint:PUT').add('issue:OPS-1');
    assert.deepEqual(waiting.takeAll(), []);
    waiting.closed.delete('endpoint:PUT');
    assert.deepEqual(waiting.takeAll(), []);
    waiting.closed.delete('issue:OPS-1');
    assert.deepEqual(waiting.takeAll(), ['a:1']);
  });

  it('lets anyone leave, from any lane, and only once', () => {
    const waiting = new Queue();
    const slots = ['a:1', 'a:2', 'a:3', 'a:4'].map((name) => waiting.add(name, 'PUT'));
    waiting.closed.add('endpoint:PUT');
    waiting.take();
    for (const slot of [slots[1], slots[3], slots[1]]) if (slot) waiting.queue.remove(slot);
    assert.equal(waiting.queue.size, 2);
    assert.deepEqual(
      [...waiting.queue].map(({ name }) => name),
      ['a:1', 'a:3'],
    );
    waiting.closed.clear();
    assert.deepEqual(waiting.takeAll(), ['a:1', 'a:3']);
  });

  describe(`takes about as many looks for each of ${MANY} calls as for one`, () => {
    const most = 20 * MANY;

    it('while they come behind a closed endpoint, and when it opens', () => {
      const waiting = new Queue();
      waiting.closed.add('endpoint:PUT');
      for (let call = 0; call < MANY; call++) {
        waiting.add(`${call % SOURCES}:${call}`, 'PUT', `OPS-${call}`);
        assert.equal(waiting.take(), undefined);
      }
      assert.ok(waiting.looks <= most, `${waiting.looks} looks while they came`);
      waiting.looks = 0;
      waiting.closed.clear();
      assert.equal(waiting.takeAll().length, MANY);
      assert.ok(waiting.looks <= most, `${waiting.looks} looks when it opened`);
    });

    it('when a limit opens for one call at a time', () => {
      const waiting = new Queue();
      for (let call = 0; call < MANY; call++) waiting.add(`${call % SOURCES}:${call}`, 'PUT', 'OPS-1');
      for (let taken = 0; taken < MANY; taken++) {
        waiting.closed.clear();
        assert.notEqual(waiting.take(), undefined);
        waiting.closed.add('endpoint:PUT');
        assert.equal(waiting.take(), undefined);
      }
      assert.ok(waiting.looks <= most, `${waiting.looks} looks`);
    });
  });
});
