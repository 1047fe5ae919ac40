import assert from 'node:assert/strict';
import { JiraError } from '../../../nodes/client/errors/jira-error';
import { type ListRequest, NOTHING, pageRequest, readPage } from '../../../nodes/client/lists/paging';

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

describe('A page of a list', () => {
  describe('is asked for', () => {
    it('in the body where the list has one, and nothing of its own is lost', () => {
      const request = pageRequest(SEARCH, { nextPageToken: 'abc', maxResults: 50, startAt: undefined });
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
      () => readPage(COMMENTS, { comments: [{}], isLast: 'no' }, {}),
      isError('JIRA_RESPONSE', 'response.noTotal'),
    );
  });

  it('that is empty, and neither the last nor counted by a total, leads nowhere', () => {
    const list: ListRequest = { ...COMMENTS, style: 'page', records: 'values' };
    assert.throws(
      () => readPage(list, { values: [], isLast: false }, {}),
      (error) => isError('JIRA_INCOMPLETE', 'incomplete.emptyPages')(error) && (error as JiraError).values.count === 1,
    );
    for (const response of [{ isLast: false, total: 9 }, { total: 9 }, {}])
      assert.equal(readPage(list, { values: [], ...response }, {}).next, null);
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
        { nextPageToken: 'a', maxResults: 2 },
      );
      assert.deepEqual(page, {
        records: [{}, {}],
        next: { nextPageToken: 'b', maxResults: 2 },
        total: undefined,
        info: { isLast: false },
        list: SEARCH,
      });
    });

    it('may be empty and yet not the last: Jira filters after it counts', () => {
      assert.deepEqual(readPage(SEARCH, { issues: [], nextPageToken: 'b' }, {}).next, {
        nextPageToken: 'b',
        maxResults: undefined,
      });
    });

    for (const response of [{ isLast: true }, {}, { isLast: true, nextPageToken: 'c' }, { nextPageToken: '' }])
      it(`ends with ${JSON.stringify(response)}`, () => {
        assert.equal(readPage(SEARCH, { issues: [{}], ...response }, {}).next, null);
      });

    it('fails when Jira repeats a token: no endless loop', () => {
      assert.throws(
        () => readPage(SEARCH, { issues: [{}], nextPageToken: 'a' }, { nextPageToken: 'a' }),
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

    it('ends where its total is reached, or passed because something was deleted', () => {
      assert.equal(page({ startAt: 8, total: 10 }, { startAt: 8 }).next, null);
      assert.equal(page({ startAt: 8, total: 9 }, { startAt: 8 }).next, null);
      assert.equal(readPage(COMMENTS, { comments: [], startAt: 0, total: 0 }, {}).next, null);
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
      assert.throws(() => page({ startAt: 0, total: '10' }), isError('JIRA_RESPONSE', 'response.noTotal'));
    });
  });

  describe('that goes on by a cursor', () => {
    const BY_CURSOR: ListRequest = { route: 'GET /x', style: 'cursor', records: 'values' };

    it('is asked for and goes on by the other name of the token', () => {
      assert.deepEqual(pageRequest(BY_CURSOR, { nextPageToken: 'a' }).query, { cursor: 'a' });
      const { next } = readPage(BY_CURSOR, { values: [1], nextCursor: 'b' }, { nextPageToken: 'a' });
      assert.deepEqual(next, { nextPageToken: 'b', maxResults: undefined });
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

    it('fails if it holds nothing and yet is not the last: no endless loop', () => {
      assert.throws(() => nextOf({ values: [], isLast: false }), isError('JIRA_INCOMPLETE', 'incomplete.emptyPages'));
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
    it(`is not read from ${JSON.stringify(response)}: an answer of something else is no empty list`, () => {
      assert.throws(() => readPage(COMMENTS, response, {}), isError('JIRA_RESPONSE', 'response.notAList'));
    });

  it('carries the names and the schema of the fields', () => {
    const maps = { names: { summary: 'Summary' }, schema: { summary: { type: 'string' } } };
    assert.deepEqual(readPage(SEARCH, { issues: [], expand: 'x', ...maps }, {}).info, maps);
  });
});
