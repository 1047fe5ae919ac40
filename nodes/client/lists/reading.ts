import type { Cursor } from './cursor';
import type { ListRequest, Page, Position } from './paging';

/** How much of a list is read, and in which way. */
export interface Extent {
  /** Every page; otherwise one. */
  readonly all: boolean;
  /** The most records over all pages; 0: no limit. */
  readonly limit: number;
  /** `auto` reads side by side where the list allows it and it costs nothing extra. */
  readonly strategy: 'auto' | 'sequential' | 'parallel';
}

/** The same, and what the site allows. */
export interface Reading extends Extent {
  /** Pages that are asked for at once. */
  readonly width: number;
  /** Calls are paid for record by record (points of OAuth apps). */
  readonly paysPerRecord: boolean;
}

/** A page as it is handed on: its records have not been handed on before. */
export interface Part extends Omit<Page, 'next'> {
  /** Goes on exactly after its last record; `null` once the list has ended. */
  readonly next: Cursor | null;
  /** Ids that Jira listed, but that were gone when they were read. */
  readonly missing: readonly string[];
}

/** Asks for one page of a list. */
export type Ask = (list: ListRequest, position: Position) => Promise<Page>;
/** Reads records by their ids, in any order; what is gone is left out. */
export type Fetch = (list: ListRequest, ids: readonly string[]) => Promise<readonly unknown[]>;

/** A page on its way out. */
export interface Located {
  readonly page: Part;
  /** Records at its start that were handed on before. */
  readonly skip: number;
  /** Where its first record is in the list, if that is counted. */
  readonly startAt?: number;
  /** The cursor that goes on with one of its records. */
  readonly resumeAt: (index: number) => Cursor;
}
