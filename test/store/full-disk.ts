/** Writes until a write is refused, in a process whose files can't grow further; then once more, and counts what is there. */

import { LevelStore } from '../../nodes/store/level-store';
import { StoreError } from '../../nodes/store/store';
import { inFolder } from './batches';

void (async () => {
  const store = new LevelStore(process.argv[2] ?? '', inFolder);
  const kept: string[] = [];
  let refusal: unknown;
  for (let number = 0; refusal === undefined; number++) {
    const key = String(number);
    await store.write([{ type: 'put', key: ['n', key], value: key.repeat(30_000) }]).then(
      () => kept.push(key),
      (error: unknown) => {
        refusal = error;
      },
    );
  }
  await store.write([{ type: 'put', key: ['n', 'last'], value: 'small' }]);
  kept.push('last');
  const found = await Promise.all(kept.map((key) => store.get(['n', key])));
  const lost = found.filter((value) => value === undefined).length;
  console.log(`refused ${refusal instanceof StoreError ? refusal.reason : String(refusal)}, went on, lost ${lost}`);
})();
