import type { SignIn } from '../client/auth/tokens';
import { listEntry, numberEntry, parseJson, textEntry } from '../client/json';

/** A sign-in as it was stored; `undefined` for anything else. */
export function parseSignIn(text: string): SignIn | undefined {
  const stored = parseJson(text);
  const deployment = textEntry(stored, 'deployment');
  const accessToken = textEntry(stored, 'accessToken');
  const expiresAt = numberEntry(stored, 'expiresAt');
  const rotatedAt = numberEntry(stored, 'rotatedAt');
  const redirectUri = textEntry(stored, 'redirectUri');
  if (deployment !== 'cloud' && deployment !== 'datacenter') return undefined;
  if (!accessToken || !redirectUri || expiresAt === undefined || rotatedAt === undefined) return undefined;
  return {
    deployment,
    accessToken,
    refreshToken: textEntry(stored, 'refreshToken'),
    expiresAt,
    rotatedAt,
    redirectUri,
    scopes: listEntry(stored, 'scopes').map(String),
    user: textEntry(stored, 'user'),
  };
}
