import assert from 'node:assert/strict';
import { Worker } from '../../nodes/events/worker';
import { TestClock } from '../support/clock';

const RETRY_MS = 1_000;
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('work that is done when there is some', () => {
  it('is done once more when it is woken meanwhile, at whatever moment', async () => {
    for (let ticks = 0; ticks < 12; ticks++) {
      let runs = 0;
      const run = async () => {
        runs++;
      };
      const worker = new Worker(new TestClock(), run, () => {}, RETRY_MS);
      worker.wake();
      for (let tick = 0; tick < ticks; tick++) await undefined;
      worker.wake();
      await turn();
      assert.ok(runs <= 2 && (runs === 2 || ticks === 0), `${runs} runs when woken after ${ticks} ticks`);
    }
  });

  it('is tried again after a while when it failed, and says what it ended in', async () => {
    const clock = new TestClock();
    const problems: unknown[] = [];
    const fault = new Error('no');
    let isBroken = true;
    const run = async () => {
      if (isBroken) throw fault;
    };
    const worker = new Worker(clock, run, (problem) => problems.push(problem), RETRY_MS);
    worker.wake();
    await turn();
    isBroken = false;
    clock.advance(RETRY_MS);
    await turn();
    assert.deepEqual(problems, [fault, undefined]);
  });

  it('has ended once it is stopped, and begins no more', async () => {
    let isOver = false;
    let runs = 0;
    const run = async () => {
      runs++;
      await turn();
      isOver = true;
    };
    const worker = new Worker(new TestClock(), run, () => {}, RETRY_MS);
    worker.wake();
    await worker.stop();
    assert.ok(isOver);
    worker.wake();
    await turn();
    assert.equal(runs, 1);
  });
});
