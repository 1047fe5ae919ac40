import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { JiraError } from '../../client/errors/jira-error';
import { tokenOf } from './address';

/** What a request shows of its sender besides its body. */
export interface SenderProofs {
  /** The unguessable end of the address that was asked for. */
  readonly key: string;
  /** `X-Hub-Signature`: of Jira Cloud, and of Data Center from 10 on. */
  readonly signature?: string | undefined;
  /** `Authorization`: of senders that can't sign, such as automation rules. */
  readonly authorization?: string | undefined;
  /** `token` of the address: of senders that can neither sign nor send a header, see `addressOf`. */
  readonly token?: string | undefined;
}

/** Looks at the body of a sender who has shown nothing else. Throws `JIRA_AUTH` if its signature is wrong. */
export type BodyCheck = (body: Buffer) => void;

/**
 * Looks whether a request comes from somebody who knows the secret, before anything of its body is read. A signature decides wherever
 * there is one. All comparisons take the same time whatever is compared.
 * @param secret empty: whoever knows the address may send
 * @returns what the body has to pass, or `undefined` if the sender has shown enough
 * @throws JiraError `JIRA_AUTH`
 */
export function checkSender(proofs: SenderProofs, secret: string): BodyCheck | undefined {
  if (secret === '') return undefined;
  if (proofs.signature !== undefined) return signatureCheck(proofs.signature, secret);
  const bearer = /^Bearer +(\S.*)$/i.exec(proofs.authorization ?? '')?.[1];
  if (bearer !== undefined && isSame(bearer.trimEnd(), secret)) return undefined;
  if (proofs.token !== undefined && isSame(proofs.token, tokenOf(secret, proofs.key))) return undefined;
  throw refusal(bearer === undefined && proofs.token === undefined ? 'webhook.unsigned' : 'webhook.otherSecret');
}

function signatureCheck(header: string, secret: string): BodyCheck {
  const [, method = '', digest = ''] = /^\s*([\w-]{1,20})=(.*?)\s*$/.exec(header) ?? [];
  if (isSame(header.trim(), secret) || isSame(digest, secret)) throw refusal('webhook.plainSecret');
  if (method === '') throw refusal('webhook.badSignature');
  // Atlassian says that the method may change: then this must be noticed, and not taken for a forgery.
  if (method.toLowerCase() !== METHOD) throw refusal('webhook.otherMethod', { method, known: METHOD });
  if (!/^[0-9a-f]{64}$/i.test(digest)) throw refusal('webhook.badSignature');
  return (body) => {
    const expected = createHmac(METHOD, secret).update(body).digest();
    if (!timingSafeEqual(Buffer.from(digest, 'hex'), expected)) throw refusal('webhook.wrongSignature');
  };
}

const METHOD = 'sha256';

/** Digests are of one length whatever the texts are, so that not even a length can be measured. */
function isSame(one: string, other: string): boolean {
  const [first, second] = [one, other].map((text) => createHash('sha256').update(text, 'utf8').digest());
  return first !== undefined && second !== undefined && timingSafeEqual(first, second);
}

function refusal(reason: string, values: Readonly<Record<string, string>> = {}): JiraError {
  return new JiraError('JIRA_AUTH', reason, values, { outcome: 'not-done', retryable: false });
}
