import assert from 'node:assert/strict';
import { JiraError } from '../../../nodes/client/errors/jira-error';
import {
  type ListRequest,
  NOTHING,
  type Page,
  type PageStyle,
  type Position,
  pageRequest,
  readPage,
} from '../../../nodes/client/lists/paging';

const SEARCH: ListRequest = {
  route: 'POST /search/jql',
  body: { jql: 'project = OPS', fields: ['summary'] },
  reads: true,
  style: 'token',
  records: 'issues',
};
const COMMENTS: ListRequest = {
  route: 'GET /issue/OPS-1/comment',
  query: { orderBy: 'created', maxResults: 10 },
  style: 'offset',
  records: 'comments',
};

const isError = (code: string, reason: string) => (error: unknown) =>
  error instanceof JiraError && error.code === code && error.reason === reason;

function assertEnds({ next, doubt }: Page): void {
  assert.deepEqual([next, doubt], [null, undefined]);
}

describe('A page of a list', () => {
  describe('is asked for', () => {
    it('in the body where the list has one, and nothing of its own is lost', () => {
      const request = pageRequest(SEARCH, { token: 'abc', maxResults: 50, startAt: undefined });
      assert.deepEqual(request, {
        route: 'POST /search/jql',
        body: { jql: 'project = OPS', fields: ['summary'], nextPageToken: 'abc', maxResults: 50 },
        reads: true,
      });
    });

    it('in the query otherwise; the position wins', () => {
      const { query, body } = pageRequest(COMMENTS, { startAt: 20, maxResults: 5 });
      assert.deepEqual(query, { orderBy: 'created', maxResults: 5, startAt: 20 });
      assert.equal(body, undefined);
    });

    it("with Jira's own page size where none is given", () => {
      assert.deepEqual(pageRequest({ ...COMMENTS, query: undefined }, {}).query, {});
    });
  });

  it('hands on the figures that Jira gives and no others, and names the list that is missing', () => {
    const { info } = readPage(
      COMMENTS,
      { comments: [{}], startAt: 0, maxResults: 1, total: 9, isLast: false, self: 'x' },
      {},
    );
    assert.deepEqual(info, { startAt: 0, maxResults: 1, total: 9, isLast: false });
    const wrong = (list: ListRequest) => {
      try {
        return readPage(list, {}, {});
      } catch (error) {
        return error instanceof JiraError && [error.reason, error.values];
      }
    };
    assert.deepEqual(wrong(COMMENTS), ['response.notAList', { entry: 'comments' }]);
    const { records: _records, ...whole } = COMMENTS;
    assert.deepEqual(wrong({ ...whole, style: 'whole' }), ['response.notAList', { entry: '' }]);
  });

  it('without records is the last one', () => {
    assert.deepEqual(NOTHING, { records: [], next: null, info: {} });
    assert.equal(readPage({ ...COMMENTS, style: 'array', records: undefined }, [], { maxResults: 0 }).next, null);
  });

  it('without a total goes by isLast, and fails without either', () => {
    assert.equal(readPage(COMMENTS, { comments: [{}], isLast: true }, {}).next, null);
    assert.equal(readPage(COMMENTS, { comments: [{}], isLast: false }, {}).next?.startAt, 1);
    assert.throws(() => readPage(COMMENTS, { comments: [{}] }, {}), isError('JIRA_RESPONSE', 'response.noTotal'));
    assert.throws(
      () => readPage(COMMENTS, { comments: [{}], total: null }, {}),
      isError('JIRA_RESPONSE', 'response.noTotal'),
    );
  });

  describe('that contradicts itself', () => {
    const records = [{ id: '1' }, { id: '2' }];
    const doubts: readonly [style: PageStyle, response: object, reason: string, asked?: Position][] = [
      ['token', { isLast: false }, 'noWayOn'],
      ['token', { isLast: false, nextPageToken: '' }, 'noWayOn'],
      ['token', { isLast: false, nextPageToken: 7 }, 'noWayOn'],
      ['token', { nextPageToken: {} }, 'noWayOn'],
      ['token', { isLast: 'true' }, 'noWayOn'],
      ['cursor', { isLast: false, nextCursor: null }, 'noWayOn'],
      ['cursor', { isLast: false, nextCursor: 3 }, 'noWayOn'],
      ['page', { total: -1, isLast: false }, 'contradiction'],
      ['page', { total: -1 }, 'contradiction'],
      ['page', { total: 2.5, isLast: true }, 'contradiction'],
      ['page', { total: '2' }, 'contradiction'],
      ['page', { total: 1, isLast: true }, 'contradiction'],
      ['page', { total: 2, isLast: false }, 'contradiction'],
      ['page', { total: 2, isLast: 'true' }, 'contradiction'],
      ['page', { total: 5, isLast: true }, 'endsEarly'],
      ['page', { values: [], total: 5 }, 'endsEarly'],
      ['page', { values: [], total: 5, isLast: false }, 'endsEarly'],
      ['page', { values: [], isLast: false }, 'emptyPages'],
      ['page', { values: [], total: -1, isLast: true }, 'contradiction'],
      ['page', { values: [], total: 0, isLast: false }, 'contradiction'],
      ['offset', { total: -1 }, 'contradiction'],
      ['offset', { total: '10' }, 'contradiction'],
      ['offset', { isLast: 'no' }, 'contradiction'],
      ['offset', { total: 9 }, 'contradiction', { startAt: 8 }],
    ];
    for (const [style, response, reason, asked = {}] of doubts) {
      it(`is in doubt, and no end of the list: ${style} ${JSON.stringify(response)}`, () => {
        const list: ListRequest = { route: 'GET /x', style, records: 'values' };
        const { next, doubt } = readPage(list, { values: records, ...response }, asked);
        assert.ok(isError('JIRA_INCOMPLETE', `incomplete.${reason}`)(doubt));
        assert.equal(next, null);
      });
    }

    it('quotes what Jira said', () => {
      const list: ListRequest = { route: 'GET /x', style: 'page', records: 'values' };
      const said = (response: object) => readPage(list, { values: records, ...response }, {}).doubt?.values;
      assert.deepEqual(said({ startAt: 0, total: '1', isLast: false }), {
        received: 2,
        said: 'startAt 0, total 1, isLast false',
      });
      assert.deepEqual(said({ total: 'x'.repeat(300) }), { received: 2, said: `total ${'x'.repeat(200)}` });
      assert.deepEqual(said({ total: 9, isLast: true }), { total: 9 });
      assert.deepEqual(said({ values: [], isLast: false }), { count: 1 });
    });
  });

  it('carries what Jira says beside the list, and tells whether records are left out', () => {
    const limit = { type: 'JQL_FUNCTION_LIMIT_EXCEEDED', details: { clause: 'issueHistory()', limit: 1000 } };
    const warnings = [limit, { type: 'OTHER', message: 'Words' }, { type: 'X', details: 'More' }, {}];
    assert.deepEqual(readPage(SEARCH, { issues: [], warnings }, {}).remarks, [
      { text: 'JQL_FUNCTION_LIMIT_EXCEEDED – clause: issueHistory(), limit: 1000', cuts: true },
      { text: 'OTHER – Words', cuts: false },
      { text: 'X – More', cuts: false },
      { text: '{}', cuts: false },
    ]);
    const { remarks } = readPage(
      COMMENTS,
      { comments: [], total: 0, warningMessages: ["The value 'x' is unknown."] },
      {},
    );
    assert.deepEqual(remarks, [{ text: "The value 'x' is unknown.", cuts: false }]);
    assert.equal(readPage(SEARCH, { issues: [], warnings: 'none' }, {}).remarks, undefined);
  });

  it('that is empty and says nothing of what follows is the last', () => {
    assertEnds(readPage({ ...COMMENTS, style: 'page', records: 'values' }, { values: [] }, {}));
  });

  it('of a list that Jira gives whole is asked for as it is, and the last', () => {
    const list: ListRequest = { route: 'GET /field', style: 'whole' };
    assert.deepEqual(pageRequest(list, { startAt: 3 }), { route: 'GET /field' });
    assert.equal(readPage(list, [{}, {}], {}).next, null);
  });

  describe('that goes on by a token', () => {
    it('says where the next one begins', () => {
      const page = readPage(
        SEARCH,
        { issues: [{}, {}], nextPageToken: 'b', isLast: false },
        { token: 'a', maxResults: 2 },
      );
      assert.deepEqual(page, {
        records: [{}, {}],
        next: { token: 'b', maxResults: 2 },
        total: undefined,
        info: { isLast: false },
        list: SEARCH,
      });
    });

    it('may be empty and yet not the last: Jira filters after it counts', () => {
      assert.deepEqual(readPage(SEARCH, { issues: [], nextPageToken: 'b' }, {}).next, {
        token: 'b',
        maxResults: undefined,
      });
    });

    for (const response of [{ isLast: true }, {}, { isLast: true, nextPageToken: 'c' }, { nextPageToken: '' }])
      it(`ends with ${JSON.stringify(response)}`, () => {
        assertEnds(readPage(SEARCH, { issues: [{}], ...response }, {}));
      });

    it('fails when Jira repeats a token: no endless loop', () => {
      assert.throws(
        () => readPage(SEARCH, { issues: [{}], nextPageToken: 'a' }, { token: 'a' }),
        isError('JIRA_INCOMPLETE', 'incomplete.repeatedToken'),
      );
    });
  });

  describe('that goes on by counting', () => {
    const page = (response: object, asked = {}) => readPage(COMMENTS, { comments: [1, 2], ...response }, asked);

    it('goes on after what arrived, not after what was asked for: servers cap pages', () => {
      const { next, total, info } = page({ startAt: 10, maxResults: 2, total: 100 }, { startAt: 10, maxResults: 50 });
      assert.deepEqual(next, { startAt: 12, maxResults: 50 });
      assert.deepEqual([total, info], [100, { startAt: 10, maxResults: 2, total: 100 }]);
    });

    it('goes on from where it was asked for if it does not say where it is', () => {
      assert.deepEqual(page({ total: 100 }, { startAt: 30 }).next, { startAt: 32, maxResults: undefined });
    });

    it('ends where its total is reached, and where it lies behind all that is there', () => {
      assertEnds(page({ startAt: 8, total: 10 }, { startAt: 8 }));
      assertEnds(readPage(COMMENTS, { comments: [], startAt: 9, total: 8 }, { startAt: 9 }));
      assertEnds(readPage(COMMENTS, { comments: [], startAt: 0, total: 0 }, {}));
    });

    it('fails if it is another page than asked for: a server that ignores the place would go round for ever', () => {
      assert.throws(
        () => page({ startAt: 0, total: 10 }, { startAt: 4 }),
        isError('JIRA_INCOMPLETE', 'incomplete.samePage'),
      );
    });

    it('may ask for no records, to know the total', () => {
      const { next, total } = readPage(COMMENTS, { comments: [], startAt: 0, total: 10 }, { maxResults: 0 });
      assert.deepEqual([next, total], [{ startAt: 0, maxResults: 0 }, 10]);
    });

    it('fails if it does not say how long the list is', () => {
      assert.throws(() => page({ startAt: 0 }), isError('JIRA_RESPONSE', 'response.noTotal'));
    });
  });

  describe('that goes on by a cursor', () => {
    const BY_CURSOR: ListRequest = { route: 'GET /x', style: 'cursor', records: 'values' };

    it('is asked for and goes on by the other name of the token', () => {
      assert.deepEqual(pageRequest(BY_CURSOR, { token: 'a' }).query, { cursor: 'a' });
      const { next } = readPage(BY_CURSOR, { values: [1], nextCursor: 'b' }, { token: 'a' });
      assert.deepEqual(next, { token: 'b', maxResults: undefined });
    });
  });

  describe('that says itself whether it is the last', () => {
    const PROJECTS: ListRequest = { route: 'GET /project/search', style: 'page', records: 'values' };
    const nextOf = (response: object, asked = {}) => readPage(PROJECTS, { values: [1, 2], ...response }, asked).next;

    it('is believed, also where it names no total', () => {
      assert.equal(nextOf({ isLast: true }), null);
      assert.deepEqual(nextOf({ isLast: false, startAt: 4 }, { startAt: 4 }), { startAt: 6, maxResults: undefined });
      assert.equal(nextOf({ startAt: 4, total: 6 }, { startAt: 4 }), null);
    });
  });

  describe('that is a bare array', () => {
    const USERS: ListRequest = { route: 'GET /users/search', style: 'array' };

    it('goes on until nothing comes: a short page is not the last', () => {
      assert.deepEqual(readPage(USERS, [1, 2, 3], { startAt: 50, maxResults: 50 }).next, {
        startAt: 53,
        maxResults: 50,
      });
      assert.equal(readPage(USERS, [], { startAt: 53, maxResults: 50 }).next, null);
    });

    it('is not read from an object', () => {
      assert.throws(() => readPage(USERS, { 0: 'x' }, {}), isError('JIRA_RESPONSE', 'response.notAList'));
    });
  });

  for (const response of [undefined, null, 'x', [], {}, { comments: {} }, { comments: null }])
    it(`is not read from ${JSON.stringify(response)}: a response of something else is no empty list`, () => {
      assert.throws(() => readPage(COMMENTS, response, {}), isError('JIRA_RESPONSE', 'response.notAList'));
    });

  it('carries the names and the schema of the fields', () => {
    const maps = { names: { summary: 'Summary' }, schema: { summary: { type: 'string' } } };
    assert.deepEqual(readPage(SEARCH, { issues: [], expand: 'x', ...maps }, {}).info, maps);
  });
});
