import type { Node, NodeStatus as Status } from 'node-red';
import type { Clock } from '../client/clock';
import type { Words } from './words';

/**
 * The line under a node: what it is doing, how long it still waits, or why it failed last. Several messages may be under
 * way at once.
 */
export class NodeStatus {
  #inFlight = 0;
  #waitingUntil = 0;
  #cancelTick: (() => void) | undefined;
  #shown = '';

  constructor(
    private readonly node: Node,
    private readonly words: Words,
    private readonly clock: Clock,
  ) {}

  started(): void {
    this.#inFlight++;
    this.#showWork();
  }

  /** A message waits `ms` milliseconds for a limit or a repeat; 0: it goes on. */
  waiting(ms: number): void {
    this.#waitingUntil = ms > 0 ? Math.max(this.#waitingUntil, this.clock.now() + ms) : 0;
    this.#showWork();
  }

  succeeded(warned: boolean): void {
    this.#inFlight--;
    if (this.#inFlight > 0) this.#showWork();
    else if (warned) this.#show({ fill: 'yellow', shape: 'dot', text: this.words.shared('status.warning') ?? '' });
    else this.#show({});
  }

  failed(code: string): void {
    this.#inFlight--;
    if (this.#inFlight > 0) this.#showWork();
    else this.#show({ fill: 'red', shape: 'ring', text: this.words.shared(`status.${code}`) ?? code });
  }

  close(): void {
    this.#cancelTick?.();
    this.#show({});
  }

  #showWork(): void {
    this.#cancelTick?.();
    this.#cancelTick = undefined;
    const secondsLeft = Math.ceil((this.#waitingUntil - this.clock.now()) / 1_000);
    if (secondsLeft > 0) {
      this.#show({
        fill: 'yellow',
        shape: 'ring',
        text: this.words.shared('status.waiting', { seconds: secondsLeft }) ?? '',
      });
      this.#cancelTick = this.clock.after(1_000, () => this.#showWork());
    } else if (this.#inFlight > 0) {
      this.#show({
        fill: 'blue',
        shape: 'ring',
        text: this.words.shared('status.working', { count: this.#inFlight }) ?? '',
      });
    }
  }

  #show(status: Status): void {
    const key = JSON.stringify(status);
    if (key === this.#shown) return;
    this.#shown = key;
    this.node.status(status);
  }
}
