import type { Clock } from '../clock';
import { asJiraError, JiraError } from '../errors/jira-error';
import type { Caller } from '../http/caller';
import type { Job } from '../http/job';
import { type Request, repeatability } from '../http/request';
import type { SiteMetadata } from '../metadata/site-metadata';

/** How long a credential that has just been seen to work is believed when Jira says "not found". */
const TRUST_MS = 60_000;
const MYSELF: Request = { route: 'GET /myself' };

/** Whether Jira knows the caller, where its response to a call leaves that open. */
export class CredentialCheck {
  #trustedUntil = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly caller: Caller,
    private readonly facts: SiteMetadata,
    private readonly clock: Clock,
  ) {}

  /**
   * Jira shows "not found" and empty lists to whoever it doesn't know, so before such a response is believed, the
   * credentials are tried where they can't be ignored. Returns the error that they are refused with.
   */
  async refusal(job: Job): Promise<JiraError | undefined> {
    const error = await this.#tried(job);
    return error?.code === 'JIRA_AUTH' ? error : undefined;
  }

  /** What an error means once it is known whether Jira knows the caller. */
  async meant(error: JiraError, request: Request, job: Job): Promise<JiraError> {
    if (error.code === 'JIRA_NOT_FOUND') return this.#notFoundMeant(error, job);
    // Data Center answers 401, too, to people that it knows but who may not assign or link.
    const doubted = error.reason === 'auth.refused' && error.facts.statusCode === 401;
    if (!doubted || repeatability(request) === 'read') return error;
    if ((await this.facts.deployment(job)) === 'cloud' || (await this.refusal(job))) return error;
    return new JiraError('JIRA_FORBIDDEN', 'jira.forbidden', error.values, error.facts);
  }

  async #notFoundMeant(error: JiraError, job: Job): Promise<JiraError> {
    const refused = await this.#tried(job);
    if (refused?.code === 'JIRA_AUTH') return refused;
    // Every Jira knows this call. A proxy that lets only some through would not touch what Jira says about the others.
    const noJira = error.reason === 'jira.pageNotFound' && refused?.reason === 'jira.pageNotFound';
    return noJira ? this.facts.notJira(error) : error;
  }

  /** What asking for the caller's own account fails with. One that has just worked isn't tried again. */
  async #tried(job: Job): Promise<JiraError | undefined> {
    if (this.clock.now() < this.#trustedUntil) return undefined;
    const own = { statusCode: job.statusCode, requestId: job.requestId };
    const error = await this.#ask(job);
    // A refusal is the response to the caller's question, too; anything else leaves it with its own.
    if (error?.code !== 'JIRA_AUTH') Object.assign(job, own);
    // A token that is known, but may not read people, is trusted as well.
    if (error === undefined || error.code === 'JIRA_SCOPE') this.#trustedUntil = this.clock.now() + TRUST_MS;
    return error;
  }

  async #ask(job: Job): Promise<JiraError | undefined> {
    try {
      await this.caller.send(await this.facts.urlFor(MYSELF, job), MYSELF, job);
      return undefined;
    } catch (error) {
      return asJiraError(error);
    }
  }
}
