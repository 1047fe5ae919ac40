import assert from 'node:assert/strict';
import fc from 'fast-check';
import { JiraError } from '../../../nodes/client/errors/jira-error';
import type { Cursor } from '../../../nodes/client/lists/cursor';
import { type ListRequest, type PageStyle, type Position, readPage } from '../../../nodes/client/lists/paging';
import { readList } from '../../../nodes/client/lists/read-list';
import type { Part, Reading } from '../../../nodes/client/lists/reading';

const WHOLE: Reading = { all: true, limit: 0, strategy: 'auto', width: 4, paysPerRecord: false };
const STYLES = ['token', 'cursor', 'offset', 'page', 'array'] as const;
type Style = (typeof STYLES)[number];

const issue = (number: number): { id: string } => ({ id: String(number) });
const issues = (count: number): { id: string }[] => Array.from({ length: count }, (_, index) => issue(index + 1));
const listOf = (style: PageStyle): ListRequest => ({
  route: 'GET /x',
  style,
  ...(style !== 'array' && { records: 'values' }),
});

/** How a server misbehaves; nothing: it doesn't. */
interface Manners {
  /** The most records on a page, whatever is asked. */
  readonly cap?: number;
  /** Records on a page, whatever is advertised. */
  readonly arrives?: number;
  readonly noTotal?: boolean;
  readonly maxResultsZero?: boolean;
  readonly sameTokenAt?: number;
  /** Pages (by their count) that come empty with a live token. */
  readonly emptyPages?: readonly number[];
  readonly stuckOnFirst?: boolean;
  /** The records at the time of the nth answer. */
  readonly at?: (responses: number) => readonly { id: string }[];
}

/** What of a list is on one page. */
interface Slice {
  readonly values: readonly { id: string }[];
  readonly startAt: number;
  readonly total: number;
  readonly isLast: boolean;
}

/** A server's side of a list in every style. */
function serve(style: Style, all: readonly { id: string }[], manners: Manners = {}) {
  const asked: Position[] = [];
  const response = (position: Position): unknown => {
    const records = manners.at?.(asked.length) ?? all;
    asked.push(position);
    if (asked.length > 400) throw new Error('endless loop');
    const slice = sliceFor(style, records, position, manners, asked.length);
    if (style === 'array') return slice.values;
    return style === 'token' || style === 'cursor'
      ? tokenPage(style, slice, manners, asked.length)
      : countedPage(style, slice, manners, position);
  };
  return { asked, response: response };
}

function sliceFor(
  style: Style,
  records: readonly { id: string }[],
  { startAt: askedFrom = 0, token = '', maxResults = 50 }: Position,
  { cap = 50, arrives = Number.POSITIVE_INFINITY, emptyPages = [], stuckOnFirst = false }: Manners,
  responses: number,
): Slice {
  const byToken = style === 'token' || style === 'cursor';
  const from = byToken ? Number(/^t(\d+)/.exec(token)?.[1] ?? 0) : askedFrom;
  const startAt = stuckOnFirst ? 0 : from;
  const isEmpty = emptyPages.includes(responses);
  const values = isEmpty ? [] : records.slice(startAt, startAt + Math.min(maxResults, cap, arrives));
  const isLast = startAt + values.length >= records.length && !isEmpty;
  return { values, startAt, total: records.length, isLast };
}

function tokenPage(style: 'token' | 'cursor', slice: Slice, { sameTokenAt }: Manners, responses: number): object {
  const { values, startAt, isLast } = slice;
  if (isLast) return { values, isLast };
  const same = sameTokenAt !== undefined && responses >= sameTokenAt;
  const token = same ? 'same' : `t${startAt + values.length}-${responses}`;
  return { values, isLast, [style === 'cursor' ? 'nextCursor' : 'nextPageToken']: token };
}

function countedPage(
  style: 'offset' | 'page',
  slice: Slice,
  manners: Manners,
  { startAt = 0, maxResults }: Position,
): object {
  const { values, total, isLast } = slice;
  const says = style === 'page' || manners.noTotal ? { isLast } : {};
  const page = { values, startAt, maxResults: manners.maxResultsZero ? 0 : maxResults };
  return { ...page, ...(!manners.noTotal && { total }), ...says };
}

async function read(
  style: Style,
  server: ReturnType<typeof serve>,
  reading: Partial<Reading> = {},
  start: Cursor = {},
  list: ListRequest = listOf(style),
): Promise<{ ids: string[]; parts: Part[]; error?: JiraError }> {
  const parts: Part[] = [];
  const ids = () => parts.flatMap(({ records }) => records.map((one) => (one as { id: string }).id));
  try {
    const ask = async (one: ListRequest, at: Position) => readPage(one, server.response(at), at);
    for await (const part of readList(list, start, { ...WHOLE, ...reading }, ask, async () => [])) parts.push(part);
    return { ids: ids(), parts };
  } catch (error) {
    assert.ok(error instanceof JiraError, String(error));
    return { ids: ids(), parts, error };
  }
}

const ALL = issues(120);
const ALL_IDS = ALL.map(({ id }) => id);

describe('reading a list whole', () => {
  const honest: readonly [title: string, manners: Manners][] = [
    ['a server that does as asked', {}],
    ['a cap below what was asked', { cap: 30 }],
    ['40 arrive where 50 are advertised', { cap: 50, arrives: 40 }],
    ['an answer that says maxResults 0', { maxResultsZero: true }],
    ['one record a page', { cap: 1 }],
    ['all on one page', { cap: 1_000 }],
  ];
  for (const style of STYLES) {
    for (const [title, manners] of honest) {
      for (const strategy of ['sequential', 'parallel', 'auto'] as const) {
        it(`${style}, ${strategy}: ${title} loses nothing, doubles nothing, keeps the order`, async () => {
          const { ids, parts, error } = await read(style, serve(style, ALL, manners), { strategy });
          assert.equal(error, undefined);
          assert.deepEqual(ids, ALL_IDS);
          assert.equal(parts.at(-1)?.next, null);
        });
      }
    }

    it(`${style}: a list of nothing is complete and empty`, async () => {
      const { ids, parts, error } = await read(style, serve(style, []));
      assert.deepEqual([ids, error, parts.at(-1)?.next], [[], undefined, null]);
    });
  }

  for (const style of ['page', 'offset'] as const) {
    it(`${style}: isLast without a total ends the list, and nothing else does`, async () => {
      const { ids } = await read(style, serve(style, ALL, { noTotal: true, cap: 50 }));
      assert.deepEqual(ids, ALL_IDS);
    });

    it(`${style}: a server that responds with the first page for ever is JIRA_INCOMPLETE`, async () => {
      const server = serve(style, ALL, { stuckOnFirst: true, cap: 50 });
      const { error, ids } = await read(style, server, { strategy: 'sequential' });
      assert.equal(error?.code, 'JIRA_INCOMPLETE');
      assert.equal(new Set(ids).size, ids.length);
      assert.ok(server.asked.length < 10);
    });

    it(`${style}: a total that is more than comes is asked once more, and then JIRA_INCOMPLETE`, async () => {
      const short = issues(119);
      const server = serve(style, short);
      const response = (at: Position): unknown => ({ ...(server.response(at) as object), total: 120 });
      const { error, ids } = await read(style, { ...server, response: response });
      assert.equal(error?.reason, 'incomplete.endsEarly');
      assert.equal(ids.length, 119);
    });

    it(`${style}: a total that has fallen when it is asked once more is believed`, async () => {
      const server = serve(style, issues(119));
      let stale = true;
      const response = (at: Position): unknown => {
        const page = server.response(at) as { values: unknown[] };
        const total = stale ? 120 : 119;
        if ((at.startAt ?? 0) + page.values.length >= 119) stale = false;
        return { ...page, total };
      };
      const { error, ids } = await read(style, { ...server, response: response }, { strategy: 'sequential' });
      assert.equal(error, undefined);
      assert.equal(ids.length, 119);
    });

    for (const strategy of ['sequential', 'parallel'] as const) {
      it(`${style}, ${strategy}: a record deleted on the way hides no other`, async () => {
        const at = (responses: number) => (responses < 2 ? ALL : ALL.filter(({ id }) => id !== '3'));
        const { ids, error } = await read(style, serve(style, ALL, { at, cap: 20 }), { strategy });
        assert.equal(error, undefined);
        assert.deepEqual(new Set(ids), new Set(ALL_IDS));
        assert.equal(ids.length, 120);
      });

      it(`${style}, ${strategy}: a record that is new at the front shows none twice`, async () => {
        const at = (responses: number) => (responses < 2 ? ALL : [issue(999), ...ALL]);
        const { ids, error } = await read(style, serve(style, ALL, { at, cap: 20 }), { strategy });
        assert.equal(error, undefined);
        assert.deepEqual(ids, ALL_IDS);
      });
    }

    it(`${style}: pages to come are asked for ahead, as wide as allowed and no wider`, async () => {
      let open = 0;
      let most = 0;
      const server = serve(style, issues(1_000), { cap: 100 });
      const list = listOf(style);
      const ask = async (one: ListRequest, at: Position) => {
        open++;
        most = Math.max(most, open);
        await new Promise((resolve) => setImmediate(resolve));
        open--;
        return readPage(one, server.response(at), at);
      };
      let count = 0;
      for await (const { records } of readList(list, {}, WHOLE, ask, async () => [])) count += records.length;
      assert.equal(count, 1_000);
      assert.ok(most > 1 && most <= WHOLE.width, `${most} at once`);
    });
  }

  for (const style of ['token', 'cursor'] as const) {
    it(`${style}: the same token again is JIRA_INCOMPLETE, not an endless loop`, async () => {
      const { error } = await read(style, serve(style, ALL, { sameTokenAt: 2, cap: 20 }));
      assert.equal(error?.reason, 'incomplete.repeatedToken');
    });

    it(`${style}: an empty page that carries a token is no end`, async () => {
      const { ids, error } = await read(style, serve(style, ALL, { emptyPages: [1, 3, 4] }));
      assert.equal(error, undefined);
      assert.deepEqual(ids, ALL_IDS);
    });

    it(`${style}: empty pages without end are JIRA_INCOMPLETE`, async () => {
      const emptyPages = Array.from({ length: 300 }, (_, index) => index + 2);
      const { error, ids } = await read(style, serve(style, ALL, { emptyPages, cap: 20 }));
      assert.equal(error?.reason, 'incomplete.emptyPages');
      assert.equal(ids.length, 20);
    });
  }

  it('array: the same page for ever is JIRA_INCOMPLETE', async () => {
    const { error, ids } = await read('array', serve('array', ALL, { stuckOnFirst: true }));
    assert.equal(error?.reason, 'incomplete.samePage');
    assert.equal(ids.length, 50);
  });

  it('array: a list that ends where this Jira is known to cut it has not ended', async () => {
    const list = { ...listOf('array'), cutAt: [100] };
    const cut = await read('array', serve('array', issues(100)), {}, {}, list);
    assert.equal(cut.error?.reason, 'incomplete.cut');
    assert.equal(cut.ids.length, 100);
    const whole = await read('array', serve('array', issues(99)), {}, {}, list);
    assert.equal(whole.error, undefined);
  });

  for (const style of STYLES) {
    it(`${style}: a limit is kept over all pages, and next goes on exactly after it`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: 130 }), fc.integer({ min: 1, max: 60 }), async (limit, cap) => {
          const first = await read(style, serve(style, ALL, { cap }), { limit });
          assert.deepEqual(first.ids, ALL_IDS.slice(0, limit));
          const next = first.parts.at(-1)?.next;
          if (!next) return;
          const rest = await read(style, serve(style, ALL, { cap }), {}, next);
          assert.deepEqual(rest.ids, ALL_IDS.slice(limit));
        }),
        { numRuns: 30 },
      );
    });

    it(`${style}: whatever a server does, the reading ends, and no record comes twice`, async () => {
      const hostile = fc.record(
        {
          cap: fc.integer({ min: 0, max: 70 }),
          arrives: fc.integer({ min: 0, max: 60 }),
          noTotal: fc.boolean(),
          sameTokenAt: fc.integer({ min: 1, max: 5 }),
          stuckOnFirst: fc.boolean(),
          emptyPages: fc.array(fc.integer({ min: 1, max: 10 })),
        },
        { requiredKeys: [] },
      );
      const strategy = fc.constantFrom('sequential' as const, 'parallel' as const);
      await fc.assert(
        fc.asyncProperty(hostile, strategy, async (manners, how) => {
          const { ids, error } = await read(style, serve(style, ALL, manners), { strategy: how });
          assert.equal(new Set(ids).size, ids.length);
          // Complete or loud: without an error, everything came.
          if (!error && style !== 'array') assert.deepEqual(ids, ALL_IDS);
        }),
        { numRuns: 100 },
      );
    });
  }
});

describe('reading a list that changes meanwhile', () => {
  /** A server whose records go and come between any two responses, at any place. */
  function changing(style: 'offset' | 'page' | 'array', changes: readonly Change[], cap: number) {
    const size = 60;
    let records = issues(size);
    const kept = new Set(records.map(({ id }) => id));
    let responses = 0;
    let added = 1_000;
    const response = (position: Position): unknown => {
      for (const { gone, place, more } of changes.filter(({ before }) => before === responses)) {
        for (const { id } of records.slice(place % size, (place % size) + gone)) kept.delete(id);
        records = [...records.slice(0, place % size), ...records.slice((place % size) + gone)];
        const fresh = Array.from({ length: more === 'as many' ? gone : more }, () => issue(added++));
        records =
          more === 'as many' ? [...records, ...fresh] : [...records.slice(0, place), ...fresh, ...records.slice(place)];
      }
      responses++;
      return serve(style, records, { cap }).response(position);
    };
    return { asked: [], response, kept };
  }
  interface Change {
    readonly before: number;
    readonly gone: number;
    readonly place: number;
    readonly more: number | 'as many';
  }
  const change = fc.record({
    before: fc.integer({ min: 0, max: 12 }),
    gone: fc.integer({ min: 0, max: 25 }),
    place: fc.integer({ min: 0, max: 60 }),
    more: fc.oneof(fc.constant('as many' as const), fc.integer({ min: 0, max: 15 })),
  });

  for (const style of ['offset', 'page', 'array'] as const) {
    for (const strategy of ['sequential', 'parallel'] as const) {
      it(`${style}, ${strategy}: what is there all the time comes exactly once, or the list is JIRA_INCOMPLETE`, async () => {
        const cap = fc.integer({ min: 2, max: 25 });
        await fc.assert(
          fc.asyncProperty(fc.array(change, { maxLength: 4 }), cap, async (changes, most) => {
            const server = changing(style, changes, most);
            const { ids, error } = await read(style, server, { strategy });
            assert.equal(new Set(ids).size, ids.length);
            if (error) assert.equal(error.code, 'JIRA_INCOMPLETE');
            else
              assert.deepEqual(
                [...server.kept].filter((id) => !ids.includes(id)),
                [],
              );
          }),
          { numRuns: 300 },
        );
      });

      it(`${style}, ${strategy}: as many come at its end as go at its start, and none is lost`, async () => {
        const server = changing(style, [{ before: 2, gone: 15, place: 0, more: 'as many' }], 20);
        const { ids, error } = await read(style, server, { strategy });
        assert.equal(error, undefined);
        assert.deepEqual(
          [...server.kept].filter((id) => !ids.includes(id)),
          [],
        );
      });
    }

    it(`${style}: what goes between two messages hides no record from \`next\``, async () => {
      const first = await read(style, serve(style, ALL), { limit: 50 });
      const next = first.parts.at(-1)?.next;
      assert.ok(next);
      const gone = [...ALL.slice(10, 120), ...issues(10).map((_, index) => issue(500 + index))];
      const rest = await read(style, serve(style, gone), {}, next);
      assert.deepEqual(rest.ids, [...gone.slice(40).map(({ id }) => id)]);
      const more = [...Array.from({ length: 30 }, (_, index) => issue(700 + index)), ...ALL];
      assert.deepEqual((await read(style, serve(style, more), {}, next)).ids, ALL_IDS.slice(50));
      const lost = await read(style, serve(style, ALL.slice(50)), {}, next);
      assert.equal(lost.error?.reason, 'incomplete.changed');
    });
  }

  it('a list that nobody changes costs a call for each page, and one more at the most', async () => {
    const server = serve('offset', issues(1_000), { cap: 100 });
    const { ids } = await read('offset', server);
    assert.equal(ids.length, 1_000);
    assert.equal(server.asked.length, 11);
  });

  it('a list that is another one each time ends in JIRA_INCOMPLETE', async () => {
    let number = 0;
    const response = () => ({ values: [issue(number++), issue(number++)], total: 90 });
    const { error } = await read('offset', { asked: [], response }, { strategy: 'sequential' });
    assert.equal(error?.reason, 'incomplete.changed');
  });
});

describe('a page that contradicts itself', () => {
  const once = (list: ListRequest, wrong: object, good: object) => {
    let responses = 0;
    return read(list.style as Style, { asked: [], response: () => (responses++ === 0 ? wrong : good) }, {}, {}, list);
  };
  const values = issues(2);

  it('is asked for once more', async () => {
    const { ids, error } = await once(
      listOf('page'),
      { values, total: 1, isLast: false },
      { values, total: 2, isLast: true },
    );
    assert.deepEqual([ids, error], [['1', '2'], undefined]);
  });

  for (const [style, wrong] of [
    ['token', { values, isLast: false }],
    ['cursor', { values, isLast: false, nextCursor: 7 }],
    ['page', { values, total: -1 }],
    ['page', { values, total: 1, isLast: false }],
    ['offset', { values, total: 1 }],
  ] as const) {
    for (const all of [true, false]) {
      it(`is then JIRA_INCOMPLETE, after what came: ${style} ${JSON.stringify(wrong)}, ${all ? 'whole' : 'one page'}`, async () => {
        const server = { asked: [], response: () => wrong };
        const { ids, parts, error } = await read(style, server, { all });
        assert.equal(error?.code, 'JIRA_INCOMPLETE');
        assert.deepEqual(ids, ['1', '2']);
        assert.ok(parts.at(-1)?.next);
      });
    }
  }

  it('an address of a next page, even of another host, is not followed', async () => {
    const page = { values, startAt: 0, total: 2, isLast: true, nextPage: 'https://elsewhere.example/' };
    const { ids, error } = await once(listOf('page'), page, page);
    assert.deepEqual([ids, error], [['1', '2'], undefined]);
  });
});

describe('reading a long search by its ids', () => {
  const list: ListRequest = {
    ...listOf('token'),
    byIds: {
      list: { ...listOf('token'), route: 'GET /ids' },
      idsPerPage: 5_000,
      fetch: () => ({ route: 'POST /fetch' }),
      records: 'issues',
      perCall: 100,
      dearWithOAuth: true,
    },
  };
  const many = issues(1_234);

  async function readByIds(
    reading: Partial<Reading>,
    gone: readonly string[] = [],
    start: Cursor = {},
    refusal?: number,
  ) {
    const pages = serve('token', many, { cap: 100 });
    const idPages = serve('token', many, { cap: 500 });
    const fetched: (readonly string[])[] = [];
    const ask = async (one: ListRequest, at: Position) =>
      readPage(one, (one.route === 'GET /ids' ? idPages : pages).response(at), at);
    const fetch = async (_list: ListRequest, ids: readonly string[]) => {
      fetched.push(ids);
      if (refusal !== undefined) throw new JiraError('JIRA_NOT_FOUND', 'notFound', {}, { statusCode: refusal });
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 3));
      // Jira answers in the order of ids, not in the order asked.
      return [...ids]
        .filter((id) => !gone.includes(id))
        .sort((a, b) => Number(b) - Number(a))
        .map((id) => ({ id, full: true }));
    };
    const parts: Part[] = [];
    for await (const part of readList(list, start, { ...WHOLE, ...reading }, ask, fetch)) parts.push(part);
    const ids = parts.flatMap(({ records }) => records.map((one) => (one as { id: string }).id));
    return { ids, parts, fetched, pages: pages.asked.length, idPages: idPages.asked.length };
  }

  it('gives the same issues in the same order, a hundred to a call', async () => {
    const { ids, fetched, pages, idPages } = await readByIds({});
    assert.deepEqual(
      ids,
      many.map(({ id }) => id),
    );
    assert.deepEqual([pages, idPages], [1, 3]);
    assert.ok(fetched.every((chunk) => chunk.length <= 100));
    // What the first page brought is not fetched again.
    assert.equal(fetched.flat().length, many.length - 100);
  });

  it('names issues that vanish meanwhile, and loses no other', async () => {
    const { ids, parts } = await readByIds({}, ['150', '1234']);
    assert.deepEqual(
      parts.flatMap(({ missing }) => missing),
      ['150', '1234'],
    );
    assert.equal(ids.length, many.length - 2);
    assert.equal(parts.at(-1)?.next, null);
  });

  it('every part can be gone on from, exactly after its last record', async () => {
    const { parts } = await readByIds({});
    for (const index of [0, 1, 4, 5, 8]) {
      const before = parts.slice(0, index + 1).flatMap(({ records }) => records).length;
      const next = parts[index]?.next;
      assert.ok(next);
      const rest = await readByIds({}, [], next);
      assert.deepEqual(
        rest.ids,
        many.slice(before).map(({ id }) => id),
      );
    }
  });

  const ordinary: readonly [why: string, reading: Partial<Reading>, start?: Position][] = [
    ['one page is asked for', { all: false }],
    ['calls are paid for record by record', { paysPerRecord: true }],
    ['the strategy is sequential', { strategy: 'sequential' }],
    ['a page size is asked for', {}, { maxResults: 50 }],
    ['a limit is set', { limit: 300 }],
  ];
  for (const [why, reading, start] of ordinary) {
    it(`is not done where ${why}`, async () => {
      assert.equal((await readByIds(reading, [], start)).fetched.length, 0);
    });
  }

  for (const statusCode of [403, 404, 405, 410, 501]) {
    it(`a Jira without the call for many issues (${statusCode}) is read page after page`, async () => {
      const { ids, parts } = await readByIds({}, [], {}, statusCode);
      assert.deepEqual(
        ids,
        many.map(({ id }) => id),
      );
      assert.equal(parts.at(-1)?.next, null);
    });
  }

  for (const statusCode of [401, 429, 500, 503]) {
    it(`${statusCode} is no such Jira`, async () => {
      await assert.rejects(
        readByIds({}, [], {}, statusCode),
        (error: JiraError) => error.facts.statusCode === statusCode,
      );
    });
  }

  it('is done with OAuth when it is asked for', async () => {
    assert.ok((await readByIds({ paysPerRecord: true, strategy: 'parallel' })).fetched.length > 0);
  });
});
