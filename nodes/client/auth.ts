/** The ways into Jira, as the site's dialog offers them. */
export type AuthType = 'basic' | 'pat' | 'oauth2' | 'clientCredentials';

/** One way in: it signs a request, and may know how to mend a refused credential. */
export interface Auth {
  readonly type: AuthType;
  /** Whose calls these are, without a secret: sites with the same principal share one budget. */
  readonly principal: string;
  /** The `Authorization` header of the next attempt. */
  authorization(): Promise<string>;
  /**
   * Called once after a 401. `true`: the credential is new, try again. Ways in that cannot be renewed leave it out.
   */
  renew?(): Promise<boolean>;
}

/** E-mail and API token on Cloud, user name and password on Data Center. */
export function basicAuth(username: string, password: string): Auth {
  const header = `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
  return { type: 'basic', principal: `basic:${username}`, authorization: () => Promise.resolve(header) };
}

/** A Personal Access Token of Data Center. */
export function patAuth(token: string): Auth {
  return { type: 'pat', principal: 'pat', authorization: () => Promise.resolve(`Bearer ${token}`) };
}
