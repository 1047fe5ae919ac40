import type { Node, NodeStatus } from 'node-red';
import type { Clock } from '../client/clock';
import { asJiraError } from '../client/errors/jira-error';
import { figure } from '../engine/node-status';
import { StatusLine } from '../engine/status-line';
import type { ListeningState } from '../events/hub';
import type { Messages } from '../i18n/messages';
import { StoreError } from '../store/store';
import { EVENT_NODE } from './type';

/** The shortest time between two lines, in milliseconds: events may come by the thousand. */
const PAUSE_MS = 200;

/** The line under a node: that it listens and when it last heard of something, how far it is behind, or why it hears nothing. */
export class EventStatus {
  readonly #line: StatusLine;
  #cancelTick: (() => void) | undefined;
  #next: ListeningState | undefined;

  constructor(
    node: Node,
    private readonly messages: Messages,
    private readonly clock: Clock,
  ) {
    this.#line = new StatusLine(node);
  }

  show(state: ListeningState): void {
    if (this.#cancelTick) {
      this.#next = state;
      return;
    }
    this.#line.show(this.#lineOf(state));
    this.#cancelTick = this.clock.after(PAUSE_MS, () => this.#tick());
  }

  /** The node can't even begin. */
  failed(problem: unknown): void {
    this.#stop();
    this.#line.show(this.#problemLine(problem));
  }

  close(): void {
    this.#stop();
    this.#line.close();
  }

  #tick(): void {
    const state = this.#next;
    this.#stop();
    if (state) this.show(state);
  }

  #stop(): void {
    this.#cancelTick?.();
    this.#cancelTick = undefined;
    this.#next = undefined;
  }

  #lineOf({ problem, lagging, lastEventAt }: ListeningState): NodeStatus {
    if (problem !== undefined) return this.#problemLine(problem);
    if (lagging > 0)
      return { fill: 'yellow', shape: 'dot', text: this.#own('status.catchingUp', { count: figure(lagging) }) };
    const text =
      lastEventAt === undefined
        ? this.#own('status.listening')
        : this.#own('status.last', { time: shortTime(lastEventAt, this.clock.wallNow()) });
    return { fill: 'green', shape: 'dot', text };
  }

  #problemLine(problem: unknown): NodeStatus {
    const { code } = asJiraError(problem);
    const text =
      problem instanceof StoreError ? this.#own('status.store') : (this.messages.shared(`status.${code}`) ?? code);
    return { fill: 'red', shape: 'ring', text };
  }

  #own(key: string, values = {}): string {
    return this.messages.own(EVENT_NODE, key, values) ?? key;
  }
}

/** As the machine's clock shows it: the time of a moment of today, the date of any other. */
function shortTime(at: number, now: number): string {
  const moment = new Date(at);
  const two = (figures: number) => String(figures).padStart(2, '0');
  if (moment.toDateString() === new Date(now).toDateString()) {
    return `${two(moment.getHours())}:${two(moment.getMinutes())}`;
  }
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}
