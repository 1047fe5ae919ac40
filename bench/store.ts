/** Events stored, each acknowledged once it is on the disk, beside a file to which the same is appended and synced. */

import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { LevelStore } from '../nodes/store/level-store';
import { newUserDirectory } from '../test/support/user-directory';
import { median, type Row } from './support';

const ROUNDS = 5;
const WRITERS = 64;
const EVENT = JSON.stringify({ id: 'history:10512', type: 'issue.updated', at: 1_759_312_345_678, issue: '10057' });

/** One event: its place in the queue of a node, and its line in the ledger. */
type Keep = (number: number) => Promise<void>;

/** One after the other, and by many writers at a time. */
export async function stored(): Promise<readonly Row[]> {
  const folder = newUserDirectory();
  const nobody = { opened: () => undefined, failed: () => undefined, repaired: () => undefined };
  const store = new LevelStore(path.join(folder, 'store'), nobody);
  const file = await open(path.join(folder, 'file'), 'a');
  const theirs = appendingTo(file);
  const ours: Keep = (number) =>
    store.write([
      { type: 'put', key: ['events', 'site', 'queue', 'node', String(number).padStart(12, '0')], value: EVENT },
      { type: 'put', key: ['events', 'site', 'ledger', 'node', `history:${number}`], value: '' },
    ]);
  const rows = [await row('one after the other', 1, 400), await row(`${WRITERS} at a time`, WRITERS, 12_800)];
  await store.close();
  await file.close();
  return rows;

  /** The file is always written one after the other: it has no other way. */
  async function row(how: string, writers: number, count: number): Promise<Row> {
    const rates = { ours: [] as number[], theirs: [] as number[] };
    for (let round = 0; round < ROUNDS; round++) {
      rates.ours.push(await perSecond(ours, count, writers));
      rates.theirs.push(await perSecond(theirs, 400, 1));
    }
    const [our, their] = [median(rates.ours), median(rates.theirs)];
    return {
      work: `events stored with fsync, ${how}`,
      ours: `${Math.round(our)} a second`,
      theirs: `${Math.round(their)} a second, appended to a file`,
      ratio: `${(our / their).toFixed(2)} × as many`,
      goal: writers === 1 ? '0.5 × or more' : '10 × or more',
    };
  }
}

function appendingTo(file: FileHandle): Keep {
  return async () => {
    await file.appendFile(`${EVENT}\n`);
    await file.datasync();
  };
}

/** How many events a second can be appended to a file and synced, one after the other: what this disk can do. */
export async function appendedPerSecond(): Promise<number> {
  const file = await open(path.join(newUserDirectory(), 'file'), 'a');
  const rates: number[] = [];
  for (let round = 0; round < ROUNDS; round++) rates.push(await perSecond(appendingTo(file), 400, 1));
  await file.close();
  return median(rates);
}

let next = 0;

async function perSecond(keep: Keep, count: number, writers: number): Promise<number> {
  const begun = performance.now();
  const end = next + count;
  const writer = async () => {
    while (next < end) await keep(next++);
  };
  await Promise.all(Array.from({ length: writers }, writer));
  return (count / (performance.now() - begun)) * 1_000;
}
