import type { AdfMark } from './adf';

/**
 * The marks that are open at a place of a text. Each costs the same however many are open already: a text of a thousand marks inside one
 * another must not take a thousand times a thousand steps.
 */
export class OpenMarks {
  readonly #open: AdfMark[] = [];
  /** In the order in which the outermost of each type was opened. */
  readonly #byType = new Map<string, AdfMark[]>();

  push(mark: AdfMark): void {
    this.#open.push(mark);
    const same = this.#byType.get(mark.type);
    if (same) same.push(mark);
    else this.#byType.set(mark.type, [mark]);
  }

  /** Closes the mark that was opened last. */
  pop(): void {
    const type = this.#open.pop()?.type ?? '';
    const same = this.#byType.get(type);
    same?.pop();
    if (same?.length === 0) this.#byType.delete(type);
  }

  has(type: string): boolean {
    return this.#byType.has(type);
  }

  /** The outermost mark of each type: ADF knows each once. */
  outermost(): AdfMark[] {
    return [...this.#byType.values()].flatMap(([mark]) => mark ?? []);
  }

  innermost(type: string): AdfMark | undefined {
    return this.#byType.get(type)?.at(-1);
  }
}
