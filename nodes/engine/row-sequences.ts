import { systemClock } from '../client/clock';
import type { Connection } from '../client/connection';
import { JiraError } from '../client/errors/jira-error';
import { entry, numberEntry, textEntry } from '../client/json';
import { flag, OUTPUTS } from '../definition';
import { coerce } from './coerce';
import { extraMode } from './extra-fields';
import type { Host, Order, Send } from './host';
import { option } from './list-options';
import type { Message } from './message';
import { MessageRun } from './message-run';
import type { NodeError } from './node-error';
import { type NodeStatus, SILENT } from './node-status';
import { isOneRow } from './one-row';
import type { RowsAction } from './perform';
import type { RowResult, RowSource } from './row-results';
import { rowsIn } from './rows';
import { copyOf } from './writable';

/** After so long without another row, in milliseconds, a sequence is taken to be at its end. */
const END_AFTER_MS = 3_000;

export interface RowMessage {
  readonly msg: Message;
  readonly send: Send;
  readonly done: () => void;
  readonly fail: (failure: NodeError, told: Message) => void;
}

/** What the sequences of one node need of it. */
export interface SequenceHost {
  readonly host: Host;
  readonly action: RowsAction;
  readonly status: Pick<NodeStatus, 'begin'>;
  readonly connection: () => Connection;
  /** Told of work that the node's closing waits for. */
  readonly follow: (work: Promise<void>) => void;
}

/**
 * Rows that come as messages of their own, as the core nodes csv and split send them: those of a sequence are written together, so many
 * as a call takes. Nothing is held longer than that: memory stays that of the rows which wait for Jira.
 */
export class RowSequences {
  readonly #open = new Map<string, RowSequence>();

  constructor(private readonly of: SequenceHost) {}

  /** Whether the message is a row of a sequence, or tells the end of one, and so was taken. */
  take(message: RowMessage): boolean {
    const { msg } = message;
    const id = textEntry(msg.parts, 'id');
    // A row that is kept must not depend on those that come after it: each goes out by itself.
    if (this.#keeps) return this.#isEnd(msg) && this.#endWith(message);
    if (id !== undefined && isOneRow(this.of.action, this.of.host.config, msg.payload)) {
      const sequence = this.#open.get(id) ?? new RowSequence(this.of, () => this.#open.delete(id));
      this.#open.set(id, sequence);
      sequence.add(message);
      return true;
    }
    return this.#open.size > 0 && this.#isEnd(msg) && this.#endWith(message);
  }

  get #keeps(): boolean {
    return this.of.host.config.whenAway === 'keep';
  }

  /** The core csv node ends a file whose last line is empty so. */
  #isEnd(msg: Message): boolean {
    return msg.payload === undefined && entry(msg, 'complete') === true;
  }

  #endWith({ done }: RowMessage): true {
    this.close();
    done();
    return true;
  }

  /** Nothing more comes. */
  close(): void {
    for (const sequence of this.#open.values()) sequence.end();
  }
}

class RowSequence {
  #waiting: RowMessage[] = [];
  #work: Promise<void> = Promise.resolve();
  #cancelTimer: (() => void) | undefined;
  readonly #results: RowResult[] = [];
  readonly #id: string;
  #rows = 0;
  #failed = 0;
  #pages = 0;
  #stopped = false;
  #last: { readonly run: MessageRun; readonly msg: Message } | undefined;

  constructor(
    private readonly of: SequenceHost,
    private readonly forget: () => void,
  ) {
    this.#id = of.host.RED.util.generateId();
  }

  add(message: RowMessage): void {
    this.#waiting.push(message);
    if (isLast(message.msg)) this.end();
    else if (this.#waiting.length === this.of.action.perCall) this.#write(false);
    else this.#endLater();
  }

  /** No row follows: what there is goes out. */
  end(): void {
    this.forget();
    this.#write(true);
  }

  #endLater(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = systemClock.after(END_AFTER_MS, () => this.end());
  }

  #write(isEnd: boolean): void {
    this.#cancelTimer?.();
    if (!isEnd) this.#endLater();
    const batch = this.#waiting;
    this.#waiting = [];
    this.#work = this.#work.then(() => this.#writeBatch(batch, isEnd));
    this.of.follow(this.#work);
  }

  async #writeBatch(batch: readonly RowMessage[], isEnd: boolean): Promise<void> {
    const [message] = batch.slice(-1);
    if (message === undefined) {
      if (isEnd) this.#handOnRest();
      return;
    }
    const { host, status, connection } = this.of;
    const progress = status.begin();
    const run = new MessageRun(host, message.msg, message.send, progress);
    try {
      const { order, source } = await this.#read(batch);
      const results = await run.writeRows(connection(), order, source);
      this.#rows += results.length;
      const failed = results.filter(({ ok }) => !ok).length;
      this.#failed += failed;
      this.#stopped ||= failed > 0 && coerce('stopOnError', flag(), host.config.stopOnError) === true;
      this.#last = { run, msg: message.msg };
      const warned = this.#handOn(run, batch, results, isEnd);
      progress.came({ records: this.#rows });
      progress.succeeded(warned);
    } catch (thrown) {
      const failure = await run.failure(thrown);
      progress.failed(failure.code);
      for (const { msg, fail } of batch) fail(failure, { ...copyOf(msg), jira: run.msg.jira });
      if (isEnd) this.#handOnRest();
      return;
    }
    for (const { done } of batch) done();
  }

  /** Each message's own inputs are the defaults of its row. */
  async #read(batch: readonly RowMessage[]): Promise<{ readonly order: Order; readonly source: RowSource }> {
    const { host, action } = this.of;
    const mode = extraMode(host.config);
    const rows = await Promise.all(batch.map(({ msg, send }) => reading(new MessageRun(host, msg, send, SILENT))));
    const orders = rows.filter((row): row is Order => !(row instanceof Error));
    const [first = { inputs: {} }] = orders;
    const ownKeys = orders.some(({ once }) => once?.remember && once.key !== first.once?.key);
    const order = ownKeys ? { ...first, once: ROWS_WITH_KEYS } : first;
    const index = (position: number) => numberEntry(batch[position]?.msg.parts, 'index') ?? this.#rows + position;
    const source: RowSource = {
      count: batch.length,
      isStopped: this.#stopped,
      index,
      part: (position) => {
        const row = rows[position];
        return ownKeys && row && !(row instanceof Error) ? `key ${row.once?.key}` : String(index(position));
      },
      read: (position) => {
        const row = rows[position];
        if (row instanceof Error || row === undefined) throw row;
        return rowsIn(action, mode, row.inputs).read(0);
      },
    };
    return { order, source };
  }

  #handOn(run: MessageRun, batch: readonly RowMessage[], results: readonly RowResult[], isEnd: boolean): boolean {
    const facts = { count: this.#rows, failed: this.#failed };
    const output = option(this.of.host.config, 'output', OUTPUTS);
    if (output === 'items') {
      const warned = batch.map(({ msg }, index) => run.handOn(msg, results[index], facts));
      return warned.includes(true);
    }
    const msg = batch.at(-1)?.msg ?? {};
    if (output === 'pages') return run.handOn(msg, results, facts, this.#parts(msg, results.length, isEnd));
    for (const result of results) this.#results.push(result);
    return isEnd ? this.#handOnAll(run, msg) : this.#failed > 0;
  }

  /** The end came by itself, after the last row. */
  #handOnRest(): void {
    if (this.#last === undefined) return;
    const { run, msg } = this.#last;
    const output = option(this.of.host.config, 'output', OUTPUTS);
    if (output === 'array') this.#handOnAll(run, msg);
    if (output === 'pages') run.handOn(copyOf(msg), [], this.#facts(), this.#parts(msg, 0, true));
  }

  #handOnAll(run: MessageRun, msg: Message): boolean {
    return run.handOn({ ...copyOf(msg), parts: entry(msg.parts, 'parts') }, this.#results, this.#facts());
  }

  #facts(): object {
    return { count: this.#rows, failed: this.#failed };
  }

  #parts(msg: Message, length: number, isEnd: boolean): object {
    const outer = entry(msg.parts, 'parts');
    const index = this.#pages++;
    // Core `join` only takes arrays apart whose sequence said that they hold several.
    const page = { id: this.#id, type: 'array', index, len: Math.max(2, length) };
    return { ...page, ...(isEnd && { count: index + 1 }), ...(outer !== undefined && { parts: outer }) };
  }
}

/** What rows are known by of which each brings a key of its own. */
const ROWS_WITH_KEYS = { key: 'rows', remember: true };

function reading(run: MessageRun): Promise<Order | JiraError> {
  return run.read().catch((thrown: unknown) => {
    if (thrown instanceof JiraError) return thrown;
    throw thrown;
  });
}

function isLast(msg: Message): boolean {
  const [index, count] = [numberEntry(msg.parts, 'index'), numberEntry(msg.parts, 'count')];
  return entry(msg, 'complete') === true || (index !== undefined && count !== undefined && index + 1 >= count);
}
