import assert from 'node:assert/strict';
import fc from 'fast-check';
import { JiraError } from '../../../nodes/client/errors/jira-error';
import { type Cursor, continuation, cursorIn, isContinuation } from '../../../nodes/client/lists/cursor';
import type { ListRequest } from '../../../nodes/client/lists/paging';

const ids: ListRequest = { route: 'GET /ids', style: 'token' };
const BY_IDS = { list: ids, idsPerPage: 1, fetch: () => ids, records: 'x', perCall: 1, dearWithOAuth: true };
const COUNTED = { style: 'offset' } as const;
const BY_TOKEN = { style: 'token', byIds: BY_IDS } as const;
const WITH_FALLBACK = { style: 'cursor', fallback: { route: 'GET /x', style: 'array' } } as const;

const text = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const refused = (code: string, reason: string) => (error: unknown) =>
  error instanceof JiraError && error.code === code && error.reason === reason;

describe('the place where a list goes on', () => {
  const places: readonly [cursor: Cursor, list: Pick<ListRequest, 'style' | 'fallback' | 'byIds'>][] = [
    [{}, COUNTED],
    [{ startAt: 50, maxResults: 50, after: '10007' }, COUNTED],
    [{ token: 'abc', skip: 3, maxResults: 100 }, BY_TOKEN],
    [{ byIds: true, skip: 200, maxResults: 5000 }, BY_TOKEN],
    [{ startAt: 100, after: 'ben' }, WITH_FALLBACK],
    [{ token: 'abc' }, WITH_FALLBACK],
  ];
  for (const [cursor, list] of places) {
    it(`survives in msg.jira.next: ${JSON.stringify(cursor)}`, () => {
      const next = JSON.parse(JSON.stringify(continuation({ jql: 'x', startAt: 1, nextPageToken: 'old' }, cursor)));
      assert.deepEqual(Object.keys(next), ['jql', 'position']);
      assert.ok(isContinuation(next));
      assert.deepEqual(cursorIn({ next }, list, 'cloud'), cursor);
    });
  }

  const saved: readonly [next: object, cursor: Cursor][] = [
    [
      { nextPageToken: 'abc', maxResults: 50 },
      { token: 'abc', maxResults: 50 },
    ],
    [
      { nextPageToken: 'abc', skip: 7 },
      { token: 'abc', skip: 7 },
    ],
    [
      { byIds: true, skip: 300, startAt: 0 },
      { byIds: true, skip: 300 },
    ],
  ];
  for (const [next, cursor] of saved) {
    it(`is understood as earlier versions wrote it: ${JSON.stringify(next)}`, () => {
      assert.deepEqual(cursorIn({ ...next, next }, BY_TOKEN, 'cloud'), cursor);
    });
  }

  it('is what startAt and maxResults say', () => {
    assert.deepEqual(cursorIn({ startAt: 20, maxResults: 10 }, COUNTED, 'cloud'), { startAt: 20, maxResults: 10 });
    assert.deepEqual(cursorIn({ startAt: 20 }, WITH_FALLBACK, 'datacenter'), { startAt: 20 });
    const unsupported = refused('JIRA_UNSUPPORTED', 'unsupported.cloud');
    assert.throws(() => cursorIn({ startAt: 20 }, BY_TOKEN, 'cloud'), unsupported);
  });

  const wrong: readonly [position: unknown, list: Pick<ListRequest, 'style' | 'fallback' | 'byIds'>][] = [
    ['', COUNTED],
    ['nonsense', COUNTED],
    [7, COUNTED],
    [{ startAt: 3 }, COUNTED],
    [text(null), COUNTED],
    [text([]), COUNTED],
    [text({ startAt: -1 }), COUNTED],
    [text({ startAt: 1.5 }), COUNTED],
    [text({ startAt: '1' }), COUNTED],
    [text({ startAt: 2 ** 60 }), COUNTED],
    [text({ startAt: 1, after: '' }), COUNTED],
    [text({ startAt: 1, strange: true }), COUNTED],
    [text({ startAt: 1, constructor: 1 }), COUNTED],
    [text({ token: 'a' }), COUNTED],
    [text({ startAt: 1 }), BY_TOKEN],
    [text({ token: {} }), BY_TOKEN],
    [text({ token: 'a', skip: 'x' }), BY_TOKEN],
    [text({ byIds: 'yes' }), BY_TOKEN],
    [text({ byIds: true }), { style: 'token' }],
    [text({ token: 'a', startAt: 1 }), WITH_FALLBACK],
  ];
  for (const [position, list] of wrong) {
    it(`is JIRA_INPUT where a message makes it up: ${JSON.stringify(position)} in ${list.style}`, () => {
      assert.throws(() => cursorIn({ next: { position } }, list, 'cloud'), refused('JIRA_INPUT', 'input.badNext'));
    });
  }

  it('is a cursor or JIRA_INPUT, whatever comes', () => {
    const any = fc.oneof(fc.anything(), fc.jsonValue().map(text), fc.string());
    fc.assert(
      fc.property(any, fc.constantFrom(COUNTED, BY_TOKEN, WITH_FALLBACK), (position, list) => {
        try {
          for (const member of Object.keys(cursorIn({ next: { position } }, list, 'cloud')))
            assert.ok(['startAt', 'token', 'maxResults', 'skip', 'after', 'byIds'].includes(member));
        } catch (error) {
          assert.ok(refused('JIRA_INPUT', 'input.badNext')(error), String(error));
        }
      }),
    );
  });
});
