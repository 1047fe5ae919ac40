import type { Job } from '../../client/client';
import type { Clock } from '../../client/clock';
import { asJiraError, JiraError } from '../../client/errors/jira-error';
import type { EventType } from '../event';
import type { SiteWebhooks, WantedWebhook } from './site-webhooks';

/** How a registration stands. Times are milliseconds since 1970. */
export interface RegistrationState {
  readonly registered: boolean;
  readonly expiresAt: number | undefined;
  /** Types that only asking Jira shows. */
  readonly untold: readonly EventType[];
  /** Why it failed last, as long as it has not worked since. */
  readonly problem: JiraError | undefined;
}

export interface RegistrationOptions {
  /** @throws JiraError */
  readonly webhooks: (job: Job) => Promise<SiteWebhooks>;
  /** @throws JiraError `JIRA_CONFIG` if there is no address that Jira could reach */
  readonly wanted: (job: Job) => Promise<WantedWebhook>;
  readonly clock: Clock;
  /** Told whenever the state has changed. */
  readonly changed: () => void;
  /** Told the id that the webhook has in Jira. */
  readonly registered: (id: string) => void | Promise<void>;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Webhooks of apps end after thirty days; administrators' may be deleted by hand. */
const LOOK_AGAIN_MS = 7 * 24 * HOUR_MS;

/** One node's webhook in Jira, kept there as long as the node is. */
export class Registration {
  readonly #closing = new AbortController();
  #state: RegistrationState = { registered: false, expiresAt: undefined, untold: [], problem: undefined };
  #running: Promise<void> | undefined;
  #failures = 0;
  #cancelTimer = () => {};

  constructor(private readonly options: RegistrationOptions) {}

  get state(): RegistrationState {
    return this.#state;
  }

  /** Registers it, again after a while where that fails, and looks after it every week. */
  begin(): void {
    if (this.#closing.signal.aborted) return;
    this.#running = this.#ensure();
  }

  /**
   * Ends the looking after. What is registered stays so, unless the node is gone for good.
   * @throws JiraError if it can't be taken back
   */
  async close(forever: boolean): Promise<void> {
    this.#closing.abort(new JiraError('JIRA_CANCELLED', 'cancelled', {}, { outcome: 'not-done' }));
    this.#cancelTimer();
    await this.#running;
    if (!forever) return;
    const job = newJob(new AbortController().signal);
    await (await this.options.webhooks(job)).takeBack(await this.options.wanted(job), job);
  }

  async #ensure(): Promise<void> {
    const { webhooks, wanted, registered } = this.options;
    const job = newJob(this.#closing.signal);
    try {
      const { id, expiresAt, untold } = await (await webhooks(job)).ensure(await wanted(job), job);
      await registered(id);
      this.#failures = 0;
      this.#set({ registered: true, expiresAt, untold, problem: undefined });
      this.#again(LOOK_AGAIN_MS);
    } catch (error) {
      const problem = asJiraError(error);
      if (problem.code !== 'JIRA_CANCELLED') this.#set({ ...this.#state, problem });
      this.#again(Math.min(HOUR_MS, MINUTE_MS * 2 ** this.#failures++));
    }
  }

  #set(state: RegistrationState): void {
    this.#state = state;
    if (!this.#closing.signal.aborted) this.options.changed();
  }

  #again(ms: number): void {
    if (this.#closing.signal.aborted) return;
    this.#cancelTimer = this.options.clock.after(ms, () => this.begin());
  }
}

function newJob(signal: AbortSignal): Job {
  return { source: 'webhooks', signal, attempts: 0, waitedMs: 0 };
}
