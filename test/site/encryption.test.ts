import assert from 'node:assert/strict';
import { decrypt, encrypt } from '../../nodes/site/encryption';

describe('what is encrypted', () => {
  const sealed = encrypt('a refresh token', 'the client secret', 'site 1');

  it('is read with the same secret for the same purpose alone, or a copied file would open', () => {
    assert.equal(decrypt(sealed, 'the client secret', 'site 1'), 'a refresh token');
    assert.equal(decrypt(sealed, 'another secret', 'site 1'), undefined);
    assert.equal(decrypt(sealed, 'the client secret', 'site 2'), undefined);
  });

  it('is refused as soon as a single byte is another, or bytes are missing', () => {
    const bytes = Buffer.from(sealed, 'base64');
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at] = (bytes[at] ?? 0) ^ 1;
      assert.equal(decrypt(changed.toString('base64'), 'the client secret', 'site 1'), undefined, String(at));
    }
    assert.equal(decrypt(sealed.slice(0, 40), 'the client secret', 'site 1'), undefined);
    assert.equal(decrypt('', 'the client secret', 'site 1'), undefined);
  });

  it('looks different each time', () => {
    assert.notEqual(encrypt('a refresh token', 'the client secret', 'site 1'), sealed);
  });
});
