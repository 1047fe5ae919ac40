import assert from 'node:assert/strict';

/** Checks that `actual` holds everything that `expected` names, entry by entry; it may hold more. */
export function assertHolds(actual: unknown, expected: object): void {
  assert.deepEqual(cutTo(actual, expected), expected);
}

/** The part of a value that has the shape of another. */
function cutTo(value: unknown, shape: unknown): unknown {
  if (typeof shape !== 'object' || shape === null || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(shape)) return Array.isArray(value) ? value.map((item, index) => cutTo(item, shape[index])) : value;
  const names = Object.keys(shape).filter((name) => name in value);
  return Object.fromEntries(names.map((name) => [name, cutTo(Reflect.get(value, name), Reflect.get(shape, name))]));
}
