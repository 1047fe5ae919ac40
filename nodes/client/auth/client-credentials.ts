import type { Clock } from '../clock';
import type { TokenSource } from './index';
import { isFresh, type Tokens } from './tokens';

/** Access tokens of a service account: fetched when needed, one at a time, and kept in memory alone. */
export class ServiceAccount implements TokenSource {
  #tokens: Promise<Tokens> | undefined;
  #current: Tokens | undefined;

  constructor(
    private readonly fetch: () => Promise<Tokens>,
    private readonly clock: Clock,
  ) {}

  async accessToken(): Promise<string> {
    if (this.#current && isFresh(this.#current, this.clock)) return this.#current.accessToken;
    this.#tokens ??= this.fetch().finally(() => {
      this.#tokens = undefined;
    });
    this.#current = await this.#tokens;
    return this.#current.accessToken;
  }

  renewable(refused: string): boolean {
    if (this.#current?.accessToken === refused) this.#current = undefined;
    return true;
  }
}
