/** What one message does at Jira: shared by all the calls that it makes. */
export interface Job {
  /** Whose turn it is in the queue: the node's id. */
  readonly source: string;
  /** Aborted, with a `JiraError` as its reason, when the node closes. */
  readonly signal: AbortSignal;
  /** HTTP attempts so far. */
  attempts: number;
  /** Milliseconds spent waiting for limits and repeats so far, those decided on included. */
  waitedMs: number;
  /** When the last of those waits ends, by `Clock.now`. */
  waitsUntil?: number | undefined;
  /** Of the last response. */
  statusCode?: number | undefined;
  /** Of the last response: what Atlassian's support asks for. */
  requestId?: string | undefined;
  /** Extra attempts of one call where Jira can't be reached, if fewer than the site's: somebody else repeats the whole job. */
  readonly retries?: number | undefined;
  /** Told the milliseconds when the job starts to wait for a limit or a repeat, and 0 when it goes on. */
  readonly onWait?: ((ms: number) => void) | undefined;
}

/** The most milliseconds that a call of the job may wait from now on. Calls that wait at the same time share the wait. */
export function waitLeft(job: Job, maxWaitMs: number, now: number): number {
  return maxWaitMs - job.waitedMs + underWay(job, now);
}

/** Adds a wait of `ms` milliseconds from now to the job's account. */
export function bookWait(job: Job, ms: number, now: number): void {
  job.waitedMs += Math.max(0, ms - underWay(job, now));
  job.waitsUntil = Math.max(now + ms, job.waitsUntil ?? 0);
}

function underWay({ waitsUntil = 0 }: Job, now: number): number {
  return Math.max(0, waitsUntil - now);
}
