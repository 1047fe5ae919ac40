import assert from 'node:assert/strict';
import { asSentence, inARow } from '../../nodes/i18n/sentences';

describe('sentences that come from several places', () => {
  it('read as one text, without gaps where a part is missing', () => {
    assert.equal(inARow(['', 'It failed.', '', 'Try again.']), 'It failed. Try again.');
    assert.equal(inARow([]), '');
  });

  it('stand close in Chinese and Japanese, as people write them', () => {
    assert.equal(
      inARow(['站点没有地址。', '请打开站点。', 'Field is required.']),
      '站点没有地址。请打开站点。Field is required.',
    );
  });

  it('end once, with the sign of their own language', () => {
    assert.deepEqual(['gone', 'gone?', '没有。', 'wait …'].map(asSentence), ['gone.', 'gone?', '没有。', 'wait …']);
  });
});
