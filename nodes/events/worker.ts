import type { Clock } from '../client/clock';

/**
 * Work that is done when there is some: a run at a time, another one if it was woken meanwhile, and again after a while if it failed.
 */
export class Worker {
  #running: Promise<void> | undefined;
  #isWoken = false;
  #stopped = false;
  #cancelRetry: () => void = () => {};

  /**
   * @param run does all there is to do
   * @param failed told what a run ended in; `undefined` if it ended well
   * @param retryMs milliseconds until a run that failed is tried again
   */
  constructor(
    private readonly clock: Clock,
    private readonly run: () => Promise<void>,
    private readonly failed: (problem: unknown) => void,
    private readonly retryMs: number,
  ) {}

  /** Says that there is something to do. */
  wake(): void {
    if (this.#stopped) return;
    this.#isWoken = true;
    this.#cancelRetry();
    this.#running ??= this.#work().finally(() => {
      this.#running = undefined;
      // Woken when the run before had found that there was nothing more to do.
      if (this.#isWoken) this.wake();
    });
  }

  /** Runs again after `retryMs`, unless it is woken before. */
  later(): void {
    this.#cancelRetry();
    this.#cancelRetry = this.clock.after(this.retryMs, () => this.wake());
  }

  /** Lets nothing begin any more, and resolves once nothing is under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelRetry();
    await this.#running;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  async #work(): Promise<void> {
    while (this.#isWoken && !this.#stopped) {
      this.#isWoken = false;
      try {
        await this.run();
        this.failed(undefined);
      } catch (error) {
        if (this.#stopped) return;
        this.failed(error);
        this.later();
      }
    }
  }
}
