/** An entry of a list: it can leave at once, wherever it stands. */
export interface Link<T> {
  readonly value: T;
  before: Link<T> | undefined;
  after: Link<T> | undefined;
}

/** A list in which adding at the end and removing anywhere take the same short time, however long it is. */
export class LinkedList<T> {
  #first: Link<T> | undefined;
  #last: Link<T> | undefined;

  get first(): Link<T> | undefined {
    return this.#first;
  }

  append(value: T): Link<T> {
    const link: Link<T> = { value, before: this.#last, after: undefined };
    if (this.#last) this.#last.after = link;
    else this.#first = link;
    this.#last = link;
    return link;
  }

  /** @param link of this list, and only once */
  remove({ before, after }: Link<T>): void {
    if (before) before.after = after;
    else this.#first = after;
    if (after) after.before = before;
    else this.#last = before;
  }

  /** From the first to the last; the value that is looked at may be removed. */
  *[Symbol.iterator](): Generator<T> {
    for (let link = this.#first; link; link = link.after) yield link.value;
  }
}
