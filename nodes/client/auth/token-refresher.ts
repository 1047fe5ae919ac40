import type { Clock } from '../clock';
import { JiraError } from '../errors/jira-error';
import type { TokenSource } from './index';
import { isFresh, type SignIn, type TokenStorage, type Tokens } from './tokens';

/**
 * Gets new tokens for a sign-in.
 * @throws JiraError `JIRA_AUTH` with the reason `auth.signInAgain` if the refresh token is no longer good
 */
export type Refresh = (signIn: SignIn) => Promise<Tokens>;

/**
 * Keeps one sign-in fresh. Jira's refresh tokens rotate, and the old one dies: so one refresh at a time, however many calls
 * wait for it, and a new pair is safe before anybody uses it.
 */
export class TokenRefresher implements TokenSource {
  #known: Promise<SignIn | undefined> | undefined;
  #refreshing: Promise<SignIn> | undefined;
  /** An access token that Jira has refused before its time. */
  #refused: string | undefined;
  /** A refresh token that is no longer good: asking again would only be refused again. */
  #dead: string | undefined;

  constructor(
    private readonly store: TokenStorage,
    private readonly refresh: Refresh,
    private readonly clock: Clock,
  ) {}

  /** The sign-in as it is now; `undefined` if nobody has signed in, or must do so again. */
  async signIn(): Promise<SignIn | undefined> {
    const signIn = await this.#load();
    return signIn && !this.#isOver(signIn) ? signIn : undefined;
  }

  async accessToken(): Promise<string> {
    const signIn = await this.#load();
    if (!signIn) throw new JiraError('JIRA_AUTH', 'auth.notSignedIn', {}, NOT_DONE);
    if (isFresh(signIn, this.clock) && !this.#isRefused(signIn)) return signIn.accessToken;
    try {
      return (await this.#refreshed()).accessToken;
    } catch (error) {
      // Renewed early, it still has a while: nobody needs to wait for a server that is away for a moment.
      if (this.clock.wallNow() < signIn.expiresAt && !this.#isRefused(signIn)) return signIn.accessToken;
      throw error;
    }
  }

  renewable(refused: string): boolean {
    this.#refused = refused;
    return true;
  }

  /**
   * Takes over a new sign-in, for every call from now on. One that is just being loaded or refreshed is waited for, so that it
   * can't come after.
   */
  async adopt(signIn: SignIn): Promise<void> {
    const before = [this.#known, this.#refreshing];
    const adopted = Promise.allSettled(before)
      .then(() => this.store.save(signIn))
      .then(() => signIn);
    this.#known = adopted;
    this.#dead = undefined;
    try {
      await adopted;
    } finally {
      // A refresh that was under way has left its own.
      this.#known = adopted;
    }
  }

  /** Resolves once no refresh is under way. */
  async settled(): Promise<void> {
    await this.#refreshing?.catch(() => undefined);
  }

  async forget(): Promise<void> {
    // At once, so that no refresh begins any more; and after one that is under way, which leaves its own.
    this.#known = Promise.resolve(undefined);
    await this.settled();
    this.#known = Promise.resolve(undefined);
    await this.store.remove();
  }

  #load(): Promise<SignIn | undefined> {
    if (this.#known !== undefined) return this.#known;
    const loading = this.store.load();
    this.#known = loading;
    // That there is none is not remembered: where sign-ins lie may have been out of reach for a moment.
    const forget = () => {
      if (this.#known === loading) this.#known = undefined;
    };
    loading.then((signIn) => signIn ?? forget(), forget);
    return loading;
  }

  #isRefused({ accessToken }: SignIn): boolean {
    return accessToken === this.#refused;
  }

  #isOver(signIn: SignIn): boolean {
    const renewable = signIn.refreshToken !== undefined && signIn.refreshToken !== this.#dead;
    return !renewable && (this.clock.wallNow() >= signIn.expiresAt || this.#isRefused(signIn));
  }

  #refreshed(): Promise<SignIn> {
    this.#refreshing ??= this.#rotate().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  async #rotate(): Promise<SignIn> {
    const current = await this.#load();
    // Whoever asked may have waited while another refresh ended.
    if (current && isFresh(current, this.clock) && !this.#isRefused(current)) return current;
    if (current?.refreshToken === undefined || current.refreshToken === this.#dead) throw signInAgain();
    try {
      return await this.#exchange(current);
    } catch (error) {
      if (!isOver(error)) throw error;
      return this.#elsewhere(current);
    }
  }

  /** The refresh token is dead. Another process may have rotated it: the store is read once more, and then a person is needed. */
  async #elsewhere(current: SignIn): Promise<SignIn> {
    const stored = await this.store.load();
    if (stored?.refreshToken !== undefined && stored.refreshToken !== current.refreshToken) {
      try {
        if (!isFresh(stored, this.clock) || this.#isRefused(stored)) return await this.#exchange(stored);
        this.#known = Promise.resolve(stored);
        return stored;
      } catch (error) {
        if (!isOver(error)) throw error;
      }
    }
    this.#dead = current.refreshToken;
    throw signInAgain();
  }

  async #exchange(current: SignIn): Promise<SignIn> {
    const next = { ...current, ...(await this.refresh(current)) };
    await this.store.save(next);
    this.#known = Promise.resolve(next);
    return next;
  }
}

const NOT_DONE = { outcome: 'not-done', retryable: false } as const;

/** Nobody but a person can help. */
export function signInAgain(): JiraError {
  return new JiraError('JIRA_AUTH', 'auth.signInAgain', {}, NOT_DONE);
}

function isOver(error: unknown): boolean {
  return error instanceof JiraError && error.reason === 'auth.signInAgain';
}
