import type { Client, Job } from '../client/client';
import type { Clock } from '../client/clock';
import { asJiraError, JiraError } from '../client/errors/jira-error';
import { textEntry } from '../client/json';
import type { RateLimiter } from '../client/limits/rate-limiter';

/** What is known of whether a site answers. */
export interface SiteState {
  /** `undefined` as long as it isn't known. */
  readonly ok: boolean | undefined;
  /** Whom Jira takes the site's account for. */
  readonly user?: string | undefined;
  readonly problem?: JiraError | undefined;
}

/** How long it is believed that a site answers, and that it doesn't, in milliseconds. */
const GOOD_MS = 60_000;
const BAD_MS = 15_000;
/** How long the question may take, and how long whoever looks waits for it, in milliseconds. */
const TIMEOUT_MS = 10_000;
const PATIENCE_MS = 1_000;

/** The one call that a look makes: every Jira knows it, and it takes no harm. */
const MYSELF = { route: 'GET /myself', optional: true } as const;
const LIMITED = new Set(['site', 'endpoint:GET /myself']);

/** The part of a connection that is looked at. */
export interface Checked {
  readonly client: Pick<Client, 'call' | 'unreachable'>;
  readonly rateLimiter: Pick<RateLimiter, 'status'>;
}

/** Whether one site answers. Jira is asked once a minute at most, and only while somebody looks. */
export class SiteCheck {
  #found: { readonly state: SiteState; readonly until: number } | undefined;
  #asking: Promise<void> | undefined;

  constructor(
    private readonly connection: Checked,
    private readonly clock: Clock,
  ) {}

  /** Resolves within a second; what isn't known by then will be at the next look. */
  async look(): Promise<SiteState> {
    const isKnown = this.#found !== undefined && this.clock.now() < this.#found.until;
    if (!isKnown && !this.#isPaused) {
      this.#asking ??= this.#ask().finally(() => {
        this.#asking = undefined;
      });
      await this.#within(PATIENCE_MS, this.#asking);
    }
    const state = this.#found?.state ?? { ok: undefined };
    const { unreachable } = this.connection.client;
    // The calls of the flows may have met what the last look has not.
    return state.ok && unreachable ? { ...state, ok: false, problem: unreachable } : state;
  }

  /** What Jira holds back anyway would only wait. */
  get #isPaused(): boolean {
    return this.connection.rateLimiter.status().pauses.some(({ scope }) => LIMITED.has(scope));
  }

  async #ask(): Promise<void> {
    const state = await this.#state();
    const forMs = state.ok ? GOOD_MS : BAD_MS;
    this.#found = { state, until: this.clock.now() + forMs };
  }

  async #state(): Promise<SiteState> {
    const { client } = this.connection;
    const timeout = new AbortController();
    const timedOut = new JiraError('JIRA_TIMEOUT', 'lookup.timeout', { seconds: TIMEOUT_MS / 1_000 });
    const cancel = this.clock.after(TIMEOUT_MS, () => timeout.abort(timedOut));
    const job: Job = { source: 'overview', signal: timeout.signal, attempts: 0, waitedMs: 0, retries: 0 };
    try {
      const me = await client.call(MYSELF, job);
      return { ok: true, user: textEntry(me, 'displayName') };
    } catch (thrown) {
      const error = asJiraError(thrown);
      // A token that may not read people is known all the same, and a site that limits its calls answers.
      if (error.code === 'JIRA_SCOPE') return { ok: true };
      if (error.code === 'JIRA_RATE_LIMIT') return { ...this.#found?.state, ok: true };
      return { ok: false, problem: thrown === timedOut ? (client.unreachable ?? error) : error };
    } finally {
      cancel();
    }
  }

  async #within(ms: number, work: Promise<void>): Promise<void> {
    let cancel = () => {};
    const over = new Promise<void>((resolve) => {
      cancel = this.clock.after(ms, resolve);
    });
    await Promise.race([work, over]);
    cancel();
  }
}
