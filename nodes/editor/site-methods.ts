import { basicSecretOf, credentialLabel } from '../site/basic-secret';
import type { EditedNode } from './node-red';
import { siteLabel } from './words';

/**
 * The authentication methods as people know them. Two of them are the same to Jira: a name and a secret, which on Cloud are an
 * e-mail address and an API token.
 */
const AUTH_METHODS = {
  cloud: { authType: 'basic', basicSecret: 'apiToken', credentials: ['username', 'password'] },
  datacenter: { authType: 'basic', basicSecret: 'password', credentials: ['username', 'password'] },
  pat: { authType: 'pat', basicSecret: '', credentials: ['token'] },
  oauth2: { authType: 'oauth2', basicSecret: '', credentials: ['clientId', 'clientSecret'] },
  clientCredentials: { authType: 'clientCredentials', basicSecret: '', credentials: ['clientId', 'clientSecret'] },
} as const;
export type AuthMethod = keyof typeof AUTH_METHODS;

export const CREDENTIALS = ['username', 'password', 'token', 'clientId', 'clientSecret'] as const;

/** The method that a site uses. */
export function methodOf(site: EditedNode): AuthMethod {
  const { authType } = site;
  if (authType !== 'basic' && isAuthMethod(authType)) return authType;
  return basicSecretOf(site) === 'apiToken' ? 'cloud' : 'datacenter';
}

/** The method that stands in the open dialog. */
export function chosenMethod(): AuthMethod {
  const chosen = $('#jira-site-auth-method').val();
  return isAuthMethod(chosen) ? chosen : 'cloud';
}

/** What a method is stored as, and the credentials that it takes. */
export function storedAs(method: AuthMethod): (typeof AUTH_METHODS)[AuthMethod] {
  return AUTH_METHODS[method];
}

/** What the dialog calls a credential of a site. */
export function labelOf(credential: string, site: EditedNode): string {
  return siteLabel(credentialLabel(credential, site));
}

function isAuthMethod(authentication: unknown): authentication is AuthMethod {
  return typeof authentication === 'string' && Object.hasOwn(AUTH_METHODS, authentication);
}
