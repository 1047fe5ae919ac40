import type { Client, Job } from '../../client/client';
import type { Deployment, Request } from '../../client/http/request';
import type { ListRequest } from '../../client/lists/paging';
import type { TtlCache } from '../../client/ttl-cache';

/** Jira as the reading of events needs it; a `Connection` has it. */
export interface JiraPort {
  readonly client: Pick<Client, 'call' | 'read' | 'deployment'>;
  readonly cache: TtlCache;
}

/** Jira for one purpose of the reading: calls one after the other, with a place of their own in the site's queue. */
export class JiraAccess {
  constructor(
    private readonly port: JiraPort,
    private readonly source: string,
    private readonly signal: AbortSignal,
  ) {}

  get cache(): TtlCache {
    return this.port.cache;
  }

  get client(): JiraPort['client'] {
    return this.port.client;
  }

  /** Whether what is read here has been called off. */
  get cancelled(): boolean {
    return this.signal.aborted;
  }

  /** A job of this purpose. Each call has its own, and so its own share of waiting. */
  job(): Job {
    return { source: this.source, signal: this.signal, attempts: 0, waitedMs: 0 };
  }

  deployment(): Promise<Deployment> {
    return this.client.deployment({ signal: this.signal });
  }

  /** @throws JiraError */
  call(request: Request): Promise<unknown> {
    return this.client.call(request, this.job());
  }

  /**
   * The records of a list, page by page, whole: a list that can't be read to its end throws.
   * @param size records on a page, at the most
   * @throws JiraError
   */
  async *pages(list: ListRequest, size: number): AsyncGenerator<readonly unknown[]> {
    const job = this.job();
    const whole = { all: true, limit: 0, strategy: 'sequential' } as const;
    for await (const { records } of this.client.read(list, { maxResults: size }, whole, job)) {
      yield records;
      // The patience is that of a page: a list of five hundred may meet a limit more than once.
      job.waitedMs = 0;
    }
  }
}
