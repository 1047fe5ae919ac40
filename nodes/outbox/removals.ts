import type { Clock } from '../client/clock';
import { BackOff, USUAL_PACE } from './back-off';
import type { Shelf } from './shelf';

/** What has ended and is to be taken from the disk, as often as it takes: otherwise it would be sent once more after a restart. */
export class Removals {
  readonly #left = new Set<string>();
  readonly #pause: BackOff;
  #cancel: (() => void) | undefined;

  constructor(
    private readonly shelf: Shelf,
    private readonly clock: Clock,
  ) {
    this.#pause = new BackOff(clock);
  }

  /** Resolves after the first try. */
  async remove(id: string): Promise<void> {
    try {
      await this.shelf.remove(id);
      this.#left.delete(id);
      this.#pause.succeeded();
    } catch {
      this.#left.add(id);
      this.#again();
    }
  }

  #again(): void {
    if (this.#cancel) return;
    this.#pause.failed(USUAL_PACE);
    this.#cancel = this.clock.after(this.#pause.leftMs, () => {
      this.#cancel = undefined;
      for (const id of this.#left) void this.remove(id);
    });
  }
}
