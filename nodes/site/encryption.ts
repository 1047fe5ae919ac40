import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const SALT_BYTES = 16;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

/** Salt, IV, tag and text follow one another. */
const IV_AT = SALT_BYTES;
const TAG_AT = IV_AT + IV_BYTES;
const TEXT_AT = TAG_AT + TAG_BYTES;

/**
 * Encrypts a text (AES-256-GCM) under a key derived from a secret (HKDF) and bound to a purpose.
 * @param purpose under any other, the text can't be opened
 */
export function encrypt(text: string, secret: string, purpose: string): string {
  const salt = randomBytes(SALT_BYTES);
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, keyOf(secret, salt, purpose), iv);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([salt, iv, cipher.getAuthTag(), sealed]).toString('base64');
}

/** What `seal` encrypted; `undefined` for another secret or purpose, or if a single bit has changed. */
export function decrypt(sealed: string, secret: string, purpose: string): string | undefined {
  const bytes = Buffer.from(sealed, 'base64');
  const salt = bytes.subarray(0, IV_AT);
  const iv = bytes.subarray(IV_AT, TAG_AT);
  const tag = bytes.subarray(TAG_AT, TEXT_AT);
  try {
    const decipher = createDecipheriv(CIPHER, keyOf(secret, salt, purpose), iv, { authTagLength: TAG_BYTES });
    decipher.setAuthTag(tag);
    return Buffer.concat([decipher.update(bytes.subarray(TEXT_AT)), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}

function keyOf(secret: string, salt: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, purpose, KEY_BYTES));
}
