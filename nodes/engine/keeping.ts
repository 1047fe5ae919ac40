import type { Connection } from '../client/connection';
import { JiraError } from '../client/errors/jira-error';
import { textEntry } from '../client/json';
import { WHEN_AWAY } from '../definition';
import type { NodeCount, Outbox } from '../outbox/outbox';
import type { Carrier } from '../outbox/sender';
import { StoreError } from '../store/store';
import { hasStore } from '../store/store-of';
import type { Host, Order } from './host';
import { type Carried, liveCarrier, lostCarrier, revivedCarrier } from './kept-carrier';
import { decodeMessage, encodeMessage } from './kept-message';
import { option } from './list-options';
import type { Message } from './message';
import { operationOf } from './node-error';
import { onceKeyOf } from './once';
import { canBeKept, lanesOf } from './order-lanes';
import { outboxesOf } from './outboxes';

/** The node whose messages are kept. */
export interface Keeper {
  readonly host: Host;
  /** @throws JiraError */
  connection(): Connection;
  /** How messages of the node are carried out and end, which may have come long ago. */
  carried(msg: Message, order: Order): Carried;
  /** What is kept for the node has changed. */
  keptChanged(): void;
}

/** How a message was taken. */
export type Kept = { readonly type: 'taken' } | { readonly type: 'send-now'; readonly problem: StoreError };

/** The part of a node that keeps its messages. */
export class Keeping {
  #outbox: Outbox | undefined;
  #detach = () => {};

  constructor(private readonly keeper: Keeper) {}

  /** The node is there. What was kept for it goes out even if it doesn't keep any more. */
  begin(): void {
    const { host } = this.keeper;
    if (!canBeKept(host.action)) return;
    try {
      if (this.isOn || hasStore(host.RED)) this.#outboxNow();
    } catch (error) {
      // A site or an option that is wrong says so to the first message.
      if (!(error instanceof JiraError)) throw error;
    }
  }

  /** @throws JiraError `JIRA_INPUT` for what the property can't be */
  get isOn(): boolean {
    const { config, action } = this.keeper.host;
    return canBeKept(action) && option(config, 'whenAway', WHEN_AWAY) === 'keep';
  }

  /** What waits for the node. */
  get count(): NodeCount {
    return this.#outbox?.count(this.keeper.host.node.id) ?? { count: 0, oldestMs: 0 };
  }

  /**
   * Takes a message in. Resolves once it has gone on, has ended, or is kept.
   * @throws JiraError if it can be neither kept nor sent
   */
  async take(order: Order, msg: Message, carried: (order: Order) => Carried, done: () => void): Promise<Kept> {
    const { node, action } = this.keeper.host;
    const outbox = this.#outboxNow();
    const keyed = { ...order, once: order.once ?? onceKeyOf({}) };
    const { content, left } = encodeMessage(msg, keyed);
    const entry = { node: node.id, operation: operationOf(action), lanes: lanesOf(action, order.inputs), content };
    const kept = () => {
      if (left.length > 0) this.#warn('keptWithout', { names: namesIn(left) });
      done();
    };
    const live = { ...liveCarrier(carried(keyed), done), kept };
    const taken = await outbox.take(entry, live);
    if (taken.type === 'taken') return taken;
    const { error, overtakes } = taken;
    if (!(error instanceof StoreError)) throw error;
    if (!overtakes) return { type: 'send-now', problem: error };
    throw new JiraError(
      'JIRA_UNAVAILABLE',
      error.reason,
      error.values,
      { outcome: 'not-done', retryable: true },
      error,
    );
  }

  /** The node is being closed: what waits for it waits on the disk. Resolves once nothing of it is under way. */
  async close(): Promise<void> {
    this.#detach();
    await this.#outbox?.idle(this.keeper.host.node.id);
  }

  #outboxNow(): Outbox {
    const { host, connection } = this.keeper;
    const outbox = outboxesOf(host.RED).of(textEntry(host.config, 'site') ?? '', connection.call(this.keeper));
    if (outbox === this.#outbox) return outbox;
    this.#detach();
    this.#outbox = outbox;
    this.#detach = outbox.attach(host.node.id, {
      operation: operationOf(host.action),
      revive: (content) => this.#revive(content),
      changed: () => this.keeper.keptChanged(),
    });
    // A store that can't be read says so in the log, and to the next message.
    outbox.open().catch(() => undefined);
    return outbox;
  }

  #revive(content: string | undefined): Carrier {
    const kept = decodeMessage(content);
    if (!kept) return lostCarrier(this.keeper.carried({ _msgid: '' }, { inputs: {} }));
    return revivedCarrier(this.keeper.carried(kept.msg, kept.order), (msg) => this.#sayingWhatIsLeft(msg, kept.left));
  }

  #sayingWhatIsLeft(msg: Message, left: readonly string[]): Message {
    if (left.length === 0) return msg;
    const jira: Record<string, unknown> = typeof msg.jira === 'object' ? { ...msg.jira } : {};
    const before = Array.isArray(jira.warnings) ? jira.warnings : [];
    return {
      ...msg,
      jira: { ...jira, warnings: [...before, this.#sentence('keptWithout', { names: namesIn(left) })] },
    };
  }

  #warn(reason: string, values: Readonly<Record<string, string>>): void {
    this.keeper.host.node.warn(this.#sentence(reason, values));
  }

  #sentence(reason: string, values: Readonly<Record<string, string>>): string {
    return this.keeper.host.messages.shared(`warning.${reason}`, values) ?? reason;
  }
}

/** An object such as `res` holds dozens of functions: it is named once. */
function namesIn(left: readonly string[]): string {
  const names = new Set(left.map((place) => place.replace(/[.[].*$/s, '')));
  return [...names].slice(0, 20).join(', ');
}
