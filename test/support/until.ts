const LOOK_EVERY_MS = 10;
const GIVE_UP_MS = 8_000;

/**
 * Looks until it is right, and answers what was seen then.
 * @throws Error with what was seen last, after eight seconds
 */
export async function until<Value>(
  look: () => Value | Promise<Value>,
  isRight: (value: Value) => boolean,
): Promise<Value> {
  const deadline = Date.now() + GIVE_UP_MS;
  for (;;) {
    const value = await look();
    if (isRight(value)) return value;
    if (Date.now() > deadline) throw new Error(`It never came; last was ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
