import { createHash } from 'node:crypto';
import { Exclusive } from '../client/exclusive';
import { type Store, StoreError, type StoreKey } from '../store/store';
import type { DurableStorage } from './token-storage';

/**
 * Where sign-ins lie, each a text by the id of its site: in the store. What lies beside it, from an earlier version or from a time when
 * the store could not be used, is newer than what the store has, and moves into it.
 */
export class SignInStorage {
  /** What lies beside the store must not change between its reading and its removal. */
  readonly #turns = new Exclusive();

  constructor(
    private readonly store: Store,
    /** Used as long as the store can't be. */
    private readonly beside: Pick<DurableStorage, 'read' | 'write'>,
  ) {}

  read(id: string): Promise<string | undefined> {
    return this.#turns.run(async () => {
      const beside = await this.beside.read(id);
      const read = async () => {
        const moved = beside === undefined || (await this.store.get(movedKey(id))) === hashOf(beside);
        if (!moved) await this.#put(id, beside, beside);
        else if (beside !== undefined) await this.beside.write(id, undefined);
        return this.store.get(textKey(id));
      };
      return withoutStore(read, () => Promise.resolve(beside));
    });
  }

  /** Puts a text there, or takes it away; resolves once that is safe. */
  write(id: string, text: string | undefined): Promise<void> {
    return this.#turns.run(async () => {
      const beside = await this.beside.read(id);
      await withoutStore(
        () => this.#put(id, text, beside),
        () => this.beside.write(id, text),
      );
    });
  }

  /**
   * Into the store first, together with what tells that the text beside it is of the past: then the process may end before that is
   * removed, or its place may refuse to remove it.
   */
  async #put(id: string, text: string | undefined, beside: string | undefined): Promise<void> {
    const key = textKey(id);
    await this.store.write([
      text === undefined ? { type: 'delete', key } : { type: 'put', key, value: text },
      ...(beside === undefined ? [] : [{ type: 'put', key: movedKey(id), value: hashOf(beside) } as const]),
    ]);
    if (beside !== undefined) await this.beside.write(id, undefined);
  }
}

const textKey = (id: string): StoreKey => ['sign-ins', id, 'text'];
const movedKey = (id: string): StoreKey => ['sign-ins', id, 'moved'];
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A sign-in is no reason to stop working: where the store can't be used, it goes where it went before there was one. */
async function withoutStore<T>(withStore: () => Promise<T>, otherwise: () => Promise<T>): Promise<T> {
  try {
    return await withStore();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return otherwise();
  }
}
