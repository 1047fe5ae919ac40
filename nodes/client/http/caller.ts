import type { Auth } from '../auth';
import { neededScope } from '../auth/scopes';
import type { Clock } from '../clock';
import { JiraError } from '../errors/jira-error';
import { errorOfResponse, isGood } from '../errors/response-errors';
import { errorOfFailure, inDoubt, stillLimited } from '../errors/transport-errors';
import type { RateLimiter } from '../limits/rate-limiter';
import { type Decision, decideRetry, type Outcome } from '../limits/retry';
import type { CallScope } from '../limits/scopes';
import { bookWait, type Job, waitLeft } from './job';
import { encodeBody, encodeQuery, methodOf, pathOf, type Request, repeatability, writtenIssue } from './request';
import { requestIdOf, withoutSecrets } from './secrets';
import { either, unlessAborted } from './signals';
import { type RawResponse, type Transport, TransportFailure } from './transport';

export interface CallerOptions {
  /** As `readSiteUrl` returns it. */
  readonly siteUrl: string;
  /** Extra attempts of one call. */
  readonly maxRetries: number;
  /** The most milliseconds that one message may wait in all. */
  readonly maxWaitMs: number;
}

/** Makes calls, each over as many attempts as it needs: it signs, queues and repeats, and follows writes to their end. */
export class Caller {
  readonly #closing = new AbortController();
  readonly #hardStop = new AbortController();
  readonly #writes = new Set<Promise<unknown>>();
  #unreachable: JiraError | undefined;

  constructor(
    private readonly options: CallerOptions,
    private readonly transport: Pick<Transport, 'send' | 'close'>,
    private readonly auth: Auth,
    private readonly rateLimiter: RateLimiter,
    private readonly clock: Clock,
  ) {}

  /** Why the last attempt got no response, as long as none has got one since. */
  get unreachable(): JiraError | undefined {
    return this.#unreachable;
  }

  /** A job of the site itself, which no single message owns. */
  ownJob(): Job {
    return { source: 'site', signal: this.#closing.signal, attempts: 0, waitedMs: 0 };
  }

  /**
   * Makes one call below an address and returns as soon as an attempt brings a good response.
   * @param base as `https://jira.example.com/rest/api/2`
   * @param anonymous without credentials
   * @throws JiraError
   */
  async send(base: string, request: Request, job: Job, { anonymous } = SIGNED): Promise<RawResponse> {
    const url = base + pathOf(request) + encodeQuery(request.query);
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

  /**
   * Ends all calls: what waits fails at once, reads are cut, and a write that has left gets `graceMs` milliseconds to end.
   */
  async close(graceMs: number): Promise<void> {
    this.#closing.abort(new JiraError('JIRA_CANCELLED', 'cancelled', {}, { outcome: 'not-done' }));
    const cancelGrace = this.clock.after(graceMs, () => this.#hardStop.abort());
    await Promise.allSettled(this.#writes);
    cancelGrace();
    this.transport.close();
  }

  async #repeat(call: Call): Promise<RawResponse> {
    let renewed = false;
    for (let attempt = 1; ; attempt++) {
      const result = await this.#attempt(call, attempt);
      if ('response' in result) return result.response;
      const { error } = result;
      if (!renewed && error.code === 'JIRA_AUTH' && error.facts.statusCode === 401) {
        renewed = true;
        if (call.authorization !== undefined && this.auth.renew?.(call.authorization)) continue;
      }
      // A DELETE repeated because its response was lost, and finding nothing now, has done its work.
      if (call.doubtful && methodOf(call.request.route) === 'DELETE' && error.code === 'JIRA_NOT_FOUND') {
        call.job.statusCode = NO_CONTENT.status;
        return NO_CONTENT;
      }
      call.doubtful ||= error.facts.outcome === 'unknown';
      await this.#waitOrThrow(call, result);
    }
  }

  async #attempt(call: Call, attempt: number): Promise<Attempt> {
    const { request, url, body, job, signal } = call;
    const repeatable = repeatability(request);
    const reads = repeatable === 'read';
    const once = repeatable === 'once';
    const release = await this.#acquire(call);
    try {
      call.authorization = await this.#authorization(call);
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
      const sending = this.transport.send({ method: methodOf(request.route), url, headers, body, once, ...cancelling });
      const response = await (reads ? sending : this.#followed(sending));
      this.#unreachable = undefined;
      const { status } = response;
      const outcome: Outcome = { kind: 'response', status, retryAfter: response.headers['retry-after'] };
      const decision = this.#decide(call, outcome, attempt, serverTime(response, this.clock));
      // Before the queue slot is given back, and for the other calls even if this one gives up.
      const pauseMs = status === 429 && 'afterMs' in decision ? decision.afterMs : 0;
      this.rateLimiter.observe(scopeOf(request), startedAt, response, pauseMs);
      job.statusCode = status;
      job.requestId = requestIdOf(response, call.authorization ?? '');
      if (isGood(response)) return { response };
      const shown = withoutSecrets(response, call.authorization ?? '');
      const error = scoped(errorOfResponse(shown, !reads, serverTime(response, this.clock)), request);
      return { error: error.knowing({ requestId: job.requestId }), decision };
    } catch (error) {
      if (!(error instanceof TransportFailure)) throw error;
      const site = error.at ?? serverOf(url, this.options.siteUrl);
      if (error.problem !== 'cancelled') this.#unreachable = errorOfFailure(error, false, site);
      const decision = this.#decide(call, outcomeOf(error), attempt, this.clock.wallNow());
      return { error: errorOfFailure(error, !reads, site), decision };
    } finally {
      release();
    }
  }

  async #authorization({ anonymous, signal }: Call): Promise<string | undefined> {
    if (anonymous) return undefined;
    const header = this.auth.authorization();
    return typeof header === 'string' ? header : unlessAborted(header, signal);
  }

  /** A queue slot. Pauses that hold the call back count as its job's waiting; queueing for concurrency does not. */
  async #acquire({ request, job, signal }: Call): Promise<() => void> {
    let held = false;
    const onHold = (ms: number) => {
      const now = this.clock.now();
      if (ms > waitLeft(job, this.options.maxWaitMs, now)) throw stillLimited(ms);
      held = true;
      bookWait(job, ms, now);
      job.onWait?.(ms);
    };
    try {
      return await this.rateLimiter.acquire(job.source, scopeOf(request), signal, onHold);
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

  #decide({ request, job }: Call, outcome: Outcome, attempt: number, serverTime: number): Decision {
    return decideRetry(repeatability(request), outcome, {
      attempt,
      maxRetries: this.#maxRetries(request, job, outcome),
      waitLeft: waitLeft(job, this.options.maxWaitMs, this.clock.now()),
      now: serverTime,
      random: this.clock.random(),
    });
  }

  #maxRetries({ optional }: Request, { retries }: Job, outcome: Outcome): number {
    const { maxRetries } = this.options;
    if (optional) return 0;
    const isLimited = outcome.kind === 'response' && outcome.status === 429;
    return retries === undefined || isLimited ? maxRetries : Math.min(retries, maxRetries);
  }

  async #waitOrThrow(call: Call, { error, decision }: FailedAttempt): Promise<void> {
    const { job, signal } = call;
    if (!decision.repeat || signal.aborted) throw error;
    bookWait(job, decision.afterMs, this.clock.now());
    await this.#wait(decision.afterMs, call);
  }

  async #wait(ms: number, { job, signal }: Call): Promise<void> {
    let cancel = () => {};
    const over = new Promise<void>((resolve) => {
      cancel = this.clock.after(ms, resolve);
    });
    const goesOn = this.rateLimiter.repeatWaits();
    job.onWait?.(ms);
    try {
      await unlessAborted(over, signal);
    } finally {
      cancel();
      goesOn();
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

const SIGNED = { anonymous: false };
const NO_CONTENT: RawResponse = { status: 204, headers: {}, text: '' };

interface FailedAttempt {
  readonly error: JiraError;
  /** Whether it is made again, and when. */
  readonly decision: Decision;
}

type Attempt = { readonly response: RawResponse } | FailedAttempt;

/** Whom a call went to: the site, or the origin of another server, which an error must not take for the site. */
function serverOf(url: string, siteUrl: string): string {
  const { origin } = new URL(url);
  return origin === new URL(siteUrl).origin ? siteUrl : origin;
}

function outcomeOf({ problem, sent }: TransportFailure): Outcome {
  if (problem === 'tls' || problem === 'too-large') return { kind: 'hopeless' };
  return { kind: sent ? 'lost' : 'not-sent' };
}

/** Milliseconds since 1970 as the server has them, or as we have them if it doesn't say: its dates are by its own clock. */
function serverTime({ headers }: RawResponse, clock: Clock): number {
  const said = Date.parse(headers.date ?? '');
  return Number.isNaN(said) ? clock.wallNow() : said;
}

/** The gateway doesn't say which scope is missing, but it follows from the call. */
function scoped(error: JiraError, request: Request): JiraError {
  if (error.code !== 'JIRA_SCOPE') return error;
  return new JiraError(error.code, error.reason, { ...error.values, scope: neededScope(request) }, error.facts);
}

function scopeOf(request: Request): CallScope {
  return { endpoint: request.route, issue: writtenIssue(request) };
}
