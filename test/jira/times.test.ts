import assert from 'node:assert/strict';
import { jiraTime, momentIn } from '../../nodes/jira/times';

const NOW = Date.parse('2026-11-28T12:00:00Z');

/** The clock of the machine in another place, for one suite. */
function inZone(zone: string): void {
  const { TZ } = process.env;
  before(() => {
    process.env.TZ = zone;
  });
  after(() => {
    if (TZ === undefined) delete process.env.TZ;
    else process.env.TZ = TZ;
  });
}

describe('a moment, in any form that people and programs write', () => {
  for (const [text, expected] of [
    ['2021-01-17T12:34:00.000+0000', '2021-01-17T12:34:00.000Z'],
    ['2021-01-17T12:34:00.000Z', '2021-01-17T12:34:00.000Z'],
    ['2021-01-17T12:34:56.789123+01:00', '2021-01-17T11:34:56.789Z'],
    [' 2021-01-17 12:34 -05 ', '2021-01-17T17:34:00.000Z'],
    ['2021-01-17t12:34z', '2021-01-17T12:34:00.000Z'],
    ['2021/1/7 9:05 UTC', '2021-01-07T09:05:00.000Z'],
    ['17.1.2021 12:34 GMT', '2021-01-17T12:34:00.000Z'],
    ['17. 01. 2021, 12:34:05 +0530', '2021-01-17T07:04:05.000Z'],
    ['2021-01-17 12:05 am Z', '2021-01-17T00:05:00.000Z'],
    ['2021-01-17 12:05PM Z', '2021-01-17T12:05:00.000Z'],
    ['2021-01-17 9:05 pm Z', '2021-01-17T21:05:00.000Z'],
    ['20210117T123400Z', '2021-01-17T12:34:00.000Z'],
    ['1610886840000', '2021-01-17T12:34:00.000Z'],
    ['1610886840', '2021-01-17T12:34:00.000Z'],
    ['1610886840.5', '2021-01-17T12:34:00.500Z'],
    ['Sun, 17 Jan 2021 12:34:00 GMT', '2021-01-17T12:34:00.000Z'],
    ['Sun Jan 17 2021 13:34:00 GMT+0100 (Central European Standard Time)', '2021-01-17T12:34:00.000Z'],
    ['now', '2026-11-28T12:00:00.000Z'],
    ['-90m', '2026-11-28T10:30:00.000Z'],
    ['-7d', '2026-11-21T12:00:00.000Z'],
    ['-2W', '2026-11-14T12:00:00.000Z'],
    ['-1h', '2026-11-28T11:00:00.000Z'],
  ] as const) {
    it(`${text} is ${expected}`, () => assert.equal(momentIn(text, NOW), expected));
  }

  for (const text of [
    ...['', 'soon', '03/04/2026', '17-01-2021', '2021-13-01', '2021-02-30 10:00', '2021-01-17T24:00Z', '12:34'],
    ...['2021-01-17T12:60Z', '2021-01-17T12:34:60Z', '2021-01-17 13:05 pm', '2021-01-17 0:05 am', '2021/01-17', '7'],
    ...['2021-01-17T12:34+99:00', '2021-01-17T12:34+01:99', '2021-01-17T12:34 CET', '-7y', 'Jan 17, 2021 12:34'],
    ...['99999999999999999', '2021', '12345678901', '31.4.2026', 'Sun, 99 Foo 2021 12:34:00 GMT'],
  ]) {
    it(`"${text}" is none, and is not guessed at`, () => assert.equal(momentIn(text, NOW), undefined));
  }

  it('reaches Jira in the only form that it takes', () => {
    assert.equal(jiraTime('2021-01-17T12:34:00.000Z'), '2021-01-17T12:34:00.000+0000');
  });

  describe('without a time zone, on a machine in Berlin', () => {
    inZone('Europe/Berlin');
    for (const [text, expected] of [
      ['2026-01-15 08:00', '2026-01-15T07:00:00.000Z'],
      ['2026-07-15 08:00', '2026-07-15T06:00:00.000Z'],
      ['15.7.2026', '2026-07-14T22:00:00.000Z'],
      ['2026-03-29 01:59', '2026-03-29T00:59:00.000Z'],
      // This hour is left out.
      ['2026-03-29 02:30', '2026-03-29T01:30:00.000Z'],
      ['2026-03-29 03:00', '2026-03-29T01:00:00.000Z'],
      // This one comes twice.
      ['2026-10-25 02:30', '2026-10-25T00:30:00.000Z'],
      ['2026-10-25 03:00', '2026-10-25T02:00:00.000Z'],
      ['2026-10-25 02:30 +01:00', '2026-10-25T01:30:00.000Z'],
    ] as const) {
      it(`${text} is ${expected}`, () => assert.equal(momentIn(text, NOW), expected));
    }
  });

  describe('on a machine in New York', () => {
    inZone('America/New_York');
    it('the same text is another moment there, and one that says its zone is the same', () => {
      assert.equal(momentIn('2026-07-15 08:00', NOW), '2026-07-15T12:00:00.000Z');
      assert.equal(momentIn('2026-07-15 08:00 +02:00', NOW), '2026-07-15T06:00:00.000Z');
    });
  });
});
