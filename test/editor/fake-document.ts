/** As much of a document as the sidebar touches. */
export class FakeDocument {
  activeElement: FakeElement | null = null;
  visibilityState = 'visible';
  readonly head = new FakeElement('head', this);
  readonly #listeners: (() => void)[] = [];

  createElement(tag: string): FakeElement {
    return new FakeElement(tag, this);
  }

  createElementNS(_namespace: string, tag: string): FakeElement {
    return new FakeElement(tag, this);
  }

  addEventListener(_name: string, listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** The window is hidden, or shown again. */
  hide(isHidden: boolean): void {
    this.visibilityState = isHidden ? 'hidden' : 'visible';
    for (const listener of this.#listeners) listener();
  }
}

type Child = FakeElement | string;

/** An element that knows its children, its attributes and what a press does. */
export class FakeElement {
  readonly #attributes = new Map<string, string>();
  #children: Child[] = [];
  #parent: FakeElement | undefined;
  #press = () => {};
  readonly classList = { toggle: () => {} };

  constructor(
    readonly tagName: string,
    private readonly document: FakeDocument,
  ) {}

  get dataset(): Readonly<Record<string, string | undefined>> {
    return { key: this.#attributes.get('data-key') };
  }

  get textContent(): string {
    return this.#children.map((child) => (typeof child === 'string' ? child : child.textContent)).join('');
  }

  set textContent(text: string) {
    this.#children = [text];
  }

  setAttribute(name: string, value: string): void {
    this.#attributes.set(name, value);
  }

  getAttribute(name: string): string | null {
    return this.#attributes.get(name) ?? null;
  }

  append(...children: readonly Child[]): void {
    for (const child of children) if (typeof child !== 'string') child.#parent = this;
    this.#children.push(...children);
  }

  prepend(...children: readonly Child[]): void {
    this.#children.unshift(...children);
  }

  replaceChildren(...children: readonly Child[]): void {
    this.#children = [];
    this.append(...children);
  }

  remove(): void {
    const parent = this.#parent;
    if (parent) parent.#children = parent.#children.filter((child) => child !== this);
  }

  contains(other: FakeElement): boolean {
    return this === other || this.all().includes(other);
  }

  /** Everything below it, in the order of the document. */
  all(): FakeElement[] {
    return this.#children.flatMap((child) => (typeof child === 'string' ? [] : [child, ...child.all()]));
  }

  /** All that have a key of their own, which is what is ever looked for. */
  querySelectorAll(): FakeElement[] {
    return this.all().filter((one) => one.#attributes.has('data-key'));
  }

  addEventListener(_name: string, listener: () => void): void {
    this.#press = listener;
  }

  click(): void {
    this.#press();
  }

  focus(): void {
    this.document.activeElement = this;
  }
}
