import type { Store, StoreChange, StoreKey } from '../store/store';
import { decodeFacts, type EntryFacts, encodeFacts } from './entry';

/**
 * What the store has of the messages kept for one site. What is known of a message, its contents and its result lie apart: the first is read
 * at every start and written at every attempt, the others only when they are needed.
 */
export class Shelf {
  /** @param site what the entries are kept by: no two sites of a store have the same */
  constructor(
    private readonly store: Store,
    private readonly site: string,
  ) {}

  /** All that is there, in the order in which it came; what can't be read is left where it is. */
  async *facts(): AsyncGenerator<EntryFacts> {
    for await (const [key, text] of this.store.entries({ prefix: this.#key('facts') })) {
      const facts = decodeFacts(key.at(-1) ?? '', text);
      if (facts) yield facts;
    }
  }

  /** Both or nothing. */
  add(facts: EntryFacts, content: string): Promise<void> {
    return this.store.write([this.#put(facts), { type: 'put', key: this.#key('content', facts.id), value: content }]);
  }

  update(facts: EntryFacts): Promise<void> {
    return this.store.write([this.#put(facts)]);
  }

  /** That Jira has it, and what came of it. */
  done(facts: EntryFacts, result: string): Promise<void> {
    return this.store.write([this.#put(facts), { type: 'put', key: this.#key('result', facts.id), value: result }]);
  }

  content(id: string): Promise<string | undefined> {
    return this.store.get(this.#key('content', id));
  }

  result(id: string): Promise<string | undefined> {
    return this.store.get(this.#key('result', id));
  }

  remove(id: string): Promise<void> {
    const parts = ['facts', 'content', 'result'].map(
      (part): StoreChange => ({ type: 'delete', key: this.#key(part, id) }),
    );
    return this.store.write(parts);
  }

  #put(facts: EntryFacts): StoreChange {
    return { type: 'put', key: this.#key('facts', facts.id), value: encodeFacts(facts) };
  }

  #key(...parts: readonly string[]): StoreKey {
    return ['outbox', this.site, ...parts];
  }
}
