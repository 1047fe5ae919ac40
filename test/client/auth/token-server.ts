import { requestTokens, type TokenEndpoint } from '../../../nodes/client/auth/token-endpoint';
import type { SignIn, TokenStorage, Tokens } from '../../../nodes/client/auth/tokens';
import { Transport } from '../../../nodes/client/http/transport';
import { TestClock } from '../../support/clock';
import { withoutProxies } from '../../support/environment';
import { type ScriptedResponse, ScriptedServer } from '../../support/server';

export const TOKEN_ROUTE = 'POST /oauth/token';
export const HOUR_MS = 3_600_000;

/** A response with the access token `a<n>` and the refresh token `r<n>`, good for an hour. */
export const pair = (n: number): ScriptedResponse => ({
  body: { access_token: `a${n}`, refresh_token: `r${n}`, expires_in: 3_600, scope: 'read:jira-work offline_access' },
});
export const INVALID_GRANT: ScriptedResponse = { status: 403, body: { error: 'invalid_grant' } };

/** A token server that responds as a test tells it, and the clock by which tokens end. */
export class TokenServer {
  readonly clock = new TestClock();
  readonly #transport: Transport;

  constructor(readonly server: ScriptedServer) {
    this.#transport = new Transport({
      origin: server.url,
      timeoutMs: 5_000,
      userAgent: 'tests',
      clock: new TestClock(),
    });
  }

  /** Asks for tokens with any grant of the three. */
  ask(grant: Parameters<typeof requestTokens>[1], endpoint: Partial<TokenEndpoint> = {}): Promise<Tokens> {
    const url = `${this.server.url}/oauth/token`;
    const whole = { url, encoding: 'json', clientId: 'an app', clientSecret: 'its secret', ...endpoint } as const;
    return requestTokens(whole, grant, (request) => this.#transport.send(request), this.clock);
  }

  readonly refresh = ({ refreshToken = '' }: SignIn): Promise<Tokens> =>
    this.ask({ grant_type: 'refresh_token', refresh_token: refreshToken });

  /** A sign-in with the tokens `a<n>` and `r<n>`, made just now. */
  signIn(n: number): SignIn {
    const now = this.clock.wallNow();
    const tokens = { accessToken: `a${n}`, refreshToken: `r${n}`, expiresAt: now + HOUR_MS, rotatedAt: now };
    return { ...tokens, scopes: [], deployment: 'cloud', redirectUri: 'http://localhost:1880/jira/oauth/callback' };
  }

  /** The refresh tokens that were sent, in order. */
  get spent(): unknown[] {
    return this.server.seen(TOKEN_ROUTE).map(({ body }) => Reflect.get(JSON.parse(body), 'refresh_token'));
  }

  async stop(): Promise<void> {
    this.#transport.close();
    await this.server.stop();
  }
}

/** A store that outlives nothing; another process may write to it. */
export class MemoryStore implements TokenStorage {
  constructor(public kept: SignIn | undefined) {}

  async load(): Promise<SignIn | undefined> {
    return this.kept;
  }

  async save(signIn: SignIn): Promise<void> {
    this.kept = signIn;
  }

  async remove(): Promise<void> {
    this.kept = undefined;
  }
}

/** Starts a token server for each test of one `describe`. */
export function tokenServers(): () => TokenServer {
  withoutProxies();
  let current: TokenServer;
  beforeEach(async () => {
    current = new TokenServer(await ScriptedServer.start());
  });
  afterEach(() => current.stop());
  return () => current;
}
