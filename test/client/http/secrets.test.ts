import assert from 'node:assert/strict';
import { withoutSecrets } from '../../../nodes/client/http/secrets';

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
