import type { Client, Job, PlannedCall } from '../client/client';
import { isPlaceholder } from '../client/dry-run';
import type { JiraError, MessageValues } from '../client/errors/jira-error';
import { type Deployment, type Query, type Request, type Route, repeatability } from '../client/http/request';
import type { Cursor } from '../client/lists/cursor';
import type { ListRequest, Remark } from '../client/lists/paging';
import { readList } from '../client/lists/read-list';
import type { Extent, Part } from '../client/lists/reading';
import type { CacheKey, TtlCache } from '../client/ttl-cache';
import type { SiteMemory } from './memory';
import { type Identifiers, type RecordKindName, recordProblem } from './record-kinds';
import type { Reading, Recovery } from './recovery/recovery';
import { SharedAsks } from './shared-asks';
import type { TextFormat } from './text-format';
import type { Settled, Write, WriteGuard, Writer } from './write-guard';

/** A sentence of the catalogs (`warning.<reason>`) for something that went differently than asked. */
export interface Warning {
  readonly reason: string;
  readonly values: MessageValues;
}

/** The action's own call: without a route it is the action's. */
export type OwnRequest = Omit<Request, 'route'> & {
  readonly route?: Route | undefined;
  /** What a good response holds, where that isn't what the action returns. */
  readonly responds?: RecordKindName | 'nothing' | undefined;
  /** Which of several writes of one message it is, the same in a second attempt at that message; none where there is one. */
  readonly part?: string | undefined;
  /** How its outcome is found out where its response is lost, if that isn't the action's way. */
  readonly recovery?: Recovery | undefined;
  /** A once key of the write's own, in place of the message's: it comes again whoever makes this write. */
  readonly onceKey?: string | undefined;
};

/** The action's own list, likewise. */
export type OwnListRequest = Omit<ListRequest, 'route'> & { readonly route?: Route | undefined };

/** The values that a field accepts, by field id, as people know them. */
export type AllowedValues = ReadonlyMap<string, readonly string[]>;

/** What Jira would not take, found in a dry run. */
export interface Problem {
  /** Id of the field in question. */
  readonly field?: string;
  readonly error: JiraError;
}

/** What a write came to in a dry run. */
export interface Trial extends Omit<PlannedCall, 'url'> {
  readonly problems: readonly Problem[];
}

/** Tries a write without making it. Its `response` is of the shape that Jira's would have; nothing in it names a thing that is there. */
export type TryOut = (
  jira: Jira,
  request: Request,
  plan: PlannedCall,
) => Promise<{ readonly problems: readonly Problem[]; readonly response: unknown }>;

export interface JiraOptions {
  /** The operation that the action is there for. */
  readonly route?: Route | undefined;
  /** That operation is a POST that changes nothing. */
  readonly reads?: boolean | undefined;
  /** That operation is a POST that comes out the same when it is made again. */
  readonly repeatable?: boolean | undefined;
  /** The record that the action's own call responds with. */
  readonly record?: RecordKindName | undefined;
  /** Which record is read, by what its node was given: none where the node makes a new one. */
  readonly asked?: Identifiers | undefined;
  /** How strings in rich-text inputs are meant. */
  readonly textFormat: TextFormat;
  /** Further query parameters for the action's own call. */
  readonly queryParameters?: Query | undefined;
  /** The site is in a dry run: stands in for Jira wherever something would be written. */
  readonly tryOut?: TryOut | undefined;
  /** How the outcome of the action's own write is found out where its response is lost. */
  readonly recovery?: Recovery | undefined;
  /** Sees to it that the message's writes happen once. Without it they are made as they come. */
  readonly guard?: WriteGuard | undefined;
  /** What the nodes of the site remember together. */
  readonly memory?: SiteMemory | undefined;
  /** By what the message is known if it comes again. */
  readonly key?: string | undefined;
}

/** Jira as one message may use it: an action's `run` and everything in this folder work on it. */
export class Jira {
  readonly warnings: Warning[] = [];
  /** Finds out what Jira would have accepted, once it has rejected what was sent. */
  allowedValues: (() => Promise<AllowedValues>) | undefined;
  /** The last good response to the action's own call. */
  ownResponse: Pick<Job, 'statusCode' | 'requestId'> | undefined;
  /** The writes that a dry run has kept from Jira. */
  readonly trials: Trial[] = [];
  /** What the result's `msg.jira` says beyond the usual. */
  readonly notes: Record<string, unknown> = {};
  /** What came beyond the inputs and was taken for a field, as it came. */
  readonly extraUsed = new Map<string, unknown>();
  readonly #unused = new Set<string>();
  readonly #shared = new SharedAsks(this);

  constructor(
    readonly deployment: Deployment,
    readonly options: JiraOptions,
    private readonly client: Client,
    private readonly cache: TtlCache,
    private readonly job: Job,
  ) {}

  /** The address of the site that people open, without a slash at the end. */
  get peopleUrl(): string {
    return this.client.peopleUrl;
  }

  /**
   * The action's own call: what the node is there for. Returns the body, once that is known to be the record expected.
   * @throws JiraError `JIRA_RESPONSE` or, after a write, `JIRA_OUTCOME_UNKNOWN` where Jira's good response holds no such record
   */
  async send({
    responds = this.options.record,
    part,
    recovery = this.options.recovery,
    onceKey,
    ...own
  }: OwnRequest): Promise<unknown> {
    const attempt = (request: Request) => this.#attempt(request, responds);
    const body = await this.#guarded({ request: this.#own(own), part, recovery, onceKey }, attempt);
    if (this.trials.length === 0) this.#keepOwnAnswer();
    return body;
  }

  /**
   * One of several writes that leave in one call: each has a guard of its own.
   * @param attempt makes it together with the others
   * @param notes takes what is said of this one alone
   */
  sendPart(
    { part, recovery = this.options.recovery, ...own }: OwnRequest,
    attempt: (request: Request) => Promise<unknown>,
    notes: Record<string, unknown>,
  ): Promise<unknown> {
    return this.#guarded({ request: this.#own(own), part, recovery }, attempt, this.#shared.for(notes));
  }

  /** The call in which such writes leave. */
  async sendTogether({ responds = this.options.record, ...own }: OwnRequest): Promise<unknown> {
    const body = await this.#attempt(this.#own(own), responds);
    if (this.trials.length === 0) this.#keepOwnAnswer();
    return body;
  }

  async #attempt(request: Request, responds: OwnRequest['responds']): Promise<unknown> {
    const expected = responds === 'nothing' ? undefined : responds;
    const { tryOut } = this.options;
    if (tryOut && repeatability(request) !== 'read') {
      const response = await this.#try(request, tryOut);
      return expected && response;
    }
    const problem = (body: unknown) => expected && recordProblem(expected, body, this.options.asked);
    return this.client.call(request, this.job, problem);
  }

  #guarded(write: Write, attempt: (request: Request) => Promise<unknown>, writer: Writer = this): Promise<unknown> {
    const { guard } = this.options;
    return guard === undefined ? attempt(write.request) : guard.send(writer, write, attempt);
  }

  /**
   * What the message's write came to, if it was made before: by an earlier message with the same key, or by an attempt whose end nobody saw.
   * @throws JiraError `JIRA_OUTCOME_UNKNOWN` if it can't be found out
   */
  async settled(): Promise<Settled | undefined> {
    const settled = await this.options.guard?.settled(this, this.options.recovery);
    if (settled) this.#keepOwnAnswer();
    return settled;
  }

  /** All the records of a list of the action's own that Jira gives whole. */
  async whole(list: Omit<OwnListRequest, 'style'>): Promise<readonly unknown[]> {
    const page = await this.client.page(this.#own({ ...list, style: 'whole' }), {}, this.job);
    this.#keepOwnAnswer();
    return page.records;
  }

  /** The action's own list, from `start` on, part by part. */
  async *read(list: OwnListRequest, start: Cursor, extent: Extent): AsyncGenerator<Part> {
    for await (const part of this.client.read(this.#own(list), start, extent, this.job)) {
      this.#keepOwnAnswer();
      yield part;
    }
  }

  /** A list that the action gathers itself, in parts as any other. */
  async *readGathered(records: Promise<readonly unknown[]>, start: Cursor, extent: Extent): AsyncGenerator<Part> {
    const list: ListRequest = { route: 'GET /', style: 'whole' };
    const gathered = await records;
    const reading = { ...extent, width: 1, paysPerRecord: false };
    yield* readList(
      list,
      start,
      reading,
      async () => ({ records: gathered, next: null, info: {} }),
      async () => [],
    );
  }

  /** Names records that Jira listed but did not give, in `msg.jira.missing`. */
  noteMissing(ids: readonly string[]): void {
    if (ids.length === 0) return;
    const before = Array.isArray(this.notes.missing) ? this.notes.missing : [];
    if (before.length === 0) this.warn('missing');
    this.notes.missing = [...before, ...ids];
  }

  /** Passes on what Jira said beside a list; it says the same with each page. */
  noteRemarks(remarks: readonly Remark[]): void {
    for (const { text } of remarks) {
      if (!this.warnings.some(({ values }) => values.remark === text)) this.warn('remark', { remark: text });
    }
  }

  /** About how many records the list has, for whoever watches; `undefined` where Jira doesn't tell. */
  count(list: OwnListRequest): Promise<number | undefined> {
    return this.client.count(this.#own(list), this.job);
  }

  /** A look-up that the action needs on its way. Returns the body. */
  ask(request: Reading): Promise<unknown> {
    return this.client.call(request, this.job);
  }

  /** A list that the action needs on its way, from `start` on, part by part. */
  askList(list: ListRequest, start: Cursor, extent: Extent): AsyncGenerator<Part> {
    return this.client.read(list, start, extent, this.job);
  }

  /** A look-up that the site remembers for some minutes. */
  recall<Fact>(key: CacheKey<Fact>, load: () => Promise<Fact>): Promise<Fact> {
    return this.cache.recall(key, load);
  }

  /** Makes the next `recall` ask again. */
  forget(key: CacheKey<unknown>): void {
    this.cache.forget(key);
  }

  /** What the nodes of the site remember together. */
  memory(): SiteMemory {
    const { memory } = this.options;
    if (memory === undefined) throw new TypeError('an action that remembers, without a memory');
    return memory;
  }

  /** Notes that Jira has refused something that is not worth asking again for some minutes. */
  noteRefusal(key: CacheKey<true>): void {
    void this.cache.recall(key, () => Promise.resolve(true));
  }

  /** Whether such a refusal is on record. */
  wasRefused(key: CacheKey<true>): boolean {
    return this.cache.knows(key);
  }

  /** Whether an id or key stands for something that a dry run only tried to make, so that Jira can't be asked about it. */
  isOnlyTried(idOrKey: string): boolean {
    return this.options.tryOut !== undefined && isPlaceholder(idOrKey);
  }

  async #try(request: Request, tryOut: TryOut): Promise<unknown> {
    const plan = await this.client.plan(request, this.job);
    const { problems, response } = await tryOut(this, request, plan);
    const { method, path, body } = plan;
    this.trials.push({ method, path, body, problems });
    return response;
  }

  /** Of names of what is not sent, those that no warning has named yet: many rows have the same. */
  newlyUnused(names: readonly string[]): readonly string[] {
    const fresh = names.filter((name) => !this.#unused.has(name));
    for (const name of fresh) this.#unused.add(name);
    return fresh;
  }

  /** Says, with the result, that something went differently than asked. */
  warn(reason: string, values: MessageValues = {}): void {
    this.warnings.push({ reason, values });
  }

  /** The result tells of the action's own call, not of a look-up that came after it. */
  #keepOwnAnswer(): void {
    const { statusCode, requestId } = this.job;
    this.ownResponse = { statusCode, requestId };
  }

  #own<R extends Omit<Request, 'route'>>(
    request: R & { readonly route?: Route | undefined },
  ): R & { readonly route: Route } {
    const { queryParameters, reads, repeatable } = this.options;
    const route = request.route ?? this.options.route;
    if (route === undefined) throw new TypeError('a call without a route');
    return {
      reads,
      repeatable,
      ...request,
      route,
      query: queryParameters ? { ...request.query, ...queryParameters } : request.query,
    };
  }
}
