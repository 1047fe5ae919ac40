/** `npm run bench`: measurements side by side in one run, as ratios. No test asserts them: machines differ. */

import { messages } from './messages';
import { rate, waiting } from './rate';

void (async () => {
  console.table([await messages(), await rate(), await waiting()]);
})();
