import type { JiraError } from '../client/errors/jira-error';
import { asJiraError } from '../client/errors/jira-error';
import type { Request } from '../client/http/request';

/** What became of one of several writes: the body of its response, or why there is none. */
export type PartResult = { readonly body: unknown } | { readonly error: JiraError };

/** Makes one call of several writes, and tells what became of each, in their order. */
export type SendTogether = (requests: readonly Request[]) => Promise<readonly PartResult[]>;

interface Waiting {
  readonly request: Request;
  readonly settle: (result: PartResult) => void;
}

/**
 * Several writes that leave in one call, each of which is guarded by itself: the call is made once every write is there that still is to
 * be made. One that turns out to have been made before stays away; those whose outcome was lost may come again.
 */
export class SharedCall {
  #open: number;
  #waiting: Waiting[] = [];
  /** What refused the call as a whole, the last time. */
  failure: JiraError | undefined;

  constructor(
    writes: number,
    private readonly together: SendTogether,
  ) {
    this.#open = writes;
  }

  /** Makes one of the writes, with the others. @throws JiraError */
  async attempt(request: Request): Promise<unknown> {
    const result = await new Promise<PartResult>((settle) => {
      this.#waiting.push({ request, settle });
      this.#goOn();
    });
    if ('error' in result) throw result.error;
    return result.body;
  }

  /** One of the writes has come to its end, whether it was made here or not. */
  ended(): void {
    this.#open--;
    this.#goOn();
  }

  #goOn(): void {
    if (this.#waiting.length === 0 || this.#waiting.length < this.#open) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    void this.#send(waiting);
  }

  async #send(waiting: readonly Waiting[]): Promise<void> {
    const results = await this.#results(waiting.map(({ request }) => request));
    for (const [index, { settle }] of waiting.entries()) settle(results[index] ?? { error: asJiraError(undefined) });
  }

  async #results(requests: readonly Request[]): Promise<readonly PartResult[]> {
    try {
      return await this.together(requests);
    } catch (thrown) {
      const error = asJiraError(thrown);
      if (!refusesOne(error) || requests.length === 1) return this.#refused(error, requests);
      // Something in one of them has Jira refuse them all: it is found by halves.
      const half = Math.ceil(requests.length / 2);
      return [...(await this.#results(requests.slice(0, half))), ...(await this.#results(requests.slice(half)))];
    }
  }

  #refused(error: JiraError, requests: readonly Request[]): readonly PartResult[] {
    if (!refusesOne(error)) this.failure = error;
    return requests.map(() => ({ error }));
  }
}

/** Whether a refusal is about what was sent, and not about who sends it or where. */
function refusesOne({ code, facts }: JiraError): boolean {
  return facts.outcome === 'not-done' && (code === 'JIRA_INVALID' || code === 'JIRA_TOO_LARGE');
}
