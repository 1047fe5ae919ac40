import type { Node, NodeStatus as Status } from 'node-red';
import type { Clock } from '../client/clock';
import type { Messages } from '../i18n/messages';
import { StatusLine } from './status-line';

/** What one message under way tells the status line. */
export interface Progress {
  /** The message waits `ms` milliseconds for a limit or a repeat; 0: it goes on. */
  waiting(ms: number): void;
  /** A list has come so far: pages, records, and of how many if that is known. */
  reading(pages: number, records: number, total: number | undefined): void;
  /** So many rows have been written, or refused, of so many. */
  writing(rows: number, total: number): void;
  succeeded(warned: boolean): void;
  failed(code: string): void;
}

/** How often the figures of a busy node are renewed, in milliseconds. */
const FIGURES_MS = 200;

/**
 * The line under a node: what it is doing, how long it still waits, or why it failed last. Several messages may be under
 * way at once.
 */
export class NodeStatus {
  /** The messages under way, and until when each of them waits, by `Clock.now`. */
  readonly #underWay = new Map<symbol, number>();
  /** How far the list has come that was read from last. */
  #reading: { readonly message: symbol; readonly line: Status } | undefined;
  #cancelTick: (() => void) | undefined;
  readonly #shown: StatusLine;

  constructor(
    node: Node,
    private readonly messages: Messages,
    private readonly clock: Clock,
  ) {
    this.#shown = new StatusLine(node);
  }

  /** A message has come in. */
  begin(): Progress {
    const message = Symbol('message');
    this.#underWay.set(message, 0);
    if (this.#underWay.size === 1) this.#showWork();
    else this.#showWorkSoon();
    const end = (last: Status) => {
      this.#underWay.delete(message);
      if (this.#reading?.message === message) this.#reading = undefined;
      if (this.#underWay.size > 0) this.#showWorkSoon();
      else this.#end(last);
    };
    return {
      waiting: (ms) => {
        this.#underWay.set(message, ms > 0 ? this.clock.now() + ms : 0);
        this.#showWork();
      },
      reading: (pages, records, total) => {
        this.#reading = { message, line: this.#readingLine(pages, records, total) };
        this.#showWorkSoon();
      },
      writing: (rows, total) => {
        const values = { rows: figure(rows), total: figure(total) };
        this.#reading = { message, line: this.#line('blue', 'ring', 'rows', values) };
        this.#showWorkSoon();
      },
      succeeded: (warned) => end(warned ? this.#line('yellow', 'dot', 'warning') : {}),
      failed: (code) => end(this.#line('red', 'ring', code)),
    };
  }

  close(): void {
    this.#underWay.clear();
    this.#end({});
    this.#shown.close();
  }

  #end(last: Status): void {
    this.#cancelTick?.();
    this.#cancelTick = undefined;
    this.#shown.show(last);
  }

  /** Figures change with every message; a thousand lines a second are for nobody. */
  #showWorkSoon(): void {
    this.#cancelTick ??= this.clock.after(FIGURES_MS, () => this.#showWork());
  }

  #showWork(): void {
    this.#cancelTick?.();
    this.#cancelTick = undefined;
    const until = [...this.#underWay.values()].reduce((latest, one) => Math.max(latest, one), 0);
    const seconds = Math.ceil((until - this.clock.now()) / 1_000);
    if (seconds > 0) {
      this.#shown.show(this.#line('yellow', 'ring', 'waiting', { seconds }));
      this.#cancelTick = this.clock.after(1_000, () => this.#showWork());
    } else {
      this.#shown.show(this.#reading?.line ?? this.#line('blue', 'ring', 'working', { count: this.#underWay.size }));
    }
  }

  #readingLine(page: number, records: number, total: number | undefined): Status {
    const values = { page, records: figure(records), total: figure(total ?? 0) };
    return this.#line('blue', 'ring', total === undefined ? 'page' : 'pageOf', values);
  }

  #line(fill: 'red' | 'yellow' | 'blue', shape: 'ring' | 'dot', key: string, values = {}): Status {
    return { fill, shape, text: this.messages.shared(`status.${key}`, values) ?? key };
  }
}

/** A number with its thousands set apart, as status lines all over the world read it. */
export function figure(value: number): string {
  return value.toLocaleString('en-US');
}
