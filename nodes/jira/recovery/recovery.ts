import type { Deployment, Request, Route } from '../../client/http/request';
import type { JsonRecord } from '../../client/json';
import type { CacheKey } from '../../client/ttl-cache';

/** A call that changes nothing. */
export type Reading = Request &
  ({ readonly route: Extract<Route, `GET ${string}`> } | { readonly route: Route; readonly reads: true });

/** Jira as finding out needs it. A `Jira` is one. */
export interface Lookup {
  readonly deployment: Deployment;
  /** A look-up; returns the body. @throws JiraError */
  ask(request: Reading): Promise<unknown>;
  /** A look-up that the site remembers for some minutes. */
  recall<Fact>(key: CacheKey<Fact>, load: () => Promise<Fact>): Promise<Fact>;
}

/** A write before it leaves. */
export interface Intent {
  readonly request: Request;
  /** The once key as it is stored in Jira. */
  readonly key: string;
  /** Now by Jira's own clock, in milliseconds since 1970. */
  readonly at: number;
}

/**
 * What a look at Jira has shown of a write: it has happened, with the body that its response would have had as far as it can be told;
 * it has not happened, `conclusive` if the look could have seen it.
 */
export type Finding =
  | { readonly found: true; readonly result: unknown }
  | { readonly found: false; readonly conclusive: boolean };

/**
 * Looks once whether the write has happened. The looks of one search are made one after the other, and remember what they have read.
 * @throws JiraError where Jira can't be read
 */
export type Look = (jira: Lookup) => Promise<Finding>;

/**
 * How it is found out whether a write has happened whose response was lost. Everything that a look needs is in the clue, which is data:
 * it is kept, and a look may be made by a process that has not sent anything.
 */
export interface Recovery {
  /** Puts the key into the call itself, where the deployment keeps it. Without it, what was written is told by comparison. */
  mark?(request: Request, key: string, deployment: Deployment): Request;
  /**
   * Gathers what a look will need, before anything is written.
   * @throws JiraError also where the account may not write what `mark` adds
   */
  prepare(jira: Lookup, intent: Intent): Promise<JsonRecord>;
  /** Begins the looks for what a clue tells of. */
  search(clue: JsonRecord): Look;
}
