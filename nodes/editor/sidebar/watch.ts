/** How often the runtime is asked, in milliseconds. */
const EVERY_MS = 4_000;

/**
 * Does something again and again while an element can be seen: its tab open, the sidebar not folded in, the window not hidden. Otherwise nothing
 * is asked, and no timer runs.
 */
export class Watch {
  #isShown = false;
  #timer: number | undefined;
  #isBusy = false;
  #again = false;

  constructor(
    element: Element,
    private readonly task: () => Promise<void>,
  ) {
    const observer = new IntersectionObserver((entries) => {
      this.#isShown = entries.at(-1)?.isIntersecting === true;
      this.#look();
    });
    observer.observe(element);
    document.addEventListener('visibilitychange', () => this.#look());
  }

  /** Does it now, once more if it is just being done. */
  refresh(): void {
    this.#again = true;
    this.#look();
  }

  #look(): void {
    window.clearTimeout(this.#timer);
    if (!this.#isShown || document.visibilityState === 'hidden' || this.#isBusy) return;
    this.#again = false;
    this.#isBusy = true;
    void this.task().finally(() => {
      this.#isBusy = false;
      if (this.#again) this.#look();
      else this.#timer = window.setTimeout(() => this.#look(), EVERY_MS);
    });
  }
}
