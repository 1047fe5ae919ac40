import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** How many exchanges each operation had, as a collector counts them. */
export type Counts = Readonly<Record<string, number>>;

/**
 * Where the processes of a run of every test leave what only the whole of them can be judged by; undefined in a run of some tests, which can't tell
 * what no test tries.
 */
const folder = (): string | undefined => process.env.WHOLE_RUN;

/** Leaves what this process has seen so far, in the place of what it left before. */
export function leaveCounts(counts: Counts): void {
  const place = folder();
  if (place === undefined) return;
  mkdirSync(place, { recursive: true });
  writeFileSync(path.join(place, `${process.pid}.json`), JSON.stringify(counts));
}

/** What all processes together have seen; undefined where nobody was told to leave anything. */
export function collectCounts(): Counts | undefined {
  const place = folder();
  if (place === undefined) return undefined;
  const sum: Record<string, number> = {};
  for (const file of readdirSync(place)) {
    const counts = JSON.parse(readFileSync(path.join(place, file), 'utf8')) as Counts;
    for (const [operation, count] of Object.entries(counts)) sum[operation] = (sum[operation] ?? 0) + count;
  }
  return sum;
}
