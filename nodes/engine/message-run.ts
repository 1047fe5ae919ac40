import type { Node, NodeAPI, NodeMessage } from 'node-red';
import type { Job } from '../client/client';
import { systemClock } from '../client/clock';
import type { Connection } from '../client/connection';
import { asJiraError, type CallOutcome, type JiraError } from '../client/errors/jira-error';
import { isRecord, type JsonRecord, textEntry } from '../client/json';
import { type Action, isReading } from '../definition';
import type { Messages } from '../i18n/messages';
import { fieldNames } from '../jira/fields';
import { Jira } from '../jira/jira';
import { RICH_TEXT_FORMS, TEXT_FORMATS } from '../jira/text-format';
import type { WriteGuard } from '../jira/write-guard';
import { type Delivery, deliver } from './deliver';
import type { InputValues } from './input-values';
import { readInputs } from './inputs';
import { choicesIn, option, readListOptions } from './list-options';
import type { Message } from './message';
import { type FieldFacts, NO_FIELD_FACTS, NodeError, nodeError, operationOf } from './node-error';
import type { Progress } from './node-status';
import { isOnce, type OnceKey, onceKeyOf, onceWritesOf } from './once';
import { identifiersIn, openList, ownRoute, perform } from './perform';
import { copyOf, writable } from './writable';

export type Send = (msg: NodeMessage) => void;

/** The node that a message has come to. */
export interface Host {
  readonly RED: NodeAPI;
  readonly node: Node;
  readonly config: JsonRecord;
  readonly action: Action;
  readonly messages: Messages;
  /** Aborted when the node closes. */
  readonly signal: AbortSignal;
}

/** What a message asks its node to do: data, which can be kept and carried out later. */
export interface Order {
  readonly inputs: InputValues;
  /** The key by which what it writes happens once; nothing where it is written as it comes. */
  readonly once?: OnceKey | undefined;
}

/** One message on its way through a node, from its inputs to what goes out. */
export class MessageRun {
  readonly #started = systemClock.now();
  readonly #job: Job;
  /** The message that came in or, where that takes no result, a copy of it. */
  readonly msg: Message;
  #order: Order = { inputs: {} };
  #jira: Jira | undefined;

  constructor(
    private readonly host: Host,
    msg: Message,
    private readonly send: Send,
    private readonly progress: Progress,
  ) {
    this.msg = writable(msg);
    const { node, signal } = host;
    this.#job = { source: node.id, signal, attempts: 0, waitedMs: 0, onWait: (ms) => progress.waiting(ms) };
  }

  /**
   * Reads what the message asks for. Nothing leaves for Jira yet.
   * @throws JiraError `JIRA_INPUT`
   */
  async read(): Promise<Order> {
    const { RED, node, config, action } = this.host;
    const inputs = await readInputs(RED, node, config, action, this.msg);
    this.#order = { inputs, ...(isOnce(action, config) && { once: onceKeyOf(inputs) }) };
    return this.#order;
  }

  /**
   * Does what the node is there for and sends what comes of it. Returns whether there were warnings.
   * @param order what `read` has found, now or in an earlier process
   * @throws JiraError and whatever went wrong otherwise
   */
  async carryOut(connection: Connection, order: Order): Promise<boolean> {
    const { config, action } = this.host;
    this.#order = order;
    const jira = await this.#jiraFor(connection);
    const form = option(config, 'richText', RICH_TEXT_FORMS);
    if (action.returns === 'many') {
      const options = readListOptions(config);
      const list = openList(action, jira, order.inputs, options, form);
      await deliver(
        list,
        options,
        this.#delivery(jira, () => list.count()),
      );
    } else {
      this.#fill(this.msg, await perform(action, jira, order.inputs, form, choicesIn(action, config)), jira);
      this.send(this.msg);
    }
    return jira.warnings.length > 0;
  }

  /** What a Catch node gets, with the message as it came in but for what is known of the call. Never fails itself. */
  async failure(thrown: unknown): Promise<NodeError> {
    const known = asJiraError(thrown);
    const outcome = this.#outcome(known);
    try {
      const error = known.withOutcome(outcome);
      const statusCode = error.facts.statusCode ?? this.#job.statusCode;
      this.msg.jira = this.#facts(this.#job);
      if (statusCode !== undefined) this.msg.statusCode = statusCode;
      return this.#report(error, await this.#fieldFacts(error));
    } catch {
      // What it was and whether it was done is told even where there are no words for it.
      return new NodeError(known.code, known.code, { operation: operationOf(this.host.action), outcome });
    }
  }

  /** Whether Jira has done it: once it has said so, nothing that fails afterwards makes that untrue. */
  #outcome({ code, facts }: JiraError): CallOutcome {
    const reads = isReading(this.host.action);
    if (!reads && this.#jira?.ownResponse !== undefined) return 'done';
    if (code !== 'JIRA_INTERNAL') return facts.outcome ?? 'not-done';
    return reads || this.#job.attempts === 0 ? 'not-done' : 'unknown';
  }

  async #jiraFor({ client, cache }: Connection): Promise<Jira> {
    const { inputs, once } = this.#order;
    const { queryParameters } = inputs;
    const { action, config } = this.host;
    const deployment = await client.deployment(this.#job);
    const options = {
      route: ownRoute(action, deployment),
      reads: action.reads,
      record: action.returns === 'one' || action.returns === 'reference' ? action.record : undefined,
      asked: isReading(action) ? identifiersIn(action, inputs) : undefined,
      textFormat: option(config, 'textFormat', TEXT_FORMATS),
      queryParameters: isRecord(queryParameters) ? queryParameters : undefined,
      recovery: action.recovery,
      guard: once && this.#guard(once, client.siteUrl),
      memory: onceWritesOf(this.host.RED).memory(this.#siteKey(client.siteUrl)),
    };
    this.#jira = new Jira(deployment, options, client, cache, this.#job);
    return this.#jira;
  }

  #guard({ key, remember }: OnceKey, siteUrl: string): WriteGuard {
    const { RED, action, signal } = this.host;
    const siteKey = this.#siteKey(siteUrl);
    const onWait = (ms: number) => this.progress.waiting(ms);
    return onceWritesOf(RED).guard({ siteKey, operation: operationOf(action), key, remember, signal, onWait });
  }

  /** What is remembered of a site that gets another address is of another Jira. */
  #siteKey(siteUrl: string): string {
    return `${textEntry(this.host.config, 'site') ?? ''} ${siteUrl}`;
  }

  /** How a list goes out: each message of several is a copy of the one that came in; one alone is that message itself. */
  #delivery(jira: Jira, count: () => Promise<number | undefined>): Delivery {
    const { RED, signal } = this.host;
    const id = RED.util.generateId();
    const outer = this.msg.parts;
    let total: number | undefined;
    return {
      send: async (payload, facts, parts) => {
        signal.throwIfAborted();
        const out: Message = parts ? RED.util.cloneMessage({ ...copyOf(this.msg), payload: undefined }) : this.msg;
        this.#fill(out, payload, jira, facts);
        if (parts) out.parts = { id, type: 'array', ...parts, ...(outer !== undefined && { parts: outer }) };
        this.send(out);
        await new Promise((taken) => setImmediate(taken));
      },
      progress: (pages, records, known) => {
        total = known ?? total;
        this.progress.reading(pages, records, total);
        if (pages === 1 && known === undefined) {
          const take = (found: number | undefined) => {
            total ??= found;
          };
          count().then(take, () => {});
        }
      },
      warnIncomplete: (error, received) => jira.warn('incomplete', { received, problem: this.#report(error).message }),
    };
  }

  /** Says each warning once, on the node and on the message that is the first to carry it. */
  #fill(out: Message, payload: unknown, jira: Jira, list: object = {}): void {
    const sentences = jira.warnings.map(
      ({ reason, values }) => this.host.messages.shared(`warning.${reason}`, values) ?? reason,
    );
    for (const sentence of sentences.slice(this.#warned)) this.host.node.warn(sentence);
    this.#warned = sentences.length;
    out.payload = payload;
    out.jira = {
      ...this.#facts(jira.ownResponse ?? this.#job),
      ...jira.notes,
      ...(sentences.length > 0 && { warnings: sentences }),
      ...list,
    };
  }
  #warned = 0;

  #facts({ statusCode, requestId }: Pick<Job, 'statusCode' | 'requestId'>): object {
    return {
      operation: operationOf(this.host.action),
      deployment: this.#jira?.deployment,
      statusCode,
      input: { ...this.#order.inputs },
      attempts: this.#job.attempts,
      ms: systemClock.now() - this.#started,
      ...(requestId !== undefined && { requestId }),
    };
  }

  #report(error: JiraError, fields?: FieldFacts): NodeError {
    return nodeError(error, this.host.action, this.#job, this.host.messages, fields);
  }

  /** The names of the fields that Jira complains about, and what it would have accepted. Not worth failing for. */
  async #fieldFacts({ facts }: JiraError): Promise<FieldFacts> {
    const ids = Object.keys(facts.errors ?? {});
    const jira = this.#jira;
    if (!jira || ids.length === 0 || this.host.signal.aborted) return NO_FIELD_FACTS;
    const [names, allowed] = await Promise.allSettled([fieldNames(jira, ids), jira.allowedValues?.()]);
    return {
      names: (names.status === 'fulfilled' && names.value) || NO_FIELD_FACTS.names,
      allowed: (allowed.status === 'fulfilled' && allowed.value) || NO_FIELD_FACTS.allowed,
    };
  }
}
