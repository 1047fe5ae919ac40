import type { Auth, AuthType } from './auth';
import { CredentialCheck } from './auth/credential-check';
import type { Clock } from './clock';
import { refuseInDryRun } from './dry-run';
import { JiraError } from './errors/jira-error';
import { Caller, type CallerOptions } from './http/caller';
import type { Job } from './http/job';
import { type Deployment, encodeBody, encodeQuery, type Method, methodOf, pathOf, type Request } from './http/request';
import { readBody, type UnusableBody, unusable } from './http/response-body';
import type { Transport } from './http/transport';
import { listEntry, numberEntry, parseJson } from './json';
import type { RateLimiter } from './limits/rate-limiter';
import type { Cursor } from './lists/cursor';
import { type ListRequest, NOTHING, type Page, type Position, pageRequest, readPage } from './lists/paging';
import { readList } from './lists/read-list';
import type { Ask, Extent, Fetch, Part } from './lists/reading';
import type { ApiBase } from './metadata/api-base';
import type { ServerInfo } from './metadata/server-info';
import { SiteMetadata, type SiteMetadataOptions } from './metadata/site-metadata';

export type { Job } from './http/job';

export interface ClientOptions extends SiteMetadataOptions, CallerOptions {
  /** Calls in flight at once. */
  readonly concurrency: number;
  /** Reads go to Jira, writes don't. */
  readonly dryRun?: boolean | undefined;
}

/** A call as it would leave. */
export interface PlannedCall {
  readonly method: Method;
  /** Below the site, with its query. */
  readonly path: string;
  /** The whole address without its query, by which Jira would name what is there. */
  readonly url: string;
  /** As JSON has it; `undefined` for a call without one. */
  readonly body: unknown;
}

/** Jira over HTTP for one site: data or one `JiraError`, whatever it takes to get there. */
export class Client {
  readonly #caller: Caller;
  readonly #facts: SiteMetadata;
  readonly #trust: CredentialCheck;
  readonly #lastWork = new Set<Promise<unknown>>();

  constructor(
    private readonly options: ClientOptions,
    transport: Pick<Transport, 'send' | 'close'>,
    private readonly auth: Auth,
    rateLimiter: RateLimiter,
    private readonly clock: Clock,
  ) {
    this.#caller = new Caller(options, transport, auth, rateLimiter, clock);
    this.#facts = new SiteMetadata(options, auth.type, this.#caller);
    this.#trust = new CredentialCheck(this.#caller, this.#facts, clock);
  }

  /** The address of the site, as `readSiteUrl` returns it. */
  get siteUrl(): string {
    return this.options.siteUrl;
  }

  /** The address that people open in a browser, without a slash at the end. */
  get peopleUrl(): string {
    return this.#facts.peopleUrl;
  }

  /** How the site's calls are authenticated. */
  get authType(): AuthType {
    return this.auth.type;
  }

  /** Whether writes are kept from Jira: `plan` tells what they would be. */
  get isDryRun(): boolean {
    return this.options.dryRun === true;
  }

  /** Which family the site belongs to. */
  deployment(job: Pick<Job, 'signal'>): Promise<Deployment> {
    return this.#facts.deployment(job);
  }

  /** Why the last attempt got no response, as long as none has got one since. */
  get unreachable(): JiraError | undefined {
    return this.#caller.unreachable;
  }

  /** What the server says of itself; asked once, and again after a failure. */
  server(): Promise<ServerInfo> {
    return this.#facts.server();
  }

  /** Where the API is reached; found out once, and again after a failure. */
  apiBase(): Promise<ApiBase> {
    return this.#facts.apiBase();
  }

  /**
   * Makes one call and returns the parsed body, `undefined` where Jira sends none.
   * @param problem what is wrong with a body, where the caller knows what it must hold
   * @throws JiraError
   */
  async call(
    request: Request,
    job: Job,
    problem: (body: unknown) => UnusableBody | undefined = () => undefined,
  ): Promise<unknown> {
    // What can't be an id is told before Jira is asked anything.
    const path = pathOf(request);
    if (this.isDryRun) refuseInDryRun(request);
    const root = await this.#facts.rootOf(request, job);
    try {
      const response = await this.#caller.send(await this.#facts.urlFor(request, job), request, job);
      const body = readBody(response, request);
      const found = problem(body);
      if (found) throw unusable(response, request, found);
      return body;
    } catch (error) {
      if (!(error instanceof JiraError)) throw error;
      throw (await this.#trust.meant(error, request, job)).knowing({
        method: methodOf(request.route),
        path: root + path,
      });
    }
  }

  /**
   * What a call would be, without making it.
   * @throws JiraError for what could not be sent
   */
  async plan(request: Request, job: Pick<Job, 'signal'>): Promise<PlannedCall> {
    const path = pathOf(request);
    const { body } = request;
    const sent = body === undefined ? undefined : parseJson(encodeBody(body));
    const root = await this.#facts.rootOf(request, job);
    return {
      method: methodOf(request.route),
      path: root + path + encodeQuery(request.query),
      url: (await this.#facts.urlFor(request, job)) + path,
      body: sent,
    };
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
  read(list: ListRequest, start: Cursor, extent: Extent, job: Job): AsyncGenerator<Part> {
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
    // A figure for the status line: neither its failure nor its response is the message's.
    const own: Job = { source: job.source, signal: job.signal, attempts: 0, waitedMs: 0 };
    return this.call({ ...count, optional: true }, own).then(
      (response) => numberEntry(response, 'count'),
      () => undefined,
    );
  }

  /** Lets something come to its end before the client does: what is to be taken back in Jira when its node is deleted. */
  endAfter(work: Promise<unknown>): void {
    const forget = () => this.#lastWork.delete(work);
    this.#lastWork.add(work);
    work.then(forget, forget);
  }

  /** Ends the client, as `Caller.close` ends its calls. What was given to `endAfter` gets half of the time. */
  async close(graceMs: number): Promise<void> {
    if (this.#lastWork.size === 0) return this.#caller.close(graceMs);
    await this.#lastWorkWithin(graceMs / 2);
    return this.#caller.close(graceMs / 2);
  }

  #lastWorkWithin(ms: number): Promise<unknown> {
    return new Promise((resolve) => {
      const cancelTimer = this.clock.after(ms, () => resolve(undefined));
      void Promise.allSettled(this.#lastWork).then(resolve).finally(cancelTimer);
    });
  }

  async #believeEmptiness(request: Request, job: Job): Promise<void> {
    const refusal = await this.#trust.refusal(job);
    if (!refusal) return;
    const path = (await this.#facts.rootOf(request, job)) + pathOf(request);
    throw refusal.knowing({ method: methodOf(request.route), path });
  }
}
