/** How long to look, and how often, in milliseconds. */
export interface Patience {
  readonly within?: number;
  readonly every?: number;
}

/**
 * Looks until it is right, and returns what was seen then.
 * @throws Error with what was seen last
 */
export async function until<Value>(
  look: () => Value | Promise<Value>,
  isRight: (value: Value) => boolean,
  { within = 25_000, every = 10 }: Patience = {},
): Promise<Value> {
  const deadline = Date.now() + within;
  for (;;) {
    const value = await look();
    if (isRight(value)) return value;
    if (Date.now() > deadline) throw new Error(`It never came; last was ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, every));
  }
}
