import type { Client, Job } from '../client/client';
import type { MessageValues } from '../client/errors/jira-error';
import type { Deployment, Query, Request } from '../client/http/request';
import type { ListRequest, Position } from '../client/lists/paging';
import { readList } from '../client/lists/read-list';
import type { Extent, Part } from '../client/lists/reading';
import type { CacheKey, TtlCache } from '../client/ttl-cache';
import type { TextFormat } from './text-format';

/** A sentence of the catalogs (`warning.<reason>`) for something that went differently than asked. */
export interface Warning {
  readonly reason: string;
  readonly values: MessageValues;
}

/** The values that a field accepts, by field id, as people know them. */
export type AllowedValues = ReadonlyMap<string, readonly string[]>;

export interface JiraOptions {
  /** How strings in rich-text inputs are meant. */
  readonly textFormat: TextFormat;
  /** Further query parameters for the action's own call. */
  readonly queryParameters?: Query | undefined;
}

/** Jira as one message may use it: an action's `run` and everything in this room work on it. */
export class Jira {
  readonly warnings: Warning[] = [];
  /** Finds out what Jira would have accepted, once it has rejected what was sent. */
  allowedValues: (() => Promise<AllowedValues>) | undefined;
  /** The last good answer to the action's own call. */
  answered: Pick<Job, 'statusCode' | 'requestId'> | undefined;
  /** What the result's `msg.jira` says beyond the usual. */
  readonly notes: Record<string, unknown> = {};

  constructor(
    readonly deployment: Deployment,
    readonly options: JiraOptions,
    private readonly client: Client,
    private readonly cache: TtlCache,
    private readonly job: Job,
  ) {}

  /**
   * The action's own call: what the node is there for. Answers the body.
   * @throws JiraError
   */
  async send(request: Request): Promise<unknown> {
    const body = await this.client.call(this.#extended(request), this.job);
    this.#keepOwnAnswer();
    return body;
  }

  /** All the records of a list of the action's own that Jira gives whole. */
  async whole(list: Omit<ListRequest, 'style'>): Promise<readonly unknown[]> {
    const page = await this.client.page(this.#extended({ ...list, style: 'whole' }), {}, this.job);
    this.#keepOwnAnswer();
    return page.records;
  }

  /** The action's own list, from `start` on, part by part. */
  async *read(list: ListRequest, start: Position, extent: Extent): AsyncGenerator<Part> {
    for await (const part of this.client.read(this.#extended(list), start, extent, this.job)) {
      this.#keepOwnAnswer();
      yield part;
    }
  }

  /** A list that the action gathers itself, in parts as any other. */
  async *readGathered(records: Promise<readonly unknown[]>, start: Position, extent: Extent): AsyncGenerator<Part> {
    const list: ListRequest = { method: 'GET', path: [], style: 'whole' };
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

  /** About how many records the list has, for whoever watches; `undefined` where Jira doesn't tell. */
  count(list: ListRequest): Promise<number | undefined> {
    return this.client.count(list, this.job);
  }

  /** A look-up that the action needs on its way. Answers the body. */
  ask(request: Omit<Request, 'method'>): Promise<unknown> {
    return this.client.call({ ...request, method: 'GET' }, this.job);
  }

  /** A look-up that the site remembers for some minutes. */
  recall<Fact>(key: CacheKey<Fact>, load: () => Promise<Fact>): Promise<Fact> {
    return this.cache.recall(key, load);
  }

  /** Makes the next `recall` ask again. */
  forget(key: CacheKey<unknown>): void {
    this.cache.forget(key);
  }

  /** Notes that Jira has refused something that is not worth asking again for some minutes. */
  noteRefusal(key: CacheKey<true>): void {
    void this.cache.recall(key, () => Promise.resolve(true));
  }

  /** Whether such a refusal is on record. */
  wasRefused(key: CacheKey<true>): boolean {
    return this.cache.knows(key);
  }

  /** Says, with the result, that something went differently than asked. */
  warn(reason: string, values: MessageValues = {}): void {
    this.warnings.push({ reason, values });
  }

  /** The result tells of the action's own call, not of a look-up that came after it. */
  #keepOwnAnswer(): void {
    const { statusCode, requestId } = this.job;
    this.answered = { statusCode, requestId };
  }

  #extended<R extends Request>(request: R): R {
    const { queryParameters } = this.options;
    return queryParameters ? { ...request, query: { ...request.query, ...queryParameters } } : request;
  }
}
