/** Writes batches into the folder that it is told, many at a time, and prints the number of each once it is acknowledged. */

import { LevelStore } from '../../nodes/store/level-store';
import { batch, inFolder } from './batches';

const [folder = '', from = '0'] = process.argv.slice(2);
const store = new LevelStore(folder, inFolder);
let next = Number(from);

async function write(): Promise<never> {
  for (;;) {
    const number = next++;
    await store.write(batch(number));
    process.stdout.write(`${number}\n`);
  }
}

for (let writers = 0; writers < 8; writers++) void write();
