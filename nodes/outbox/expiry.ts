import type { Clock } from '../client/clock';
import type { KeepLimits } from '../client/connection';
import type { Item } from './item';
import { DAY_MS } from './limits';

/** How often is looked, in milliseconds. */
const EVERY_MS = 60_000;

/** Looks now and then whether something has waited too long. */
export class Expiry {
  #cancel: (() => void) | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly look: () => void,
  ) {}

  /** @param needed whether there is anything that could */
  watch(needed: boolean): void {
    if (!needed) {
      this.#cancel?.();
      this.#cancel = undefined;
    } else {
      this.#cancel ??= this.clock.after(EVERY_MS, () => {
        this.#cancel = undefined;
        this.look();
      });
    }
  }

  /** What Jira has is handed on however old it is. */
  isOver({ keptAt, facts }: Item, { keepFor }: KeepLimits): boolean {
    return facts.state !== 'done' && this.clock.now() - keptAt > keepFor * DAY_MS;
  }
}
