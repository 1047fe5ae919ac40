/**
 * `npm run bench`: measurements side by side, as ratios; `npm run bench -- messages` takes one of them. Each runs in a process of its
 * own, so that none meets what another left in memory. No test asserts them: machines differ.
 */

import { execFileSync } from 'node:child_process';
import { quiet } from './event-calls';
import { latency, round, storm } from './events';
import { limits } from './limits';
import { array, cache, comments, issues } from './lists';
import { messages } from './messages';
import { kept } from './outbox';
import { overview } from './overview';
import { crowd, paused, rate, waiting } from './rate';
import { richText } from './rich-text';
import { stored } from './store';
import type { Row } from './support';

const WORKS: Readonly<Record<string, () => Row | readonly Row[] | Promise<Row | readonly Row[]>>> = {
  comments,
  issues,
  cache: cache,
  messages,
  array,
  rate,
  waiting,
  paused,
  crowd,
  limits,
  richText,
  stored,
  kept,
  overview,
  latency,
  quiet,
  storm,
  round,
};

/** What a process of its own measures; it prints the row, or the list of them, as its last line. */
function measured(work: string): Row | Row[] {
  const args = ['--require', 'tsx/cjs', __filename, work];
  const printed = execFileSync(process.execPath, args, { encoding: 'utf8', env: { ...process.env, BENCH_ROW: '1' } });
  return JSON.parse(printed.trim().split('\n').at(-1) ?? '') as Row | Row[];
}

void (async () => {
  const names = process.argv.slice(2);
  const works = names.length > 0 ? names : Object.keys(WORKS);
  const unknown = works.find((work) => !WORKS[work]);
  if (unknown !== undefined) throw new Error(`No measurement is called ${unknown}: ${Object.keys(WORKS).join(', ')}`);
  if (process.env.BENCH_ROW) console.log(JSON.stringify(await WORKS[works[0] ?? '']?.()));
  else console.table(works.flatMap(measured));
  process.exit();
})();
