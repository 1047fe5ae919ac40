import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LevelStore } from '../../nodes/store/level-store';
import type { Store, StoreChange, StoreEntry, StoreKey, StoreRange } from '../../nodes/store/store';
import { MemoryStore } from '../support/memory-store';
import { newUserDirectory, removeUserDirectory } from '../support/user-directory';

const put = (key: StoreKey, value = ''): StoreChange => ({ type: 'put', key, value });
const del = (key: StoreKey): StoreChange => ({ type: 'delete', key });

async function all(store: Store, range: StoreRange): Promise<StoreEntry[]> {
  const entries: StoreEntry[] = [];
  for await (const entry of store.entries(range)) entries.push(entry);
  return entries;
}
const keys = async (store: Store, range: StoreRange) => (await all(store, range)).map(([key]) => key);
const numbered = (count: number) =>
  Array.from({ length: count }, (_, index) => put(['n', String(index).padStart(6, '0')], String(index)));

/** Part by part, by bytes. */
function inOrder(a: StoreKey, b: StoreKey): number {
  const differs = a.findIndex((part, index) => part !== b[index]);
  if (differs < 0) return a.length - b.length;
  return Buffer.compare(Buffer.from(a[differs] ?? ''), Buffer.from(b[differs] ?? '')) || a.length - b.length;
}

const STORES: Readonly<Record<string, () => { store: Store; end(): Promise<void> }>> = {
  memory: () => ({ store: new MemoryStore(), end: () => Promise.resolve() }),
  'a folder': () => {
    const folder = newUserDirectory();
    const observer = { opened: () => undefined, failed: () => undefined, repaired: () => undefined };
    const store = new LevelStore(folder, observer);
    const end = async () => {
      await store.close();
      removeUserDirectory(folder);
    };
    return { store, end };
  },
};

for (const [place, make] of Object.entries(STORES)) {
  describe(`a store in ${place}`, () => {
    let store: Store;
    let end: () => Promise<void>;
    beforeEach(() => {
      ({ store, end } = make());
    });
    afterEach(() => end());

    it('gives back what was put there, and nothing for what was not, or was deleted', async () => {
      await store.write([put(['a', 'b'], 'one'), put(['a', 'c'], ''), put(['a', 'd'], 'three')]);
      await store.write([del(['a', 'd']), del(['never'])]);
      const found = await Promise.all(
        [['a', 'b'] as const, ['a', 'c'] as const, ['a', 'd'] as const].map((key) => store.get(key)),
      );
      assert.deepEqual(found, ['one', '', undefined]);
      assert.equal(await store.get(['a']), undefined);
    });

    it('makes the changes of a write in their order', async () => {
      await store.write([put(['a'], '1'), del(['a']), put(['b'], '1'), put(['b'], '2'), put(['c']), del(['c'])]);
      assert.deepEqual(await all(store, { prefix: ['b'] }), [[['b'], '2']]);
      assert.deepEqual([await store.get(['a']), await store.get(['c'])], [undefined, undefined]);
    });

    it('takes effect in the order of the calls', async () => {
      await Promise.all(Array.from({ length: 50 }, (_, index) => store.write([put(['last'], String(index))])));
      assert.equal(await store.get(['last']), '49');
    });

    it('takes a write without changes', async () => {
      await store.write([]);
    });

    it('tells parts of keys apart, whatever is in them', async () => {
      const awkward: StoreKey[] = [
        ['a', 'b'],
        ['ab'],
        ['a'],
        ['a\u0000b'],
        ['a\u0000', 'b'],
        ['a', '\u0000b'],
        ['a\u0001'],
        ['a\u0001', 'b'],
        ['a', ''],
        ['a', '', ''],
        [''],
        ['a\u0002'],
        ['a/b'],
        ['a!b'],
        ['a:b'],
        ['\u{1f600}'],
        ['\uffff'],
        ['\ufffd'],
        ['ä'],
        ['日本'],
        ['a\u0001\u0001'],
        ['a\u0000\u0001\u0002'],
      ];
      await store.write(awkward.map((key) => put(key, JSON.stringify(key))));
      for (const key of awkward) assert.equal(await store.get(key), JSON.stringify(key));
      assert.deepEqual(await keys(store, { prefix: ['a'] }), [
        ['a'],
        ['a', ''],
        ['a', '', ''],
        ['a', '\u0000b'],
        ['a', 'b'],
      ]);
      assert.deepEqual(await keys(store, { prefix: ['a\u0000'] }), [['a\u0000', 'b']]);
      assert.deepEqual(await keys(store, { prefix: [''] }), [['']]);
    });

    it('reads any range in the order of the keys, by UTF-8 bytes', async () => {
      const part = fc.string({
        unit: fc.constantFrom('', '\u0000', '\u0001', '\u0002', 'a', 'b', 'ä', '\uffff', '\u{1f600}'),
        maxLength: 3,
      });
      const key = fc
        .tuple(part, fc.array(part, { maxLength: 2 }))
        .map(([first, others]): StoreKey => [first, ...others]);
      const run = fc.record({
        put: fc.array(key, { maxLength: 30 }),
        prefix: key,
        after: fc.option(key, { nil: undefined }),
        limit: fc.option(fc.nat(5), { nil: undefined }),
      });
      await fc.assert(
        fc.asyncProperty(run, async ({ put: given, prefix, after, limit }) => {
          const { store: fresh, end: close } = make();
          try {
            await fresh.write(given.map((one) => put(one)));
            const expected = [...new Map(given.map((one) => [JSON.stringify(one), one])).values()]
              .filter((one) => prefix.every((text, index) => one[index] === text))
              .sort(inOrder)
              .filter((one) => after === undefined || inOrder(one, after) > 0)
              .slice(0, limit);
            assert.deepEqual(await keys(fresh, { prefix, after, limit }), expected);
          } finally {
            await close();
          }
        }),
        { numRuns: 60 },
      );
    });

    it('reads on from any key, page after page, to the end', async () => {
      await store.write(numbered(1_234));
      const read: StoreKey[] = [];
      for (let after: StoreKey | undefined; ; after = read.at(-1)) {
        const page = await keys(store, { prefix: ['n'], after, limit: 100 });
        read.push(...page);
        if (page.length < 100) break;
      }
      assert.deepEqual(
        read,
        numbered(1_234).map((change) => change.key),
      );
      assert.equal((await all(store, { prefix: ['n'] })).length, 1_234);
      assert.deepEqual(await keys(store, { prefix: ['n'], limit: 0 }), []);
    });

    it('can be written to while it is read: what stays comes once, and in order', async () => {
      await store.write(numbered(500));
      const read: string[] = [];
      for await (const [key] of store.entries({ prefix: ['n'] })) {
        read.push(key[1] ?? '');
        await store.write([del(key), put(['n', `${key[1]}-copy`]), put(['n', '!before'])]);
        if (read.length > 2_000) break;
      }
      const original = read.filter((name) => /^\d{6}$/.test(name));
      assert.deepEqual(
        original,
        numbered(500).map(({ key }) => key[1]),
      );
      assert.deepEqual(read, [...read].sort());
    });

    it('keeps nothing open when a reader stops early', async () => {
      await store.write(numbered(300));
      for await (const [key] of store.entries({ prefix: ['n'] })) {
        assert.deepEqual(key, ['n', '000000']);
        break;
      }
      await store.write([del(['n', '000000'])]);
    });

    it('shows a write whole or not at all', async () => {
      const writing = (async () => {
        for (let round = 1; round <= 50; round++)
          await store.write(Array.from({ length: 20 }, (_, index) => put(['all', String(index)], String(round))));
      })();
      for (let index = 0; index < 50; index++) {
        const values = (await all(store, { prefix: ['all'] })).map(([, value]) => value);
        assert.ok(new Set(values).size <= 1, values.join());
      }
      await writing;
      assert.equal(await store.get(['all', '7']), '50');
    });

    it('keeps texts as they are, long ones too', async () => {
      const texts = ['{"a":"\\ud83d"}', '\u0000\u0001', 'ü日本\u{1f600}', 'x'.repeat(3_000_000)];
      await store.write(texts.map((text, index) => put(['text', String(index)], text)));
      for (const [index, text] of texts.entries()) assert.equal(await store.get(['text', String(index)]), text);
    });

    it('takes half of a surrogate pair as UTF-8 does', async () => {
      await store.write([put(['\ud83d'], 'half \ud83d')]);
      assert.deepEqual(await all(store, { prefix: ['\ufffd'] }), [[['\ufffd'], 'half \ufffd']]);
    });
  });
}
