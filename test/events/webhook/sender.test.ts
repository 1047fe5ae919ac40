import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { JiraError } from '../../../nodes/client/errors/jira-error';
import { tokenOf } from '../../../nodes/events/webhook/address';
import { checkSender, type SenderProofs } from '../../../nodes/events/webhook/sender';

const SECRET = "It's a Secret to Everybody";
const BODY = Buffer.from('Hello World!');
/** Of Atlassian's own description of signatures. */
const VECTOR = 'sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9';
const KEY = 'key-of-the-address';

const signed = (body: string, secret: string) => `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

/** Why a sender is refused; `undefined` if it isn't. */
function reasonFor(proofs: Omit<SenderProofs, 'key'>, body = BODY, secret = SECRET): string | undefined {
  try {
    checkSender({ key: KEY, ...proofs }, secret)?.(body);
    return undefined;
  } catch (error) {
    assert.ok(error instanceof JiraError);
    assert.equal(error.code, 'JIRA_AUTH');
    assert.ok(!JSON.stringify([error.message, error.values, error.facts]).includes(secret));
    return error.reason;
  }
}

describe('the sender of a webhook', () => {
  it("is known by Atlassian's own example of a signature", () => {
    assert.equal(reasonFor({ signature: VECTOR }), undefined);
    assert.equal(reasonFor({ signature: VECTOR.toUpperCase().replace('SHA256', 'sha256') }), undefined);
  });

  it('is refused for a signature of another body or with another secret', () => {
    assert.equal(reasonFor({ signature: VECTOR }, Buffer.from('Hello World?')), 'webhook.wrongSignature');
    assert.equal(reasonFor({ signature: signed('Hello World!', 'other') }), 'webhook.wrongSignature');
  });

  it('is checked over the bytes, whatever they are', () => {
    const bytes = Buffer.from([0xff, 0x00, 0xc3, 0x28, 0x0d, 0x0a]);
    const signature = `sha256=${createHmac('sha256', SECRET).update(bytes).digest('hex')}`;
    assert.equal(reasonFor({ signature }, bytes), undefined);
    assert.equal(reasonFor({ signature }, Buffer.from(bytes.toString('utf8'))), 'webhook.wrongSignature');
  });

  it('that uses another method is told which one is known', () => {
    for (const signature of [`sha1=${'a'.repeat(40)}`, `sha512=${'a'.repeat(128)}`]) {
      assert.equal(reasonFor({ signature }), 'webhook.otherMethod');
    }
  });

  it('that puts the plain secret where a signature belongs is told so', () => {
    for (const signature of [SECRET, ` ${SECRET} `, `sha256=${SECRET}`]) {
      assert.equal(reasonFor({ signature }), 'webhook.plainSecret', signature);
    }
    assert.equal(reasonFor({ signature: 'a=b' }, BODY, 'a=b'), 'webhook.plainSecret');
  });

  it('that sends no signature at all where one belongs is refused', () => {
    for (const signature of ['', '=', 'sha256', 'sha256=', 'sha256=zz', `${VECTOR}0`, `${VECTOR}, ${VECTOR}`]) {
      assert.match(reasonFor({ signature }) ?? '', /^webhook\.(badSignature|otherMethod)$/, signature);
    }
  });

  it('may send the secret as a bearer', () => {
    assert.equal(reasonFor({ authorization: `Bearer ${SECRET}` }), undefined);
    assert.equal(reasonFor({ authorization: `bearer  ${SECRET} ` }), undefined);
    assert.equal(reasonFor({ authorization: 'Bearer other' }), 'webhook.otherSecret');
    assert.equal(reasonFor({ authorization: SECRET }), 'webhook.unsigned');
  });

  it('may be known by the token in an address, which is good for that one alone', () => {
    assert.equal(reasonFor({ token: tokenOf(SECRET, KEY) }), undefined);
    assert.equal(reasonFor({ token: tokenOf(SECRET, 'other-key') }), 'webhook.otherSecret');
    assert.equal(reasonFor({ token: SECRET }), 'webhook.otherSecret');
  });

  it('is judged by a signature alone where there is one', () => {
    const wrong = signed('other', SECRET);
    assert.equal(reasonFor({ signature: wrong, authorization: `Bearer ${SECRET}` }), 'webhook.wrongSignature');
  });

  it('that shows nothing is refused, unless there is no secret', () => {
    assert.equal(reasonFor({}), 'webhook.unsigned');
    assert.equal(reasonFor({}, BODY, ''), undefined);
  });
});
