import { errorOfAnswer, parseJson } from './answer-errors';
import type { Auth } from './auth';
import { type Budget, type CallScope, pauseScope } from './budget';
import type { Clock } from './clock';
import { JiraError } from './errors';
import { errorOfFailure, inDoubt, stillLimited } from './failure-errors';
import { bookWait, type Job, waitLeft } from './job';
import { listEntry, numberEntry } from './json';
import { type ListRequest, NOTHING, type Page, type Position, pageRequest, readPage } from './paging';
import { type AskAt, findReach, type GatewayUse, type Reach } from './reach';
import { readList } from './reading/read-list';
import type { Ask, Extent, Fetch, Part } from './reading/reading';
import {
  type Deployment,
  encodeBody,
  encodePath,
  encodeQuery,
  endpointOf,
  type Request,
  repeatability,
  writtenIssue,
} from './request';
import { decideRetry, type Outcome } from './retry';
import { neededScope } from './scopes';
import { withoutSecrets } from './secrets';
import { readServerInfo, type ServerInfo, whileMakingOut } from './server-info';
import { either, unlessAborted } from './signals';
import { type RawAnswer, type Transport, TransportFailure } from './transport';

export type { Job } from './job';

export interface ClientOptions {
  /** As `readSiteUrl` answers it. */
  readonly siteUrl: string;
  /** `undefined` asks the server once. */
  readonly deployment?: Deployment | undefined;
  /** Extra attempts of one call. */
  readonly maxRetries: number;
  /** The most milliseconds that one message may wait in all. */
  readonly maxWaitMs: number;
  /** Calls in flight at once. */
  readonly concurrency: number;
  /** Cloud only; `never` unless told. */
  readonly gateway?: { readonly use: GatewayUse; readonly url: string } | undefined;
}

const API_ROOT: Readonly<Record<Deployment, string>> = { cloud: '/rest/api/3', datacenter: '/rest/api/2' };
/** Served alike by both families, before it is known which one it is. */
const NEUTRAL_ROOT = API_ROOT.datacenter;
/** How long a credential that has just been seen to work is believed when Jira says "not found". */
const TRUST_MS = 60_000;

/** Jira over HTTP for one site: it signs, queues and repeats, and turns every answer into data or one `JiraError`. */
export class Client {
  #server: Promise<ServerInfo> | undefined;
  #reach: Promise<Reach> | undefined;
  #trustedUntil = Number.NEGATIVE_INFINITY;
  readonly #closing = new AbortController();
  readonly #hardStop = new AbortController();
  readonly #writes = new Set<Promise<unknown>>();

  constructor(
    private readonly options: ClientOptions,
    private readonly transport: Pick<Transport, 'send' | 'close'>,
    private readonly auth: Auth,
    private readonly budget: Budget,
    private readonly clock: Clock,
  ) {}

  /** Which family the site belongs to. */
  async deployment(job: Pick<Job, 'signal'>): Promise<Deployment> {
    return this.options.deployment ?? (await unlessAborted(this.server(), job.signal)).deployment;
  }

  /** What the server says of itself; asked once, and again after a failure. */
  server(): Promise<ServerInfo> {
    this.#server ??= this.#askServer().catch((error: unknown) => {
      this.#server = undefined;
      throw error;
    });
    return this.#server;
  }

  /** Where the API is reached; found out once, and again after a failure. */
  reach(): Promise<Reach> {
    this.#reach ??= this.#findReach().catch((error: unknown) => {
      this.#reach = undefined;
      throw error;
    });
    return this.#reach;
  }

  /**
   * Makes one call and answers the parsed body, `undefined` where Jira sends none.
   * @throws JiraError
   */
  async call(request: Request, job: Job): Promise<unknown> {
    // What can't be an id is told before Jira is asked anything.
    const path = encodePath(request.path);
    const root = API_ROOT[await this.deployment(job)];
    try {
      return readBody(await this.#callAt(await this.#base(root, job), request, job), request);
    } catch (error) {
      if (!(error instanceof JiraError)) throw error;
      throw (await this.#meant(error, request, job)).knowing({ method: request.method, path: root + path });
    }
  }

  /**
   * Reads the page of a list that begins at `position`.
   * @throws JiraError
   */
  async page(list: ListRequest, position: Position, job: Job): Promise<Page> {
    // A position that counts comes from the fallback: the list itself goes on by a token.
    if (list.fallback && position.startAt !== undefined) return this.page(list.fallback, position, job);
    try {
      const request = pageRequest(list, position);
      const page = readPage(list, await this.call(request, job), position);
      if (page.records.length === 0) await this.#believeEmptiness(request, job);
      return page;
    } catch (error) {
      if (!(error instanceof JiraError) || error.code !== 'JIRA_NOT_FOUND') throw error;
      if (list.emptyIsNotFound) return NOTHING;
      if (list.fallback) return this.page(list.fallback, position, job);
      throw error;
    }
  }

  /**
   * Reads a list from `start` on, as `readList` does.
   * @throws JiraError
   */
  read(list: ListRequest, start: Position, extent: Extent, job: Job): AsyncGenerator<Part> {
    const paysPerRecord = this.auth.type === 'oauth2' || this.auth.type === 'clientCredentials';
    const reading = { ...extent, width: this.options.concurrency, paysPerRecord };
    const ask: Ask = (one, position) => this.page(one, position, job);
    const fetch: Fetch = async ({ byIds }, ids) =>
      byIds ? listEntry(await this.call(byIds.fetch(ids), job), byIds.records) : [];
    return readList(list, start, reading, ask, fetch);
  }

  /** About how many records a list has; `undefined` where Jira doesn't tell, or not now. */
  async count({ count }: ListRequest, job: Job): Promise<number | undefined> {
    if (!count) return undefined;
    // A figure for the status line: neither its failure nor its answer is the message's.
    const own: Job = { source: job.source, signal: job.signal, attempts: 0, waitedMs: 0 };
    return this.call({ ...count, optional: true }, own).then(
      (answer) => numberEntry(answer, 'count'),
      () => undefined,
    );
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
   * credentials are tried where they can't be ignored. Answers the error that they are refused with.
   */
  async #refusal(job: Job): Promise<JiraError | undefined> {
    if (this.clock.now() < this.#trustedUntil) return undefined;
    const { statusCode, requestId } = job;
    try {
      await this.#callAt(await this.#base(API_ROOT[await this.deployment(job)], job), MYSELF, job);
      this.#trustedUntil = this.clock.now() + TRUST_MS;
    } catch (error) {
      if (error instanceof JiraError && error.code === 'JIRA_AUTH') return error;
      // A token that is known, but may not read people.
      if (error instanceof JiraError && error.code === 'JIRA_SCOPE') this.#trustedUntil = this.clock.now() + TRUST_MS;
    }
    Object.assign(job, { statusCode, requestId });
    return undefined;
  }

  /** What an error means once it is known whether Jira knows the caller. */
  async #meant(error: JiraError, request: Request, job: Job): Promise<JiraError> {
    if (error.code === 'JIRA_NOT_FOUND') return (await this.#refusal(job)) ?? error;
    // Data Center answers 401, too, to people that it knows but who may not assign or link.
    const doubted = error.reason === 'auth.refused' && error.facts.statusCode === 401;
    if (!doubted || repeatability(request) === 'read') return error;
    if ((await this.deployment(job)) === 'cloud' || (await this.#refusal(job))) return error;
    return new JiraError('JIRA_FORBIDDEN', 'jira.forbidden', error.values, error.facts);
  }

  async #believeEmptiness({ method, path }: Request, job: Job): Promise<void> {
    const refusal = await this.#refusal(job);
    if (refusal) throw refusal.knowing({ method, path: API_ROOT[await this.deployment(job)] + encodePath(path) });
  }

  async #askServer(): Promise<ServerInfo> {
    const job = this.#ownJob();
    const request: Request = { method: 'GET', path: ['serverInfo'] };
    try {
      const answer = await this.#openly(request, job);
      return readServerInfo(readBody(answer, request), this.options.siteUrl);
    } catch (error) {
      throw whileMakingOut(error, this.options.siteUrl);
    }
  }

  /**
   * Anybody may ask what a server is, and Cloud's own address takes no OAuth token; but something before a Data Center may
   * want to know who asks.
   */
  async #openly(request: Request, job: Job): Promise<RawAnswer> {
    const root = this.options.siteUrl + NEUTRAL_ROOT;
    try {
      return await this.#callAt(root, request, job, true);
    } catch (error) {
      const wantsToKnow = error instanceof JiraError && /^JIRA_(AUTH|FORBIDDEN)$/.test(error.code);
      if (!wantsToKnow || this.auth.type === 'oauth2' || this.auth.type === 'clientCredentials') throw error;
      return this.#callAt(root, request, job);
    }
  }

  /** A job of the site itself, which no single message owns. */
  #ownJob(): Job {
    return { source: 'site', signal: this.#closing.signal, attempts: 0, waitedMs: 0 };
  }

  async #findReach(): Promise<Reach> {
    const job = this.#ownJob();
    const deployment = await this.deployment(job);
    const { siteUrl, gateway = NO_GATEWAY } = this.options;
    const ask: AskAt = async (base, request, { anonymous } = SIGNED) =>
      readBody(await this.#callAt(base, request, job, anonymous), request);
    const apiRoot = API_ROOT[deployment];
    const options = { siteUrl, gateway: gateway.use, gatewayUrl: gateway.url, authType: this.auth.type };
    return findReach({ ...options, deployment, apiRoot }, ask);
  }

  async #base(root: string, { signal }: Job): Promise<string> {
    return (await unlessAborted(this.reach(), signal)).base + root;
  }

  async #callAt(base: string, request: Request, job: Job, anonymous = false): Promise<RawAnswer> {
    const url = base + encodePath(request.path) + encodeQuery(request.query);
    const body = request.body === undefined ? undefined : encodeBody(request.body);
    const { signal, release } = either(job.signal, this.#closing.signal);
    const call: Call = { request, url, body, job, signal, anonymous, doubtful: false };
    try {
      return await this.#repeat(call);
    } catch (error) {
      throw call.doubtful && error instanceof JiraError ? inDoubt(error) : error;
    } finally {
      release();
    }
  }

  async #repeat(call: Call): Promise<RawAnswer> {
    let renewed = false;
    for (let attempt = 1; ; attempt++) {
      const result = await this.#attempt(call);
      if ('answer' in result) return result.answer;
      const { error } = result;
      if (!renewed && error.code === 'JIRA_AUTH' && error.facts.statusCode === 401) {
        renewed = true;
        if (call.authorization !== undefined && this.auth.renew?.(call.authorization)) continue;
      }
      // A DELETE repeated because its answer was lost, and finding nothing now, has done its work.
      if (call.doubtful && call.request.method === 'DELETE' && error.code === 'JIRA_NOT_FOUND') {
        call.job.statusCode = NO_CONTENT.status;
        return NO_CONTENT;
      }
      call.doubtful ||= error.facts.outcome === 'unknown';
      await this.#waitOrThrow(call, result, attempt);
    }
  }

  async #attempt(call: Call): Promise<Attempt> {
    const { request, url, body, job, signal } = call;
    const reads = repeatability(request) === 'read';
    const release = await this.#place(call);
    try {
      call.authorization = call.anonymous ? undefined : await unlessAborted(this.auth.authorization(), signal);
      const headers: Record<string, string> = {
        ...(call.authorization !== undefined && { Authorization: call.authorization }),
        // Without it Jira refuses some changes as forged.
        'X-Atlassian-Token': 'no-check',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      };
      job.attempts++;
      job.statusCode = undefined;
      const cancelling = reads ? { signal } : { signal: this.#hardStop.signal, unsentSignal: signal };
      const startedAt = this.clock.now();
      const sending = this.transport.send({ method: request.method, url, headers, body, ...cancelling });
      const answer = await (reads ? sending : this.#followed(sending));
      this.budget.hear(scopeOf(request), startedAt, answer);
      job.statusCode = answer.status;
      job.requestId = answer.headers['atl-traceid'] ?? answer.headers['x-arequestid'];
      const error = errorOfAnswer(withoutSecrets(answer, call.authorization ?? ''), !reads, this.clock.now());
      if (!error) return { answer };
      const outcome: Outcome = { kind: 'answer', status: answer.status, retryAfter: answer.headers['retry-after'] };
      return {
        error: scoped(error, request).knowing({ requestId: job.requestId }),
        outcome,
        limit: answer.headers['ratelimit-reason'],
      };
    } catch (error) {
      if (!(error instanceof TransportFailure)) throw error;
      return { error: errorOfFailure(error, !reads, error.at ?? this.options.siteUrl), outcome: outcomeOf(error) };
    } finally {
      release();
    }
  }

  /** A place in the budget. Pauses that hold the call back count as its job's waiting; queueing for a place does not. */
  async #place({ request, job, signal }: Call): Promise<() => void> {
    let held = false;
    const onHold = (ms: number) => {
      const now = this.clock.now();
      if (ms > waitLeft(job, this.options.maxWaitMs, now)) throw stillLimited(ms);
      held = true;
      bookWait(job, ms, now);
      job.onWait?.(ms);
    };
    try {
      return await this.budget.acquire(job.source, scopeOf(request), signal, onHold);
    } finally {
      if (held) job.onWait?.(0);
    }
  }

  /** Remembers a write until it has ended, so that closing can wait for it. */
  #followed<T>(write: Promise<T>): Promise<T> {
    this.#writes.add(write);
    const forget = () => this.#writes.delete(write);
    write.then(forget, forget);
    return write;
  }

  async #waitOrThrow(call: Call, { error, outcome, limit }: FailedAttempt, attempt: number): Promise<void> {
    const { request, job, signal } = call;
    const now = this.clock.now();
    const decision = decideRetry(repeatability(request), outcome, {
      attempt,
      maxRetries: request.optional ? 0 : this.options.maxRetries,
      waitLeft: waitLeft(job, this.options.maxWaitMs, now),
      now,
      random: this.clock.random(),
    });
    // The pause holds for the other calls even if this one gives up.
    if ('afterMs' in decision && outcome.kind === 'answer' && outcome.status === 429) {
      this.budget.pause(pauseScope(limit, scopeOf(request)), decision.afterMs, limit);
    }
    if (!decision.repeat || signal.aborted) throw error;
    bookWait(job, decision.afterMs, now);
    await this.#wait(decision.afterMs, call);
  }

  async #wait(ms: number, { job, signal }: Call): Promise<void> {
    let cancel = () => {};
    const over = new Promise<void>((resolve) => {
      cancel = this.clock.after(ms, resolve);
    });
    job.onWait?.(ms);
    try {
      await unlessAborted(over, signal);
    } finally {
      cancel();
      job.onWait?.(0);
    }
  }
}

/** One call on its way, over all its attempts. */
interface Call {
  readonly request: Request;
  readonly url: string;
  /** JSON text. */
  readonly body: string | undefined;
  readonly job: Job;
  /** Aborted when the job or the client ends. */
  readonly signal: AbortSignal;
  /** Without credentials. */
  readonly anonymous: boolean;
  /** The header of the last attempt. */
  authorization?: string | undefined;
  /** An attempt of a write was lost: whatever fails from then on, the write may have happened. */
  doubtful: boolean;
}

const MYSELF: Request = { method: 'GET', path: ['myself'] };
const SIGNED = { anonymous: false };
const NO_GATEWAY = { use: 'never', url: '' } as const;
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

/** The gateway doesn't say which scope is missing, but it follows from the call. */
function scoped(error: JiraError, request: Request): JiraError {
  if (error.code !== 'JIRA_SCOPE') return error;
  return new JiraError(error.code, error.reason, { ...error.values, scope: neededScope(request) }, error.facts);
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
