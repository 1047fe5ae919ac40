import assert from 'node:assert/strict';
import { requestIdOf, withoutSecrets } from '../../../nodes/client/http/secrets';

const PASSWORD = 'p:ä"<&ss word/1';
const BASIC = `Basic ${Buffer.from(`jo:${PASSWORD}`).toString('base64')}`;

describe('What an error quotes', () => {
  for (const [how, authorization, secret] of [
    ['as it was sent', BASIC, BASIC.slice(6)],
    ['unpacked', BASIC, PASSWORD],
    ['with the user name', BASIC, `jo:${PASSWORD}`],
    ['in an address', BASIC, encodeURIComponent(PASSWORD)],
    ['in JSON', BASIC, JSON.stringify(PASSWORD).slice(1, -1)],
    ['in JSON of plain ASCII', BASIC, 'p:\\u00e4\\"<&ss word/1'],
    ['in XML', BASIC, 'p:ä&quot;&lt;&amp;ss word/1'],
    ['as a token', 'Bearer abcdefgh', 'abcdefgh'],
  ] as const) {
    it(`holds no credential ${how}, in its body or its headers`, () => {
      const response = { status: 400, headers: { location: `/x?${secret}` }, text: `You sent ${secret}!` };
      const shown = withoutSecrets(response, authorization);
      assert.deepEqual(shown, { status: 400, headers: { location: '/x?***' }, text: 'You sent ***!' });
    });
  }

  it('is left alone where it holds none', () => {
    const response = { status: 400, headers: { a: 'b' }, text: 'jo may not do that' };
    assert.deepEqual(withoutSecrets(response, BASIC), response);
  });
});

describe('The id of a request', () => {
  const TOKEN = 'NjE2ODc0OTQ5Njc3OnRva2VuLW9mLWFkYQ';
  const TRACE = '6c1ea1d2a8a54c2bbd0f1e8a6a2b6e8d';
  const idOf = (id: string, authorization = `Bearer ${TOKEN}`) =>
    requestIdOf({ headers: { 'atl-traceid': id } }, authorization);

  it('is what Cloud or Data Center gives it', () => {
    assert.equal(idOf(TRACE), TRACE);
    assert.equal(requestIdOf({ headers: { 'x-arequestid': '815x4711x1' } }, BASIC), '815x4711x1');
    assert.equal(requestIdOf({ headers: {} }, BASIC), undefined);
  });

  for (const [what, id, authorization] of [
    ['the header that was sent', `Bearer ${TOKEN}`, undefined],
    ['the token', TOKEN, undefined],
    ['the token among other things', `request-${TOKEN}-1`, undefined],
    ['a part of the token', `request-${TOKEN.slice(5, 15)}`, undefined],
    ['a user and a password as they were sent', BASIC.slice(6), BASIC],
    ['a part of a password', 'words-secret99', `Basic ${Buffer.from('jo:my secret99').toString('base64')}`],
    ['a short password', 'id-abcd-1', `Basic ${Buffer.from('jo:abcd').toString('base64')}`],
    ['something too long to be one', 'x'.repeat(129), undefined],
    ['markup', '<b>1</b>', undefined],
    ['more than one line', `${TRACE}\n1`, undefined],
    ['nothing', '', undefined],
  ] as const) {
    it(`is none where a server sends back ${what}`, () => assert.equal(idOf(id, authorization), undefined));
  }
});
