import type { Node, NodeAPI, NodeDef, NodeMessage, NodeMessageInFlow } from 'node-red';
import type { Job } from '../client/client';
import { systemClock } from '../client/clock';
import type { Connection, ConnectionHolder } from '../client/connection';
import { JiraError } from '../client/errors';
import { isRecord, type JsonRecord, textEntry } from '../client/json';
import type { Action } from '../definition';
import { fieldNames } from '../jira/fields';
import { badInput, Jira } from '../jira/jira';
import { RICH_TEXT_FORMS, TEXT_FORMATS } from '../jira/text-format';
import { type InputValues, readInputs } from './inputs';
import { NodeStatus, type Progress } from './node-status';
import { perform, type Result } from './perform';
import { asJiraError, type FieldFacts, NO_FIELD_FACTS, operationOf, report } from './report';
import { type Words, wordsOf } from './words';

/** What a message carries besides its payload. */
type Message = NodeMessageInFlow & { jira?: unknown; statusCode?: unknown };

/** Makes a Node-RED node type of an action. */
export function register(RED: NodeAPI, action: Action): void {
  const words = wordsOf(RED);
  RED.nodes.registerType(action.type, function (this: Node, definition: NodeDef) {
    RED.nodes.createNode(this, definition);
    new ActionNode(RED, this, { ...definition }, action, words);
  });
}

/** One node on a flow: what happens between a message that arrives and the one that leaves, or the error. */
class ActionNode {
  readonly #status: NodeStatus;
  readonly #closing = new AbortController();
  readonly #underWay = new Set<Promise<void>>();

  constructor(
    private readonly RED: NodeAPI,
    private readonly node: Node,
    private readonly config: JsonRecord,
    private readonly action: Action,
    private readonly words: Words,
  ) {
    this.#status = new NodeStatus(node, words, systemClock);
    node.on('input', (msg, send, done) => {
      const handled = this.#handle(msg, send, done).finally(() => this.#underWay.delete(handled));
      this.#underWay.add(handled);
    });
    node.on('close', (done: () => void) => void this.#close().then(done));
  }

  /** Ends every message exactly once, in an output or in an error. */
  async #handle(msg: Message, send: (msg: NodeMessage) => void, done: (error?: Error) => void): Promise<void> {
    const started = systemClock.now();
    const progress = this.#status.begin();
    const job = this.#newJob(progress);
    const known: { inputs: InputValues; jira?: Jira } = { inputs: {} };
    const facts = ({ statusCode, requestId }: Pick<Job, 'statusCode' | 'requestId'>) => ({
      operation: operationOf(this.action),
      deployment: known.jira?.deployment,
      statusCode,
      input: known.inputs,
      attempts: job.attempts,
      ms: systemClock.now() - started,
      ...(requestId !== undefined && { requestId }),
    });
    try {
      const connection = this.#connection();
      known.inputs = await readInputs(this.RED, this.node, this.config, this.action, msg);
      known.jira = await this.#jira(connection, known.inputs, job);
      const result = await perform(this.action, known.jira, known.inputs, this.#option('richText', RICH_TEXT_FORMS));
      this.#fill(msg, result, { ...facts(known.jira.answered ?? job), ...known.jira.notes }, known.jira);
      send(msg);
      progress.succeeded(known.jira.warnings.length > 0);
      done();
    } catch (error) {
      const problem = asJiraError(error);
      msg.jira = facts(job);
      const statusCode = problem.facts.statusCode ?? job.statusCode;
      if (statusCode !== undefined) msg.statusCode = statusCode;
      progress.failed(problem.code);
      done(report(problem, this.action, job, this.words, await this.#fieldFacts(problem, known.jira)));
    }
  }

  #newJob(progress: Progress): Job {
    return {
      source: this.node.id,
      signal: this.#closing.signal,
      attempts: 0,
      waitedMs: 0,
      onWait: (ms) => progress.waiting(ms),
    };
  }

  /** @throws JiraError `JIRA_CONFIG` if no site is chosen, or it is disabled or incomplete */
  #connection(): Connection {
    const site = this.RED.nodes.getNode(textEntry(this.config, 'site') ?? '');
    if (!isConnectionHolder(site)) throw new JiraError('JIRA_CONFIG', 'config.noSite', {}, { outcome: 'not-done' });
    return site.connection();
  }

  async #jira({ client, memory }: Connection, inputs: InputValues, job: Job): Promise<Jira> {
    const { queryParameters } = inputs;
    const options = {
      textFormat: this.#option('textFormat', TEXT_FORMATS),
      queryParameters: isRecord(queryParameters) ? queryParameters : undefined,
    };
    return new Jira(await client.deployment(job), options, client, memory, job);
  }

  /** A property that is one of a few words; the first of them where a flow doesn't say. */
  #option<Word extends string>(name: string, words: readonly [Word, ...Word[]]): Word {
    const chosen = textEntry(this.config, name);
    const word = words.find((one) => one === chosen);
    if (word === undefined && chosen)
      throw badInput('input.notAnOption', { name, found: chosen, options: words.join(', ') });
    return word ?? words[0];
  }

  #fill(msg: Message, { payload, list }: Result, facts: object, { warnings }: Jira): void {
    const sentences = warnings.map(({ reason, values }) => this.words.shared(`warning.${reason}`, values) ?? reason);
    for (const sentence of sentences) this.node.warn(sentence);
    msg.payload = payload;
    msg.jira = { ...facts, ...(sentences.length > 0 && { warnings: sentences }), ...list };
  }

  /** The names of the fields that Jira complains about, and what it would have accepted. Not worth failing for. */
  async #fieldFacts({ facts }: JiraError, jira: Jira | undefined): Promise<FieldFacts> {
    const ids = Object.keys(facts.errors ?? {});
    if (!jira || ids.length === 0 || this.#closing.signal.aborted) return NO_FIELD_FACTS;
    const [names, allowed] = await Promise.allSettled([fieldNames(jira, ids), jira.allowedValues?.()]);
    return {
      names: (names.status === 'fulfilled' && names.value) || NO_FIELD_FACTS.names,
      allowed: (allowed.status === 'fulfilled' && allowed.value) || NO_FIELD_FACTS.allowed,
    };
  }

  /** Reads and what has not left are cut short; a write that has left is waited for, and its result still goes out. */
  async #close(): Promise<void> {
    this.#closing.abort(new JiraError('JIRA_CANCELLED', 'cancelled', {}, { outcome: 'not-done' }));
    await Promise.race([Promise.all(this.#underWay), graceIsOver()]);
    this.#status.close();
  }
}

/** How long closing waits for a write, in milliseconds; Node-RED itself gives up after 15,000. */
const CLOSE_GRACE_MS = 10_000;

function graceIsOver(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, CLOSE_GRACE_MS).unref());
}

function isConnectionHolder(node: unknown): node is ConnectionHolder {
  return typeof node === 'object' && node !== null && 'connection' in node && typeof node.connection === 'function';
}
