import type { Job } from '../client/client';
import { systemClock } from '../client/clock';
import type { Connection } from '../client/connection';
import { asJiraError, type CallOutcome, type JiraError, type MessageValues } from '../client/errors/jira-error';
import { textEntry } from '../client/json';
import { flag, isReading } from '../definition';
import type { Jira, Warning } from '../jira/jira';
import { RICH_TEXT_FORMS } from '../jira/text-format';
import { activities, editorId } from './activity';
import { coerce } from './coerce';
import { type Delivery, deliver, type ListFacts } from './deliver';
import { extraMode } from './extra-fields';
import { fieldFacts } from './field-facts';
import type { Host, KeptRun, Order, Send } from './host';
import type { InputValues } from './input-values';
import { readInputs } from './inputs';
import { jiraFor } from './jira-access';
import { choicesIn, option, readListOptions } from './list-options';
import type { Message } from './message';
import { type FieldFacts, NodeError, nodeError, operationOf } from './node-error';
import type { Progress } from './node-status';
import { isOnce, onceKeyOf } from './once';
import { openList, perform, type RowsAction } from './perform';
import { resultFacts } from './result-facts';
import { type RowResult, type RowSource, type RowWork, writeRows } from './row-results';
import { rowList, rowsIn } from './rows';
import { trialFacts } from './trial-facts';
import { copyOf, writable } from './writable';

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
    private readonly kept?: KeptRun,
  ) {
    this.msg = writable(msg);
    const { node, signal } = host;
    const onWait = (ms: number) => progress.waiting(ms);
    this.#job = { source: node.id, signal, attempts: 0, waitedMs: 0, retries: kept?.retries, onWait };
    if (kept) this.#order = kept.order;
  }

  /** Says with the result that something went differently than asked. */
  warn(reason: string, values: MessageValues): void {
    this.#early.push({ reason, values });
  }
  readonly #early: Warning[] = [];

  /**
   * Reads what the message asks for. Nothing leaves for Jira yet.
   * @throws JiraError `JIRA_INPUT`
   */
  async read(): Promise<Order> {
    const { RED, node, config, action } = this.host;
    const warn = (reason: string, values: MessageValues) => this.warn(reason, values);
    const inputs = await readInputs({ RED, node, msg: this.msg, warn }, config, action);
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
    const jira = await this.#open(connection);
    const form = option(config, 'richText', RICH_TEXT_FORMS);
    if (action.returns === 'many') {
      const options = readListOptions(config);
      const list = openList(action, jira, order.inputs, options, form);
      const { count, total } = await deliver(
        list,
        options,
        this.#delivery(jira, () => list.count()),
      );
      this.progress.came({ records: count, total });
    } else if (action.returns === 'rows') {
      const source = rowsIn(action, extraMode(config), order.inputs);
      const options = { ...readListOptions(config), onIncomplete: 'fail' } as const;
      const { count } = await deliver(rowList(this.#rowWork(action, jira, source)), options, this.#rowDelivery(jira));
      this.progress.came({ records: count });
    } else {
      this.#fill(this.msg, await perform(action, jira, order.inputs, form, choicesIn(action, config)), jira);
      this.send(this.msg);
    }
    this.#tellTrials(jira);
    this.#took();
    return jira.warnings.length > 0;
  }

  /**
   * Writes rows that came in several messages, this run's among them, and returns what became of each.
   * @param order what one of them asks for, their rows aside
   * @throws JiraError what concerns them all
   */
  async writeRows(connection: Connection, order: Order, source: RowSource): Promise<readonly RowResult[]> {
    const { action } = this.host;
    this.#order = order;
    const jira = await this.#open(connection);
    if (action.returns !== 'rows') throw new TypeError('an action without rows');
    const results: RowResult[] = [];
    for await (const some of writeRows(this.#rowWork(action, jira, source))) results.push(...some);
    this.#tellTrials(jira);
    this.#took();
    return results;
  }

  async #open(connection: Connection): Promise<Jira> {
    const jira = await jiraFor({ host: this.host, order: this.#order, job: this.#job, kept: this.kept }, connection);
    jira.warnings.push(...this.#early);
    this.#jira = jira;
    return jira;
  }

  #tellTrials({ trials }: Jira): void {
    if (trials.length > 0) this.progress.tried(trials.flatMap(({ problems }) => problems).length);
  }

  /** Sends a message on with some of what `writeRows` returned. Returns whether there were warnings. */
  handOn(msg: Message, payload: unknown, facts: object, parts?: object): boolean {
    const jira = this.#jira;
    if (jira === undefined) return false;
    const out = writable(msg);
    this.#fill(out, payload, jira, facts);
    if (parts) out.parts = parts;
    this.send(out);
    return jira.warnings.length > 0;
  }

  #rowWork(action: RowsAction, jira: Jira, source: RowSource): RowWork {
    const { config } = this.host;
    return {
      action,
      jira,
      source,
      stopOnError: coerce('stopOnError', flag(), config.stopOnError) === true,
      comesAgain: this.#order.once !== undefined && config.whenAway === 'keep',
      explain: async (error) => this.#report(error, await this.#fieldFacts(error)),
    };
  }

  #rowDelivery(jira: Jira): Delivery {
    const shown = ({ count, total }: ListFacts) => ({ count, total, failed: jira.notes.failed ?? 0 });
    return {
      ...this.#delivery(jira, async () => undefined, shown),
      progress: (_calls, rows, total) => this.progress.writing(rows, total ?? rows),
    };
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
      const failure = this.#report(error, await this.#fieldFacts(error));
      this.#failed(failure);
      return failure;
    } catch {
      // What it was and whether it was done is told even where there are no words for it.
      return new NodeError(known.code, known.code, { operation: operationOf(this.host.action), outcome });
    }
  }

  /** For the overview of the site. */
  #took(): void {
    const { config, node, action } = this.host;
    const ms = systemClock.now() - this.#started;
    activities.took(textEntry(config, 'site') ?? '', editorId(node), operationOf(action), ms);
  }

  #failed({ code, message }: NodeError): void {
    if (code === 'JIRA_CANCELLED') return;
    const { config, node, action } = this.host;
    const told = { node: editorId(node), operation: operationOf(action), code, message };
    activities.failed(textEntry(config, 'site') ?? '', told);
    this.#took();
  }

  /** Whether Jira has done it: once it has said so, nothing that fails afterwards makes that untrue. */
  #outcome({ code, facts }: JiraError): CallOutcome {
    if (this.#isDryRun) return 'not-done';
    const reads = isReading(this.host.action);
    if (!reads && this.#jira?.ownResponse !== undefined) return 'done';
    if (code !== 'JIRA_INTERNAL') return facts.outcome ?? 'not-done';
    return reads || this.#job.attempts === 0 ? 'not-done' : 'unknown';
  }

  get #isDryRun(): boolean {
    return this.#jira?.options.tryOut !== undefined;
  }

  /** How a list goes out: each message of several is a copy of the one that came in; one alone is that message itself. */
  #delivery(
    jira: Jira,
    count: () => Promise<number | undefined>,
    shown: (facts: ListFacts) => object = (facts) => facts,
  ): Delivery {
    const { RED, signal } = this.host;
    const id = RED.util.generateId();
    const outer = this.msg.parts;
    let total: number | undefined;
    return {
      send: async (payload, facts, parts) => {
        signal.throwIfAborted();
        const out: Message = parts ? RED.util.cloneMessage({ ...copyOf(this.msg), payload: undefined }) : this.msg;
        this.#fill(out, payload, jira, shown(facts));
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
    const { deployment, peopleUrl: url } = jira;
    const { name, page } = resultFacts(this.host.action, this.#order.inputs, payload, { deployment, url });
    this.progress.came({ name });
    out.payload = payload;
    out.jira = {
      ...this.#facts(jira.ownResponse ?? this.#job),
      ...(page !== undefined && { url: page }),
      ...jira.notes,
      ...trialFacts(jira.trials, this.host.messages),
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
      input: this.#shownInputs(),
      attempts: this.#job.attempts,
      ms: systemClock.now() - this.#started,
      ...(requestId !== undefined && { requestId }),
    };
  }

  /** Of what came beyond the inputs, only what was taken for a field: the rest may be anything. Of rows nothing: they are many. */
  #shownInputs(): InputValues {
    const { extraFields: _extra, ...others } = this.#order.inputs;
    const { action } = this.host;
    const inputs = Object.fromEntries(Object.entries(others).filter(([name]) => action.inputs[name]?.kind !== 'rows'));
    if (action.returns === 'rows') return inputs;
    const used = this.#jira?.extraUsed;
    return used?.size ? { ...inputs, extraFields: Object.fromEntries(used) } : inputs;
  }

  #report(error: JiraError, fields?: FieldFacts): NodeError {
    return nodeError(error, this.host.action, this.#job, this.host.messages, fields);
  }

  #fieldFacts(error: JiraError): Promise<FieldFacts> {
    return fieldFacts(this.host.signal.aborted ? undefined : this.#jira, error);
  }
}
