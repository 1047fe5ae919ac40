import type { Clock } from '../clock';
import { JiraError } from '../errors/jira-error';
import type { Caller } from '../http/caller';
import type { Job } from '../http/job';
import { type Request, repeatability } from '../http/request';
import type { SiteMetadata } from '../metadata/site-metadata';

/** How long a credential that has just been seen to work is believed when Jira says "not found". */
const TRUST_MS = 60_000;
const MYSELF: Request = { route: 'GET /myself' };

/** Whether Jira knows the caller, where its answer to a call leaves that open. */
export class CredentialCheck {
  #trustedUntil = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly caller: Caller,
    private readonly facts: SiteMetadata,
    private readonly clock: Clock,
  ) {}

  /**
   * Jira shows "not found" and empty lists to whoever it doesn't know, so before such an answer is believed, the
   * credentials are tried where they can't be ignored. Answers the error that they are refused with.
   */
  async refusal(job: Job): Promise<JiraError | undefined> {
    if (this.clock.now() < this.#trustedUntil) return undefined;
    const { statusCode, requestId } = job;
    try {
      await this.caller.send(await this.facts.apiUrl(job), MYSELF, job);
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
  async meant(error: JiraError, request: Request, job: Job): Promise<JiraError> {
    if (error.code === 'JIRA_NOT_FOUND') return (await this.refusal(job)) ?? error;
    // Data Center answers 401, too, to people that it knows but who may not assign or link.
    const doubted = error.reason === 'auth.refused' && error.facts.statusCode === 401;
    if (!doubted || repeatability(request) === 'read') return error;
    if ((await this.facts.deployment(job)) === 'cloud' || (await this.refusal(job))) return error;
    return new JiraError('JIRA_FORBIDDEN', 'jira.forbidden', error.values, error.facts);
  }
}
