/** What goes with the user name of `basic`: to Jira a secret like any other, to people two different things. */
export type BasicSecret = 'apiToken' | 'password';

/** The properties of a site, of which `basicSecret`, `deployment` and `siteUrl` tell which one it is. */
export type BasicSite = Readonly<Record<string, unknown>>;

/**
 * Which one a site uses: as its dialog has stored it. A flow of the first versions, or one written by hand, says nothing of it, so
 * the kind of Jira tells, and else the host.
 */
export function basicSecretOf({ basicSecret, deployment, siteUrl }: BasicSite): BasicSecret {
  if (basicSecret === 'apiToken' || basicSecret === 'password') return basicSecret;
  if (deployment === 'cloud') return 'apiToken';
  if (deployment === 'datacenter') return 'password';
  const host = /^\s*https?:\/\/([^/:?#\s]+)/i.exec(String(siteUrl ?? ''))?.[1];
  return host === undefined || isAtlassians(host) ? 'apiToken' : 'password';
}

/** Whether Atlassian itself serves Jira Cloud under this host name. */
export function isAtlassians(host: string): boolean {
  return /\.(atlassian\.net|jira\.com)$/i.test(host);
}

/** The name that a credential has in the dialog of a site, as the catalogs have it below `site`. */
export function credentialLabel(credential: string, site: BasicSite): string {
  const isToken = basicSecretOf(site) === 'apiToken';
  if (credential === 'username') return isToken ? 'email' : 'username';
  return credential === 'password' && isToken ? 'apiToken' : credential;
}
