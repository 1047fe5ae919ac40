import assert from 'node:assert/strict';
import fc from 'fast-check';
import { JiraError } from '../../nodes/client/errors/jira-error';
import type { Input, InputKind } from '../../nodes/definition';
import { coerce, kindOf } from '../../nodes/engine/coerce';

const read = (kind: InputKind, value: unknown, options: Omit<Input, 'kind'> = {}) =>
  coerce('x', { kind, ...options }, value);
const REFUSED = Symbol('refused');

function readOrRefuse(kind: InputKind, value: unknown): unknown {
  try {
    return read(kind, value);
  } catch (error) {
    assert.ok(error instanceof JiraError);
    assert.equal(error.code, 'JIRA_INPUT');
    return REFUSED;
  }
}

describe('the kind of a value, as people who write JSON call it', () => {
  for (const [value, kind] of [
    [null, 'null'],
    [[], 'array'],
    [{}, 'object'],
    [Buffer.from(''), 'buffer'],
    ['', 'string'],
    [7, 'number'],
  ] as const) {
    it(`is ${kind}`, () => assert.equal(kindOf(value), kind));
  }
});

describe('reading a value as what an input holds', () => {
  const table: Readonly<Record<InputKind, readonly [value: unknown, expected: unknown][]>> = {
    rows: [
      [
        [{ summary: 'a' }, null, 7],
        [{ summary: 'a' }, null, 7],
      ],
      ['[{"summary":"a"}]', [{ summary: 'a' }]],
      [[], []],
      [{ summary: 'a' }, [{ summary: 'a' }]],
      ['{"summary":"a"}', [{ summary: 'a' }]],
      ['a', REFUSED],
      ['7', REFUSED],
      [7, REFUSED],
      [Buffer.from('[{"summary":"a"}]'), REFUSED],
    ],
    text: [
      ['OPS-1', 'OPS-1'],
      [' a ', ' a '],
      [10001, '10001'],
      [10_001n, '10001'],
      [0, '0'],
      [Number.NaN, REFUSED],
      [true, REFUSED],
      [{}, REFUSED],
      [['OPS-1'], REFUSED],
    ],
    rich: [
      ['**bold**', '**bold**'],
      [{ type: 'doc' }, { type: 'doc' }],
      [21.5, '21.5'],
      [['a'], REFUSED],
      [false, REFUSED],
    ],
    reference: [
      ['High', 'High'],
      [31, '31'],
      [{ id: '31' }, { id: '31' }],
      [
        { value: 'Red', extra: 1 },
        { value: 'Red', extra: 1 },
      ],
      [
        { self: 'https://a.example/rest/api/3/project/1', id: '1', key: 'OPS', name: 'Operations', lead: {} },
        { id: '1', key: 'OPS', name: 'Operations' },
      ],
      [true, REFUSED],
      [[], REFUSED],
    ],
    list: [
      [
        ['a', ' b '],
        ['a', 'b'],
      ],
      ['a, b,,c', ['a', 'b', 'c']],
      [
        [1, 'b'],
        ['1', 'b'],
      ],
      [['a', ' ', ''], ['a']],
      [[], undefined],
      [' , ', undefined],
      [[{}], REFUSED],
      [{ a: 1 }, REFUSED],
      [true, REFUSED],
    ],
    references: [
      ['OPS-1, 10001', ['OPS-1', '10001']],
      [
        ['OPS-1', 10001, { key: 'OPS-2', id: '10002' }, { id: '10003' }],
        ['OPS-1', '10001', 'OPS-2', '10003'],
      ],
      [{ key: 'OPS-2' }, ['OPS-2']],
      [7, ['7']],
      [[], undefined],
      [[{ name: 'x' }], REFUSED],
      [{}, REFUSED],
      [true, REFUSED],
    ],
    time: [
      ['2021-01-17 12:34Z', '2021-01-17T12:34:00.000Z'],
      [1_610_886_840_000, '2021-01-17T12:34:00.000Z'],
      [new Date('2021-01-17T12:34:00Z'), '2021-01-17T12:34:00.000Z'],
      [new Date(Number.NaN), REFUSED],
      ['soon', REFUSED],
      [{}, REFUSED],
      [true, REFUSED],
    ],
    duration: [
      ['PT3H20M', '3h 20m'],
      [12_000, '3h 20m'],
      ['soon', REFUSED],
      [-60, REFUSED],
      [[], REFUSED],
    ],
    ids: [
      [
        [10871, '10902'],
        [10871, 10902],
      ],
      ['10871, 10902', [10871, 10902]],
      [10871, [10871]],
      [[0], [0]],
      [[1, 'OPS-1'], REFUSED],
      [['OPS-1'], REFUSED],
      [[1.5], REFUSED],
      [[-1], REFUSED],
    ],
    flag: [
      [true, true],
      [false, false],
      ['TRUE', true],
      [' false ', false],
      ['yes', REFUSED],
      [1, REFUSED],
      [0, REFUSED],
    ],
    count: [
      [0, 0],
      [50, 50],
      ['50', 50],
      [-1, REFUSED],
      [1.5, REFUSED],
      ['many', REFUSED],
      [' ', REFUSED],
      [Number.POSITIVE_INFINITY, REFUSED],
    ],
    object: [
      [{ a: 1 }, { a: 1 }],
      ['{"a":1}', { a: 1 }],
      ['[1]', REFUSED],
      ['{', REFUSED],
      [[1], REFUSED],
      [['{"a":1}'], REFUSED],
      [7, REFUSED],
    ],
  };
  for (const [kind, rows] of Object.entries(table)) {
    for (const [value, expected] of rows) {
      it(`${kind}: ${typeof value === 'bigint' ? value : JSON.stringify(value)}`, () =>
        assert.deepEqual(readOrRefuse(kind as InputKind, value), expected));
    }
  }

  it('"not given" is never a value, of any kind', () => {
    for (const kind of Object.keys(table) as InputKind[]) {
      for (const nothing of [undefined, '', null]) assert.equal(read(kind, nothing), undefined);
    }
  });

  it('what cannot be read is told by the name of the input and the kind of value that came', () => {
    const told = (kind: InputKind, value: unknown): unknown => {
      try {
        return read(kind, value);
      } catch (error) {
        return error instanceof JiraError && [error.reason, error.values];
      }
    };
    assert.deepEqual(told('text', ['a']), ['input.not.text', { name: 'x', found: 'array' }]);
    assert.deepEqual(told('flag', Buffer.from('true')), ['input.not.flag', { name: 'x', found: 'buffer' }]);
    assert.deepEqual(told('count', 'many'), ['input.not.count', { name: 'x', found: 'string' }]);
    assert.deepEqual(told('time', 'soon'), ['input.not.time', { name: 'x', found: '"soon"' }]);
    assert.deepEqual(told('duration', `${'long '.repeat(20)}`), [
      'input.not.duration',
      { name: 'x', found: `"${'long '.repeat(12)}"` },
    ]);
    assert.deepEqual(told('duration', []), ['input.not.duration', { name: 'x', found: 'array' }]);
  });

  it('what JSON would hold as something else is refused, however deep it lies', () => {
    assert.equal(readOrRefuse('object', { points: Number.NaN }), REFUSED);
    assert.equal(readOrRefuse('rich', { content: [{ send: () => undefined }] }), REFUSED);
  });

  it('null empties a field where Jira gives it that meaning', () => {
    assert.equal(read('rich', null, { clearable: true }), null);
  });

  it('an empty list empties labels, and is nothing elsewhere', () => {
    assert.deepEqual(read('list', [], { clearable: true }), []);
  });

  it('whatever a message holds, it is read or refused, never a crash', () => {
    const kinds = fc.constantFrom(...(Object.keys(table) as InputKind[]));
    fc.assert(
      fc.property(
        kinds,
        fc.anything({ withBigInt: true, withDate: true }),
        (kind, value) => void readOrRefuse(kind, value),
      ),
    );
  });
});
