import type { Node, NodeStatus as Status } from 'node-red';
import type { Clock } from '../client/clock';
import type { MessageValues } from '../client/errors/jira-error';
import type { Messages } from '../i18n/messages';
import { StatusLine } from './status-line';

/** What one message under way tells the status line. */
export interface Progress {
  /** The message waits `ms` milliseconds for a limit or a repeat; 0: it goes on. */
  waiting(ms: number): void;
  /** A list has come so far: pages, records, and of how many if that is known. */
  reading(pages: number, records: number, total: number | undefined): void;
  /** Nothing was written: the site is in a dry run, which found as many problems. Told before `succeeded`. */
  tried(problems: number): void;
  /** So many rows have been written, or refused, of so many. */
  writing(rows: number, total: number): void;
  /** What came of it, for the line that stays. Told before `succeeded`. */
  came(result: Result): void;
  succeeded(warned: boolean): void;
  failed(code: string): void;
  /** It can't be sent now, and waits on the disk. */
  kept(): void;
}

/** What came of a message: one thing by its name, or so many records. */
export type Result =
  | { readonly name: string | undefined }
  | { readonly records: number; readonly total?: number | undefined };

/** The longest name that fits under a node, in characters. */
const LONGEST_NAME = 40;

/** Tells the status line nothing. */
export const SILENT: Progress = {
  waiting() {},
  reading() {},
  writing() {},
  tried() {},
  came() {},
  succeeded() {},
  failed() {},
  kept() {},
};

/** What of a node's messages waits on the disk. */
export interface KeptCount {
  readonly count: number;
  /** Milliseconds since the oldest one came. */
  readonly oldestMs: number;
}

/** How often the age of what is kept is renewed, in milliseconds. */
const AGES_MS = 20_000;

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
  #cancelAges: (() => void) | undefined;
  /** What the line would say if nothing were kept. */
  #last: Status = {};
  #closed = false;
  readonly #shown: StatusLine;

  constructor(
    node: Node,
    private readonly messages: Messages,
    private readonly clock: Clock,
    private readonly kept: () => KeptCount = () => ({ count: 0, oldestMs: 0 }),
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
      if (!this.#underWay.delete(message)) return;
      if (this.#reading?.message === message) this.#reading = undefined;
      if (this.#underWay.size > 0) this.#showWorkSoon();
      else this.#end(last);
    };
    let tried: Status | undefined;
    let result: Result = { name: undefined };
    return {
      tried: (problems) => {
        tried = this.#line('yellow', 'ring', problems > 0 ? 'dryRunProblems' : 'dryRun', { problems });
      },
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
      came: (what) => {
        result = what;
      },
      succeeded: (warned) => end(tried ?? (warned ? this.#line('yellow', 'dot', 'warning') : this.#resultLine(result))),
      failed: (code) => end(this.#line('red', 'ring', code)),
      kept: () => end({}),
    };
  }

  /** Something is kept, or no longer. Told by and by, as it may be thousands of times a second. */
  keptChanged(): void {
    if (!this.#closed) this.#cancelAges ??= this.clock.after(FIGURES_MS, () => this.#showAges());
  }

  close(): void {
    this.#closed = true;
    this.#cancelAges?.();
    this.#underWay.clear();
    this.#end({});
    this.#shown.close();
  }

  #showAges(): void {
    this.#cancelAges = undefined;
    this.#show(this.#last);
    if (this.kept().count > 0) this.#cancelAges = this.clock.after(AGES_MS, () => this.#showAges());
  }

  /** What is kept is more than anything else. */
  #show(line: Status): void {
    this.#last = line;
    const { count, oldestMs } = this.#closed ? { count: 0, oldestMs: 0 } : this.kept();
    if (count === 0) this.#shown.show(line);
    else this.#shown.show(this.#line('yellow', 'ring', 'kept', { count: figure(count), age: this.#age(oldestMs) }));
  }

  #age(ms: number): string {
    const minutes = Math.floor(ms / 60_000);
    if (minutes < 120) return this.#words('ageMinutes', { count: minutes });
    const hours = Math.floor(minutes / 60);
    return hours < 48
      ? this.#words('ageHours', { count: hours })
      : this.#words('ageDays', { count: Math.floor(hours / 24) });
  }

  #end(last: Status): void {
    this.#cancelTick?.();
    this.#cancelTick = undefined;
    this.#show(last);
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
      this.#show(this.#line('yellow', 'ring', 'waiting', { seconds }));
      this.#cancelTick = this.clock.after(1_000, () => this.#showWork());
    } else {
      this.#show(this.#reading?.line ?? this.#line('blue', 'ring', 'working', { count: this.#underWay.size }));
    }
  }

  #readingLine(page: number, records: number, total: number | undefined): Status {
    const values = { page, records: figure(records), total: figure(total ?? 0) };
    return this.#line('blue', 'ring', total === undefined ? 'page' : 'pageOf', values);
  }

  #resultLine(result: Result): Status {
    const text = 'name' in result ? result.name && shortened(result.name) : this.#recordsText(result);
    return text ? { fill: 'grey', shape: 'dot', text } : {};
  }

  #recordsText({ records, total = records }: Extract<Result, { records: number }>): string {
    if (records === 0) return this.#words('foundNone', {});
    if (total > records) return this.#words('foundSome', { records: figure(records), total: figure(total) });
    return this.#words(records === 1 ? 'foundOne' : 'foundMany', { records: figure(records) });
  }

  #line(fill: 'red' | 'yellow' | 'blue', shape: 'ring' | 'dot', key: string, values = {}): Status {
    return { fill, shape, text: this.#words(key, values) };
  }

  #words(key: string, values: MessageValues): string {
    return this.messages.shared(`status.${key}`, values) ?? key;
  }
}

/** A number with its thousands set apart, as status lines all over the world read it. */
export function figure(value: number): string {
  return value.toLocaleString('en-US');
}

function shortened(name: string): string {
  const characters = [...name];
  return characters.length > LONGEST_NAME ? `${characters.slice(0, LONGEST_NAME - 1).join('')}…` : name;
}
