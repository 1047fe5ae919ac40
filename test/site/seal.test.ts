import assert from 'node:assert/strict';
import { seal, unseal } from '../../nodes/site/seal';

describe('what is encrypted', () => {
  const sealed = seal('a refresh token', 'the client secret', 'site 1');

  it('is read with the same secret for the same purpose alone, or a copied file would open', () => {
    assert.equal(unseal(sealed, 'the client secret', 'site 1'), 'a refresh token');
    assert.equal(unseal(sealed, 'another secret', 'site 1'), undefined);
    assert.equal(unseal(sealed, 'the client secret', 'site 2'), undefined);
  });

  it('is refused as soon as a single byte is another, or bytes are missing', () => {
    const bytes = Buffer.from(sealed, 'base64');
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at] = (bytes[at] ?? 0) ^ 1;
      assert.equal(unseal(changed.toString('base64'), 'the client secret', 'site 1'), undefined, String(at));
    }
    assert.equal(unseal(sealed.slice(0, 40), 'the client secret', 'site 1'), undefined);
    assert.equal(unseal('', 'the client secret', 'site 1'), undefined);
  });

  it('looks different each time', () => {
    assert.notEqual(seal('a refresh token', 'the client secret', 'site 1'), sealed);
  });
});
