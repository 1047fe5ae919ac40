import type { RawResponse } from './transport';

const HIDDEN = '***';

/**
 * A response as an error may quote it: a proxy or a debugging page may send back the headers that it got, and what Jira says
 * goes to messages and logs.
 * @param authorization the header that the call was sent with
 */
export function withoutSecrets(response: RawResponse, authorization: string): RawResponse {
  const secrets = secretsIn(authorization);
  const hide = (text: string) => secrets.reduce((rest, secret) => rest.replaceAll(secret, HIDDEN), text);
  const headers = Object.entries(response.headers).map(([name, value]) => [name, hide(value)] as const);
  return { ...response, headers: Object.fromEntries(headers), text: hide(response.text) };
}

/** The credential as it is sent, what Basic packs into it, and both as others would write them. */
function secretsIn(authorization: string): string[] {
  const [scheme = '', credential = ''] = authorization.split(' ');
  const pair = scheme === 'Basic' ? Buffer.from(credential, 'base64').toString('utf8') : '';
  const plain = [credential, pair, pair.slice(pair.indexOf(':') + 1)];
  const written = plain.flatMap(spellings);
  // A secret of a few letters would blank out words that are none.
  return [...new Set(written)].filter((secret) => secret.length >= 4).sort((one, other) => other.length - one.length);
}

/** A text as it is, and as an address, JSON and XML write it: whoever reads these would bring it back. */
function spellings(text: string): string[] {
  const json = JSON.stringify(text).slice(1, -1);
  const ascii = json.replace(/[^ -~]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const xml = text.replace(/[&<>"]/g, (sign) => XML_ENTITIES[sign] ?? sign);
  return [text, encodeURIComponent(text), json, ascii, xml];
}

const XML_ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Characters that a secret and a request id can hardly have in common by chance. */
const TELLING_PART = 8;

/**
 * The id that a response gives to its request; `undefined` if it has none, or one that is none: a server that responds with
 * what it was sent would bring a credential, or a part of it, into messages.
 * @param authorization the header that the call was sent with
 */
export function requestIdOf({ headers }: Pick<RawResponse, 'headers'>, authorization: string): string | undefined {
  const id = headers['atl-traceid'] ?? headers['x-arequestid'];
  if (id === undefined || !/^[\w.:/+=@-]{1,128}$/.test(id)) return undefined;
  return secretsIn(authorization).some((secret) => shares(id, secret)) ? undefined : id;
}

function shares(text: string, secret: string): boolean {
  if (text.includes(secret)) return true;
  for (let at = 0; at + TELLING_PART <= text.length; at++) {
    if (secret.includes(text.slice(at, at + TELLING_PART))) return true;
  }
  return false;
}
