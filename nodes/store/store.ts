/** One change of the store. Keys are texts in parts, such as `['events', siteId, 'position']`. */
export type StoreChange =
  | { readonly type: 'put'; readonly key: StoreKey; readonly value: string }
  | { readonly type: 'delete'; readonly key: StoreKey };

/** The parts of a key, from the widest to the narrowest; any text but an empty one. Entries are ordered part by part, by UTF-8 bytes. */
export type StoreKey = readonly [string, ...string[]];

/** Which entries are read: those whose keys begin with the parts of `prefix`, from behind `after` on. */
export interface StoreRange {
  readonly prefix: StoreKey;
  /** A key that was read before; entries behind it follow. */
  readonly after?: StoreKey | undefined;
  /** The most entries; all of them without it. */
  readonly limit?: number | undefined;
}

/**
 * What must outlast Node-RED: small texts by key, ordered. Whoever uses it knows nothing of where it lies: in a folder below the user
 * directory, in memory for tests, or on a server that several Node-REDs share. So nothing is read and then written on the
 * assumption that nobody else wrote in between; what must hold together is one `write`.
 */
export interface Store {
  /** The value of a key, or `undefined`. */
  get(key: StoreKey): Promise<string | undefined>;
  /** Entries in the order of their keys, read as they are asked for: memory doesn't grow with their number. */
  entries(range: StoreRange): AsyncIterable<readonly [StoreKey, string]>;
  /**
   * Makes all the changes or none, in order. Once it resolves they are on the disk, whatever happens to the process or the machine.
   * @throws StoreError if they can't be kept; none was made then, or it isn't known
   */
  write(changes: readonly StoreChange[]): Promise<void>;
}

/** The store can't be read or written: no right, no space, a damaged file, a server that is away. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}
