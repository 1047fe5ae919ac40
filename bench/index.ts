/** `npm run bench`: measurements side by side in one run, as ratios. No test asserts them: machines differ. */

import { array, comments, issues, memory } from './lists';
import { messages } from './messages';
import { rate, waiting } from './rate';

void (async () => {
  console.table([
    await comments(),
    await issues(),
    memory(),
    await messages(),
    await array(),
    await rate(),
    await waiting(),
  ]);
  process.exit();
})();
