import { createHash } from 'node:crypto';

/** Longer ones are stored by their hash. */
const LONGEST = 200;
const HASHED = 'sha256:';

/**
 * A once key as it is stored, here and in Jira: short keys of printable ASCII as they are, all others by their hash, as the databases
 * below a Jira Data Center refuse or change some characters. Different keys stay different.
 */
export function storedKey(key: string): string {
  if (/^[ -~]+$/.test(key) && key.length <= LONGEST && !key.startsWith(HASHED)) return key;
  return HASHED + createHash('sha256').update(Buffer.from(key, 'utf16le')).digest('hex');
}

/** The stored key of one of several writes that a key is for. */
export function partKey(key: string, part: string | undefined): string {
  return part === undefined ? storedKey(key) : storedKey(JSON.stringify([key, part]));
}
