import assert from 'node:assert/strict';
import fc from 'fast-check';
import { jiraDuration, secondsOf } from '../../nodes/jira/durations';
import { runs } from '../support/property-tests';

describe('a span of time, in any usual spelling', () => {
  for (const [text, expected] of [
    ['3h 20m', '3h 20m'],
    ['3h20m', '3h 20m'],
    [' 3H  20M ', '3h 20m'],
    ['20m 3h', '3h 20m'],
    ['12000', '3h 20m'],
    ['60', '1m'],
    ['89', '1m'],
    ['90', '2m'],
    ['0', '0m'],
    ['29', '0m'],
    ['1.5h', '1h 30m'],
    ['1,5 h', '1h 30m'],
    ['90 min', '1h 30m'],
    ['3 hours 20 minutes', '3h 20m'],
    ['3 hours, 20 minutes and 30 seconds', '3h 21m'],
    ['1 hr. 5 mins.', '1h 5m'],
    ['2 Std. 15 Min.', '2h 15m'],
    ['2 Stunden und 15 Minuten', '2h 15m'],
    ['2 heures et 15 minutes', '2h 15m'],
    ['2h15', '2h 15m'],
    ['2 h 05', '2h 5m'],
    ['3時間20分', '3h 20m'],
    ['3小时20分钟', '3h 20m'],
    ['3:20', '3h 20m'],
    ['03:20:29', '3h 20m'],
    ['PT3H20M', '3h 20m'],
    ['pt200m', '3h 20m'],
    ['PT0.5H', '30m'],
    ['PT90S', '2m'],
    ['P1DT2H', '1d 2h'],
    ['P2W', '2w'],
    ['1w 2d 3h 4m', '1w 2d 3h 4m'],
    ['1.5d', '1.5d'],
    ['0,5 Tage', '0.5d'],
    ['1 jour 30 min', '1d 30m'],
    ['2 weeks', '2w'],
    ['30h', '30h'],
  ] as const) {
    it(`${text} is ${expected}`, () => assert.equal(jiraDuration(text), expected));
  }

  for (const text of [
    ...['', 'soon', 'h', '3x', '3 20', '-1h', '1h 1h', 'P', 'PT', 'P1Y', 'P1M', '2 months', '1e9', '3:75'],
    ...['1h30m!', '10000000000h', 'NaN', '1.2.3h', '1 month', '20m 3'],
  ]) {
    it(`"${text}" is none`, () => assert.equal(jiraDuration(text), undefined));
  }

  for (const [text, seconds] of [
    ['3h 20m', 12_000],
    ['45m', 2_700],
    ['0m', 0],
    ['2h', 7_200],
    ['1d', undefined],
    ['1w 3h', undefined],
    ['soon', undefined],
  ] as const) {
    it(`${text} has ${seconds ?? 'as many seconds as only the site knows'}`, () =>
      assert.equal(secondsOf(text), seconds));
  }

  it('what Jira writes is read as itself, and nothing of it is lost', () => {
    const part = fc.nat({ max: 500 });
    fc.assert(
      fc.property(part, part, part, fc.nat({ max: 59 }), (w, d, h, m) => {
        const parts = [`${w}w`, `${d}d`, `${h}h`, `${m}m`].filter((one) => !one.startsWith('0'));
        const text = parts.join(' ') || '0m';
        assert.equal(jiraDuration(text), text);
      }),
      { numRuns: runs(200) },
    );
  });
});
