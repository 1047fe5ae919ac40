import { createHmac, randomBytes } from 'node:crypto';

/** The ways into Jira, as the site's dialog offers them. */
export type AuthType = 'basic' | 'pat' | 'oauth2' | 'clientCredentials';

/** A way to authenticate: it signs a request, and may know how to mend a refused credential. */
export interface Auth {
  readonly type: AuthType;
  /** Whose calls these are, without a secret: sites with the same principal share one rate limiter. */
  readonly principal: string;
  /**
   * The `Authorization` header of the next attempt.
   * @throws JiraError `JIRA_AUTH` where only a person can help, such as a sign-in that has ended
   * @throws TransportFailure where the server that gives tokens can't be reached: Jira has not been asked anything then
   */
  authorization(): string | Promise<string>;
  /**
   * Told after a 401 which header was refused. `true`: the next one will be new, try again. Ways in that cannot be renewed
   * leave it out.
   */
  renew?(refused: string): boolean;
}

/** E-mail and API token on Cloud, user name and password on Data Center. */
export function basicAuth(username: string, password: string): Auth {
  const header = `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
  return { type: 'basic', principal: `basic:${username}`, authorization: () => header };
}

/** Known to this process alone: what is made of a token with it tells nothing of the token to anybody else. */
const PRINCIPAL_KEY = randomBytes(32);

/** A Personal Access Token of Data Center. It does not tell whose it is, so each counts as somebody of its own. */
export function patAuth(token: string): Auth {
  const digest = createHmac('sha256', PRINCIPAL_KEY).update(token).digest('base64url');
  return { type: 'pat', principal: `pat:${digest}`, authorization: () => `Bearer ${token}` };
}

/** What keeps access tokens fresh. */
export interface TokenSource {
  /** An access token that is good as far as is known. */
  accessToken(): Promise<string>;
  /** Whether the next access token will be another than this one, which Jira has refused. */
  renewable(refused: string): boolean;
}

/** OAuth 2.0, whoever the tokens come from. */
export function bearerAuth(type: 'oauth2' | 'clientCredentials', clientId: string, tokens: TokenSource): Auth {
  return {
    type,
    principal: `${type}:${clientId}`,
    authorization: async () => `${BEARER}${await tokens.accessToken()}`,
    renew: (refused) => tokens.renewable(refused.slice(BEARER.length)),
  };
}

const BEARER = 'Bearer ';
