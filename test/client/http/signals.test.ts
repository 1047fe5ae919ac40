import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { either, onAbort } from '../../../nodes/client/http/signals';

const listeners = (signal: AbortSignal): number => getEventListeners(signal, 'abort').length;

describe('A signal that a node lives by', () => {
  it('has one listener, however many calls wait: Node.js looks through all for each that is added', () => {
    const { signal } = new AbortController();
    const releases = Array.from({ length: 1_000 }, () => onAbort(signal, () => {}));
    assert.equal(listeners(signal), 1);
    for (const release of releases) release();
    assert.equal(listeners(signal), 0);
  });

  it('tells each that has not let go, once, in their order', () => {
    const closing = new AbortController();
    const told: string[] = [];
    const tell = (name: string) => onAbort(closing.signal, () => told.push(name));
    tell('first');
    tell('gone')();
    // Whoever is told may let go of others.
    const releases: (() => void)[] = [];
    onAbort(closing.signal, () => {
      for (const release of releases) release();
    });
    releases.push(tell('let go by another'));
    const twice = () => told.push('twice');
    onAbort(closing.signal, twice);
    onAbort(closing.signal, twice)();
    closing.abort();
    closing.abort();
    assert.deepEqual(told, ['first', 'twice']);
    tell('late');
    assert.deepEqual(told, ['first', 'twice', 'late']);
    assert.equal(listeners(closing.signal), 0);
  });

  it('is one of two that end a call, and the reason is its own', () => {
    const [first, second] = [new AbortController(), new AbortController()];
    const both = either(first.signal, second.signal);
    second.abort('second');
    first.abort('first');
    assert.equal(both.signal.reason, 'second');
    both.release();
    assert.deepEqual([listeners(first.signal), listeners(second.signal)], [0, 0]);
  });
});
