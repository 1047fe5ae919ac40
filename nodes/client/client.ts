import { errorOfAnswer, parseJson } from './answer-errors';
import type { Auth } from './auth';
import { type Budget, type CallScope, pauseScope } from './budget';
import type { Clock } from './clock';
import { JiraError } from './errors';
import { errorOfFailure } from './failure-errors';
import { textEntry } from './json';
import { type ListRequest, type Page, type Position, pageRequest, readPage } from './paging';
import {
  type Deployment,
  encodePath,
  encodeQuery,
  endpointOf,
  type Request,
  repeatability,
  writtenIssue,
} from './request';
import { decideRetry, type Outcome } from './retry';
import { type RawAnswer, type Transport, TransportFailure } from './transport';

/** What one message does at Jira: shared by all the calls that it makes. */
export interface Job {
  /** Whose turn it is in the queue: the node's id. */
  readonly source: string;
  /** Aborted, with a `JiraError` as its reason, when the node closes. */
  readonly signal: AbortSignal;
  /** HTTP attempts so far. */
  attempts: number;
  /** Milliseconds spent waiting for limits and repeats so far. */
  waitedMs: number;
  /** Of the last answer. */
  statusCode?: number | undefined;
  /** Of the last answer: what Atlassian's support asks for. */
  requestId?: string | undefined;
  /** Told the milliseconds when the job starts to wait for a limit or a repeat, and 0 when it goes on. */
  readonly onWait?: ((ms: number) => void) | undefined;
}

/** The server behind a site. */
export interface ServerInfo {
  readonly deployment: Deployment;
  readonly version: string;
  /** The address that people open in a browser. */
  readonly baseUrl: string;
}

export interface ClientOptions {
  /** As `readSiteUrl` answers it. */
  readonly siteUrl: string;
  /** `undefined` asks the server once. */
  readonly deployment?: Deployment | undefined;
  /** Extra attempts of one call. */
  readonly maxRetries: number;
  /** The most milliseconds that one message may wait in all. */
  readonly maxWaitMs: number;
}

const API_ROOT: Readonly<Record<Deployment, string>> = { cloud: '/rest/api/3', datacenter: '/rest/api/2' };
/** Served alike by both families, before it is known which one it is. */
const NEUTRAL_ROOT = API_ROOT.datacenter;
/** How long a credential that has just been seen to work is believed when Jira says "not found". */
const TRUST_MS = 60_000;

/** Jira over HTTP for one site: it signs, queues and repeats, and turns every answer into data or one `JiraError`. */
export class Client {
  #server: Promise<ServerInfo> | undefined;
  #trustedUntil = Number.NEGATIVE_INFINITY;
  readonly #closing = new AbortController();
  readonly #hardStop = new AbortController();
  readonly #writes = new Set<Promise<unknown>>();

  constructor(
    private readonly options: ClientOptions,
    private readonly transport: Transport,
    private readonly auth: Auth,
    private readonly budget: Budget,
    private readonly clock: Clock,
  ) {}

  /** Which family the site belongs to. */
  async deployment(): Promise<Deployment> {
    return this.options.deployment ?? (await this.server()).deployment;
  }

  /** What the server says of itself; asked once, and again after a failure. */
  server(): Promise<ServerInfo> {
    this.#server ??= this.#askServer().catch((error: unknown) => {
      this.#server = undefined;
      throw error;
    });
    return this.#server;
  }

  /**
   * Makes one call and answers the parsed body, `undefined` where Jira sends none.
   * @throws JiraError
   */
  async call(request: Request, job: Job): Promise<unknown> {
    const root = API_ROOT[await this.deployment()];
    try {
      return readBody(await this.#callAt(root, request, job), request);
    } catch (error) {
      if (!(error instanceof JiraError)) throw error;
      if (error.code === 'JIRA_NOT_FOUND') await this.#confirmCredentials(job);
      throw error.knowing({ method: request.method, path: root + encodePath(request.path) });
    }
  }

  /**
   * Reads the page of a list that begins at `position`.
   * @throws JiraError
   */
  async page(list: ListRequest, position: Position, job: Job): Promise<Page> {
    const page = readPage(list, await this.call(pageRequest(list, position), job), position);
    if (page.records.length === 0) await this.#confirmCredentials(job);
    return page;
  }

  /**
   * Ends the client: what waits fails at once, reads are cut, and a write that has left gets `graceMs` milliseconds to be
   * answered.
   */
  async close(graceMs: number): Promise<void> {
    this.#closing.abort(new JiraError('JIRA_CANCELLED', 'cancelled', {}, { outcome: 'not-done' }));
    const cancelGrace = this.clock.after(graceMs, () => this.#hardStop.abort());
    await Promise.allSettled(this.#writes);
    cancelGrace();
    this.transport.close();
  }

  /**
   * Jira shows "not found" and empty lists to whoever it doesn't know, so before such an answer is believed, the
   * credentials are tried where they can't be ignored.
   * @throws JiraError `JIRA_AUTH`
   */
  async #confirmCredentials(job: Job): Promise<void> {
    if (this.clock.now() < this.#trustedUntil) return;
    const { statusCode, requestId } = job;
    try {
      await this.#callAt(API_ROOT[await this.deployment()], { method: 'GET', path: ['myself'] }, job);
      this.#trustedUntil = this.clock.now() + TRUST_MS;
    } catch (error) {
      if (error instanceof JiraError && error.code === 'JIRA_AUTH') throw error;
    }
    Object.assign(job, { statusCode, requestId });
  }

  async #askServer(): Promise<ServerInfo> {
    const job: Job = { source: 'site', signal: this.#closing.signal, attempts: 0, waitedMs: 0 };
    const request: Request = { method: 'GET', path: ['serverInfo'] };
    try {
      const body = readBody(await this.#callAt(NEUTRAL_ROOT, request, job), request);
      const version = textEntry(body, 'version');
      if (version === undefined) throw new JiraError('JIRA_RESPONSE', 'response.notJson');
      const cloud = textEntry(body, 'deploymentType')?.toLowerCase() === 'cloud';
      const baseUrl = textEntry(body, 'baseUrl') ?? this.options.siteUrl;
      return { deployment: cloud ? 'cloud' : 'datacenter', version, baseUrl };
    } catch (error) {
      throw notJira(error, this.options.siteUrl);
    }
  }

  async #callAt(root: string, request: Request, job: Job): Promise<RawAnswer> {
    const url = this.options.siteUrl + root + encodePath(request.path) + encodeQuery(request.query);
    const body = request.body === undefined ? undefined : JSON.stringify(request.body);
    let renewed = false;
    let doubtful = false;
    for (let attempt = 1; ; attempt++) {
      const result = await this.#attempt(request, url, body, job);
      if ('answer' in result) return result.answer;
      const { error } = result;
      if (!renewed && error.code === 'JIRA_AUTH' && error.facts.statusCode === 401) {
        renewed = true;
        if (await this.auth.renew?.()) continue;
      }
      // A DELETE repeated because its answer was lost, and finding nothing now, has done its work.
      if (doubtful && request.method === 'DELETE' && error.code === 'JIRA_NOT_FOUND') return NO_CONTENT;
      doubtful ||= error.facts.outcome === 'unknown';
      await this.#waitOrThrow(request, doubtful ? { ...result, error: inDoubt(error) } : result, attempt, job);
    }
  }

  async #attempt(request: Request, url: string, body: string | undefined, job: Job): Promise<Attempt> {
    const reads = repeatability(request) === 'read';
    const release = await this.budget.acquire(job.source, scopeOf(request), job.signal);
    try {
      const headers: Record<string, string> = {
        Authorization: await this.auth.authorization(),
        // Without it Jira refuses some changes as forged.
        'X-Atlassian-Token': 'no-check',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      };
      job.attempts++;
      job.statusCode = undefined;
      const signal = reads ? job.signal : this.#hardStop.signal;
      const sending = this.transport.send({ method: request.method, url, headers, body, signal });
      const answer = await (reads ? sending : this.#followed(sending));
      job.statusCode = answer.status;
      job.requestId = answer.headers['atl-traceid'] ?? answer.headers['x-arequestid'];
      const error = errorOfAnswer(answer, !reads, this.clock.now());
      if (!error) return { answer };
      const outcome: Outcome = { kind: 'answer', status: answer.status, retryAfter: answer.headers['retry-after'] };
      return {
        error: error.knowing({ requestId: job.requestId }),
        outcome,
        limit: answer.headers['ratelimit-reason'],
      };
    } catch (error) {
      if (!(error instanceof TransportFailure)) throw error;
      return { error: errorOfFailure(error, !reads, this.options.siteUrl), outcome: outcomeOf(error) };
    } finally {
      release();
    }
  }

  /** Remembers a write until it has ended, so that closing can wait for it. */
  #followed<T>(write: Promise<T>): Promise<T> {
    this.#writes.add(write);
    const forget = () => this.#writes.delete(write);
    write.then(forget, forget);
    return write;
  }

  async #waitOrThrow(
    request: Request,
    { error, outcome, limit }: FailedAttempt,
    attempt: number,
    job: Job,
  ): Promise<void> {
    const decision = decideRetry(repeatability(request), outcome, {
      attempt,
      maxRetries: this.options.maxRetries,
      waitLeft: this.options.maxWaitMs - job.waitedMs,
      now: this.clock.now(),
      random: this.clock.random(),
    });
    if (!decision.repeat || job.signal.aborted) throw error;
    job.waitedMs += decision.afterMs;
    if (outcome.kind === 'answer' && outcome.status === 429) {
      this.budget.pause(pauseScope(limit, scopeOf(request)), decision.afterMs);
    }
    await this.#wait(decision.afterMs, error, job);
  }

  #wait(ms: number, error: JiraError, job: Job): Promise<void> {
    job.onWait?.(ms);
    return new Promise<void>((resolve, reject) => {
      const cancel = this.clock.after(ms, () => {
        job.signal.removeEventListener('abort', onAbort);
        resolve();
      });
      const onAbort = () => {
        cancel();
        reject(error.facts.outcome === 'unknown' ? error : job.signal.reason);
      };
      job.signal.addEventListener('abort', onAbort, { once: true });
    }).finally(() => job.onWait?.(0));
  }
}

const NO_CONTENT: RawAnswer = { status: 204, headers: {}, text: '' };

interface FailedAttempt {
  readonly error: JiraError;
  readonly outcome: Outcome;
  /** Jira's `RateLimit-Reason`. */
  readonly limit?: string | undefined;
}

type Attempt = { readonly answer: RawAnswer } | FailedAttempt;

function outcomeOf({ problem, sent }: TransportFailure): Outcome {
  if (problem === 'tls' || problem === 'too-large') return { kind: 'hopeless' };
  return { kind: sent ? 'lost' : 'not-sent' };
}

/** Once an attempt of a write was lost, no later failure to repeat it says that nothing happened. */
function inDoubt(error: JiraError): JiraError {
  const { code, reason, values, facts } = error;
  const said = facts.statusCode !== undefined && facts.statusCode < 500 && facts.statusCode !== 429;
  const doubt = { ...facts, outcome: 'unknown', retryable: false } as const;
  return said || code === 'JIRA_OUTCOME_UNKNOWN'
    ? new JiraError(code, reason, values, doubt)
    : new JiraError('JIRA_OUTCOME_UNKNOWN', 'outcome.reset', values, doubt);
}

function scopeOf(request: Request): CallScope {
  return { endpoint: endpointOf(request), issue: writtenIssue(request) };
}

function readBody(answer: RawAnswer, request: Request): unknown {
  if (answer.text.trim() === '') return undefined;
  const body = parseJson(answer.text);
  if (body !== undefined) return body;
  const facts = { statusCode: answer.status, retryable: false } as const;
  if (repeatability(request) === 'read') throw new JiraError('JIRA_RESPONSE', 'response.notJson', {}, facts);
  throw new JiraError('JIRA_OUTCOME_UNKNOWN', 'outcome.unreadable', {}, { ...facts, outcome: 'unknown' });
}

/** A server that answers, but not as Jira does: most often the address is not quite right. */
function notJira(error: unknown, siteUrl: string): unknown {
  if (!(error instanceof JiraError)) return error;
  if (error.code !== 'JIRA_NOT_FOUND' && error.code !== 'JIRA_RESPONSE') return error;
  const reason = error.reason === 'response.redirect' ? 'config.redirect' : 'config.notJira';
  return new JiraError('JIRA_CONFIG', reason, { ...error.values, url: siteUrl }, error.facts);
}
