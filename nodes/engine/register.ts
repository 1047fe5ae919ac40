import type { Node, NodeAPI, NodeDef } from 'node-red';
import { systemClock } from '../client/clock';
import type { Connection, ConnectionHolder } from '../client/connection';
import { JiraError, type JiraErrorCode, type MessageValues } from '../client/errors/jira-error';
import { entry, textEntry } from '../client/json';
import type { Action } from '../definition';
import { logFault } from '../i18n/fault-log';
import { messagesOf } from '../i18n/messages';
import type { Host, Order, Send } from './host';
import { Keeping } from './keeping';
import type { Carried } from './kept-carrier';
import type { Message } from './message';
import { MessageRun } from './message-run';
import { NodeError, operationOf } from './node-error';
import { NodeStatus, type Progress } from './node-status';
import { RowSequences } from './row-sequences';
import { copyOf } from './writable';

/** Makes a Node-RED node type of an action. */
export function register(RED: NodeAPI, action: Action): void {
  const messages = messagesOf(RED);
  RED.nodes.registerType(action.type, function (this: Node, definition: NodeDef) {
    RED.nodes.createNode(this, definition);
    const closing = new AbortController();
    const config = action.migrate?.({ ...definition }) ?? { ...definition };
    new ActionNode({ RED, node: this, config, action, messages, signal: closing.signal }, closing);
  });
}

/** How long closing waits for a write, in milliseconds; Node-RED itself gives up after 15,000. */
const CLOSE_GRACE_MS = 10_000;

/** One node on a flow: messages come in, and each ends once. */
class ActionNode {
  readonly #status: NodeStatus;
  readonly #keeping: Keeping;
  readonly #underWay = new Set<Promise<void>>();
  readonly #sequences: RowSequences | undefined;

  constructor(
    private readonly host: Host,
    private readonly closing: AbortController,
  ) {
    const { node, messages } = host;
    this.#keeping = new Keeping({
      host,
      connection: () => this.#connection(),
      carried: (kept, order) => this.#carriedLater(kept, order),
      keptChanged: () => this.#status.keptChanged(),
    });
    this.#status = new NodeStatus(node, messages, systemClock, () => this.#keeping.count);
    const { action } = host;
    if (action.returns === 'rows') {
      this.#sequences = new RowSequences({
        host,
        action,
        status: this.#status,
        connection: () => this.#connection(),
        follow: (work) => this.#follow(work),
      });
    }
    node.on('input', (msg, send, done) => {
      const end = once(done);
      const fail = (failure: NodeError, told: Message) => this.#end(failure, msg, told, end);
      if (this.#sequences?.take({ msg, send, done: end, fail })) return;
      this.#follow(this.#handle(msg, send, end).catch((fault: unknown) => this.#lastResort(fault, end)));
    });
    node.on('close', (done: () => void) => {
      const closed = this.#close().catch((fault: unknown) => this.#logFault(fault));
      void closed.then(done);
    });
    this.#keeping.begin();
  }

  #follow(work: Promise<void>): void {
    const followed = work
      .catch((fault: unknown) => this.#logFault(fault))
      .finally(() => this.#underWay.delete(followed));
    this.#underWay.add(followed);
  }

  /** Ends every message exactly once, in its output or in an error. */
  async #handle(msg: Message, send: Send, done: (error?: Error) => void): Promise<void> {
    const progress = this.#status.begin();
    const run = new MessageRun(this.host, msg, send, progress);
    try {
      const order = await run.read();
      if (
        this.#keeping.isOn &&
        !this.#connection().client.isDryRun &&
        (await this.#keep(order, run, msg, send, progress, done))
      )
        return;
      progress.succeeded(await run.carryOut(this.#connection(), order));
    } catch (error) {
      const failure = await run.failure(error);
      progress.failed(failure.code);
      this.#logFault(error);
      if (failure.code !== 'JIRA_CANCELLED') this.#log('failedWhileClosing', { message: failure.message });
      this.#end(failure, msg, run.msg, done);
      return;
    }
    this.#log('doneWhileClosing', { result: whatIsNamed(run.msg.payload) });
    done();
  }

  /**
   * Has a message sent by way of the disk. Returns whether that is so: where the disk fails, it is better sent than lost.
   * @throws JiraError
   */
  async #keep(
    order: Order,
    run: MessageRun,
    msg: Message,
    send: Send,
    progress: Progress,
    done: (error?: Error) => void,
  ): Promise<boolean> {
    const end = (failure: NodeError, told: Message) => this.#end(failure, msg, told, done);
    const carried = (keyed: Order) => ({ ...this.#carried(msg, keyed), begin: () => progress, send, end });
    const kept = await this.#keeping.take(order, msg, carried, () => {
      progress.kept();
      done();
    });
    if (kept.type === 'taken') return true;
    const { reason, values } = kept.problem;
    run.warn('notKept', { detail: this.host.messages.shared(`error.${reason}`, values) ?? reason });
    return false;
  }

  /** A message that has come long ago, and ended for Node-RED when it was kept. */
  #carriedLater(msg: Message, order: Order): Carried {
    const end = (failure: NodeError, told: Message) =>
      this.#end(failure, msg, told, () => this.host.node.error(failure, told));
    return { ...this.#carried(msg, order), send: (one) => this.host.node.send(one), end };
  }

  #carried(msg: Message, order: Order): Omit<Carried, 'send' | 'end'> {
    const { host } = this;
    const logFault = (thrown: unknown) => this.#logFault(thrown);
    return { host, msg, order, connection: () => this.#connection(), begin: () => this.#status.begin(), logFault };
  }

  /** Not even the failure could be told in words: the message ends with what there is, and Node-RED goes on. */
  #lastResort(fault: unknown, done: (error?: Error) => void): void {
    this.#logFault(fault);
    try {
      const code: JiraErrorCode = 'JIRA_INTERNAL';
      done(new NodeError(code, code, { operation: operationOf(this.host.action), outcome: 'unknown' }));
    } catch (error) {
      this.#logFault(error);
    }
  }

  #logFault(thrown: unknown): void {
    const { RED, node } = this.host;
    logFault(RED, `${node.type}:${node.id}`, thrown);
  }

  /**
   * Hands an error to the Catch nodes, with the message that tells what is known of the call. Node-RED copies it for them, which some
   * payloads resist: without the payload the error still gets there.
   */
  #end(failure: NodeError, came: Message, told: Message, done: (error?: Error) => void): void {
    const { node } = this.host;
    const ways = [
      () => (told === came ? done(failure) : node.error(failure, told)),
      () => node.error(failure, { ...copyOf(told), payload: undefined, jira: undefined }),
      () => node.error(failure, {}),
    ];
    for (const attempt of ways) {
      try {
        attempt();
        return;
      } catch {}
    }
  }

  /** @throws JiraError `JIRA_CONFIG` if no site is chosen, or it is disabled or incomplete */
  #connection(): Connection {
    const { RED, config } = this.host;
    const site = RED.nodes.getNode(textEntry(config, 'site') ?? '');
    if (!isConnectionHolder(site)) throw new JiraError('JIRA_CONFIG', 'config.noSite', {}, { outcome: 'not-done' });
    return site.connection();
  }

  /** Node-RED delivers nothing to flows that it is stopping, so what came of a change must not depend on them. */
  #log(what: 'doneWhileClosing' | 'failedWhileClosing', values: MessageValues): void {
    const { node, action, messages, signal } = this.host;
    if (!signal.aborted) return;
    try {
      node.warn(messages.shared(`log.${what}`, { operation: operationOf(action), ...values }) ?? what);
    } catch (fault) {
      this.#logFault(fault);
    }
  }

  /** Reads and what has not left are cut short; a write that has left is waited for, and its result still goes out. */
  async #close(): Promise<void> {
    this.#sequences?.close();
    this.closing.abort(new JiraError('JIRA_CANCELLED', 'cancelled', {}, { outcome: 'not-done' }));
    const kept = this.#keeping.close();
    await Promise.race([Promise.all([kept, ...this.#underWay]), graceIsOver()]);
    this.#status.close();
  }
}

/** Node-RED counts each end of a message: one that failed on the way is not tried again. */
function once(done: (error?: Error) => void): (error?: Error) => void {
  let ended = false;
  return (error) => {
    if (ended) return;
    ended = true;
    done(error);
  };
}

const NAMING = ['key', 'issueIdOrKey', 'commentId', 'linkId', 'id'];

/** What identifies a result, for a line in the log; nothing of its contents. */
function whatIsNamed(payload: unknown): string {
  const named = NAMING.flatMap((name) => entry(payload, name) ?? []).filter((id) => typeof id === 'string');
  return named.join(', ') || '✓';
}

function graceIsOver(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, CLOSE_GRACE_MS).unref());
}

function isConnectionHolder(node: unknown): node is ConnectionHolder {
  return typeof node === 'object' && node !== null && 'connection' in node && typeof node.connection === 'function';
}
