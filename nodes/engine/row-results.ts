import { asJiraError, type CallOutcome, JiraError, type JiraErrorCode } from '../client/errors/jira-error';
import { entry, given, isRecord } from '../client/json';
import { noteUnusable } from '../jira/extra-fields';
import type { AllowedValues, Jira, OwnRequest } from '../jira/jira';
import { type PartResult, SharedCall } from '../jira/shared-call';
import type { NodeError } from './node-error';
import type { RowsAction } from './perform';
import type { RowInputs } from './row-inputs';

/** What became of one row; `index` is its place in what came. */
export type RowResult =
  | {
      readonly index: number;
      readonly ok: true;
      readonly id?: unknown;
      readonly key?: unknown;
      readonly self?: unknown;
      /** It was written before, under the same once key. */
      readonly duplicate?: unknown;
      /** The response was lost, and it was found. */
      readonly recovered?: unknown;
    }
  | {
      readonly index: number;
      readonly ok: false;
      readonly code: string;
      readonly message: string;
      /** Jira's messages by field id. */
      readonly errors: unknown;
      readonly outcome: CallOutcome;
    };

/** Rows that are read one by one, when their turn comes. */
export interface RowSource {
  readonly count: number;
  /** One of the rows before these was refused, and nothing is to be sent behind it. */
  readonly isStopped?: boolean;
  index(position: number): number;
  /** Which of the writes of a once key the row is; the same if it comes again. */
  part(position: number): string;
  /** @throws JiraError what is wrong with the row */
  read(position: number): RowInputs;
}

export interface RowWork {
  readonly action: RowsAction;
  readonly jira: Jira;
  readonly source: RowSource;
  /** A row that fails has the rows after it not sent. */
  readonly stopOnError: boolean;
  /** Whether a failure that isn't the rows' ends the whole even where some are written: the same message then comes again, each row once. */
  readonly comesAgain: boolean;
  /** An error as a node for one record tells it. */
  readonly explain: (error: JiraError) => Promise<NodeError>;
}

/** These say nothing of a row, but of the way to Jira: the rows that follow would meet the same. */
const NOT_OF_A_ROW: ReadonlySet<JiraErrorCode> = new Set([
  'JIRA_CONFIG',
  'JIRA_AUTH',
  'JIRA_SCOPE',
  'JIRA_RATE_LIMIT',
  'JIRA_QUEUE_FULL',
  'JIRA_UNAVAILABLE',
  'JIRA_NETWORK',
  'JIRA_TIMEOUT',
  'JIRA_CANCELLED',
  'JIRA_INTERNAL',
]);

/**
 * Writes rows, so many in a call as it takes, and tells what became of each, call by call. A row that fails keeps no other away; what
 * stands between Jira and all of them ends the work.
 * @throws JiraError the latter, as long as nothing has been written
 */
export async function* writeRows(work: RowWork): AsyncGenerator<readonly RowResult[]> {
  const { action, source, jira } = work;
  let end: JiraError | undefined = source.isStopped ? rowsStopped() : undefined;
  let written = false;
  let failed = 0;
  let again = true;
  for (let from = 0; from < source.count; from += action.perCall) {
    const batch = new Batch(work, from, Math.min(from + action.perCall, source.count));
    const rows = end ? batch.none(end) : await batch.write();
    end ??= batch.end;
    if (
      end &&
      !source.isStopped &&
      batch.stopped === undefined &&
      (!written || work.comesAgain) &&
      !rows.some(mayBeWritten)
    )
      throw end;
    written ||= rows.some(mayBeWritten);
    const results: RowResult[] = [];
    for (const row of rows) results.push(await resultOf(work, row));
    failed += results.filter(({ ok }) => !ok).length;
    if (results.some((one) => one.ok && one.recovered === true)) jira.notes.recovered = true;
    again &&= results.every((one) => one.ok && one.duplicate === true);
    if (again) jira.notes.duplicate = true;
    else delete jira.notes.duplicate;
    jira.notes.failed = failed;
    if (from + action.perCall >= source.count && failed > 0) jira.warn('rowsFailed', { failed, count: source.count });
    yield results;
  }
}

interface Row {
  readonly index: number;
  readonly part: string;
  readonly result: PartResult;
  /** What the guard says of it. */
  readonly notes: Record<string, unknown>;
  readonly allowed?: (() => Promise<AllowedValues>) | undefined;
}

function mayBeWritten({ result }: Row): boolean {
  return 'body' in result || result.error.facts.outcome === 'unknown';
}

/** The rows of one call. */
class Batch {
  /** Why nothing more is to be sent. */
  end: JiraError | undefined;
  /** That is so because of a row. */
  stopped: JiraError | undefined;

  constructor(
    private readonly work: RowWork,
    private readonly from: number,
    private readonly to: number,
  ) {}

  /** All of them, not sent. */
  none(error: JiraError): readonly Row[] {
    return this.#positions().map((position) => this.#row(position, { error }));
  }

  async write(): Promise<readonly Row[]> {
    const { action, jira, stopOnError } = this.work;
    const rows: (Row & { readonly request?: OwnRequest })[] = [];
    for (const position of this.#positions()) {
      rows.push(this.end ? this.#row(position, { error: this.end }) : await this.#prepare(position));
    }
    const sent = rows.filter(({ request }) => request !== undefined);
    const call = new SharedCall(sent.length, (requests) => action.together(jira, requests));
    const written = await Promise.all(rows.map((row) => (row.request ? this.#send(row, row.request, call) : row)));
    if (call.failure && call.failure.facts.outcome !== 'unknown') this.end ??= call.failure;
    if (stopOnError && !this.end && written.some(({ result }) => 'error' in result)) this.#stop();
    return written;
  }

  #positions(): readonly number[] {
    return Array.from({ length: this.to - this.from }, (_, offset) => this.from + offset);
  }

  #row(position: number, result: PartResult): Row {
    const { source } = this.work;
    return { index: source.index(position), part: source.part(position), result, notes: {} };
  }

  async #prepare(position: number): Promise<Row & { readonly request?: OwnRequest }> {
    const { action, jira, source, stopOnError } = this.work;
    try {
      const { inputs, extra } = source.read(position);
      noteUnusable(jira, extra);
      jira.allowedValues = undefined;
      const request = await action.one({ jira, inputs, extra });
      return { ...this.#row(position, { body: undefined }), request, allowed: jira.allowedValues };
    } catch (thrown) {
      const error = asJiraError(thrown);
      if (NOT_OF_A_ROW.has(error.code)) this.end = error;
      else if (stopOnError) this.#stop();
      return this.#row(position, { error });
    }
  }

  #stop(): void {
    this.stopped = rowsStopped();
    this.end = this.stopped;
  }

  async #send(row: Row, request: OwnRequest, call: SharedCall): Promise<Row> {
    const { jira } = this.work;
    try {
      const one = { ...request, part: row.part };
      const body = await jira.sendPart(one, (marked) => call.attempt(marked), row.notes);
      return { ...row, result: { body } };
    } catch (thrown) {
      return { ...row, result: { error: asJiraError(thrown) } };
    } finally {
      call.ended();
    }
  }
}

function rowsStopped(): JiraError {
  return new JiraError('JIRA_CANCELLED', 'rows.stopped', {}, { outcome: 'not-done', retryable: false });
}

async function resultOf({ jira, explain }: RowWork, { index, result, notes, allowed }: Row): Promise<RowResult> {
  if ('body' in result) {
    const [id, key, self] = ['id', 'key', 'self'].map((name) => entry(result.body, name));
    return { index, ok: true, ...given({ id, key, self }), ...notes };
  }
  jira.allowedValues = allowed;
  const { code, message, cause } = await explain(result.error);
  const { errors = {} } = isRecord(cause) ? cause : {};
  return { index, ok: false, code, message, errors, outcome: result.error.facts.outcome ?? 'not-done' };
}
