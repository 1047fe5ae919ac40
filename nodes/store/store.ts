/** One change of the store. Keys are texts in parts, such as `['events', siteId, 'position']`. */
export type StoreChange =
  | { readonly type: 'put'; readonly key: StoreKey; readonly value: string }
  | { readonly type: 'delete'; readonly key: StoreKey };

/**
 * The parts of a key, from the widest to the narrowest: any text. Entries are ordered part by part, by UTF-8 bytes. As in any UTF-8, half
 * of a surrogate pair becomes U+FFFD, in keys and in values.
 */
export type StoreKey = readonly [string, ...string[]];

/** Which entries are read: those whose keys begin with the parts of `prefix`, from behind `after` on. */
export interface StoreRange {
  readonly prefix: StoreKey;
  /** A key, whether it is still there or not; entries behind it follow. */
  readonly after?: StoreKey | undefined;
  /** The most entries; all of them without it. */
  readonly limit?: number | undefined;
}

export type StoreEntry = readonly [StoreKey, string];

/**
 * What must outlast Node-RED: small texts by key, ordered. Whoever uses it knows nothing of where it lies: in a folder below the user
 * directory, in memory for tests, or on a server that several Node-REDs share. So nothing is read and then written on the
 * assumption that nobody else wrote in between; what must hold together is one `write`.
 */
export interface Store {
  /**
   * The value of a key, or `undefined`.
   * @throws StoreError
   */
  get(key: StoreKey): Promise<string | undefined>;
  /**
   * Entries in the order of their keys, read some at a time: memory doesn't grow with their number, and whoever is slow keeps nobody
   * waiting. What is written meanwhile may be among them or not; what was there all the time comes once.
   * @throws StoreError
   */
  entries(range: StoreRange): AsyncIterable<StoreEntry>;
  /**
   * Makes all the changes or none, in order. Once it resolves they are on the disk, whatever happens to the process or the machine.
   * Writes take effect in the order of their calls; those that come at the same time share one trip to the disk.
   * @throws StoreError if they can't be kept; none was made then, or it isn't known
   */
  write(changes: readonly StoreChange[]): Promise<void>;
}

/**
 * Why the store can't be used. Each has its sentence in the catalogs, by `error.<reason>`.
 * - `store.locked`: another process has it.
 * - `store.unsupported`: its engine doesn't run on this machine.
 * - `store.noFolder`: Node-RED has no user directory.
 * - `store.damaged`: its files can't be read, and can't be repaired.
 * - `store.failed`: no right, no space, a broken disk; `detail` says it in the system's words.
 */
export type StoreFault = 'store.locked' | 'store.unsupported' | 'store.noFolder' | 'store.damaged' | 'store.failed';

/** The store can't be read or written. Another try later may succeed: it opens the store anew. */
export class StoreError extends Error {
  override readonly name = 'StoreError';

  constructor(
    readonly reason: StoreFault,
    /** For the gaps of the sentence. */
    readonly values: { readonly folder: string; readonly detail: string },
    override readonly cause?: unknown,
  ) {
    super(`${reason}: ${values.detail} (${values.folder})`);
  }
}
