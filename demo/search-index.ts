/** What searches know: each issue as it was when it was last indexed. */

import type { Issue } from './model';

/** A change that the index doesn't have yet. */
interface Pending {
  /** The issue before the change; undefined before it was created. */
  readonly before: Issue | undefined;
  /** Milliseconds since 1970 at which the change is indexed. */
  readonly due: number;
}

export class SearchIndex {
  readonly #pending = new Map<string, Pending[]>();

  /** @param now milliseconds since 1970 */
  constructor(private readonly now: () => number) {}

  /** Call before an issue changes. Indexing it brings everything in that happened to the issue before. */
  willChange(issue: Issue, lag: number): void {
    if (lag > 0) this.#add(issue, copyOf(issue), this.now() + lag);
    else this.#pending.delete(issue.id);
  }

  /** Call when an issue has been created at `at` (milliseconds since 1970). */
  created(issue: Issue, at: number, lag: number): void {
    if (at + lag > this.now()) this.#add(issue, undefined, at + lag);
  }

  /** The issue as a search sees it; undefined when it isn't known yet. */
  find(issue: Issue): Issue | undefined {
    const pending = this.#pending.get(issue.id);
    if (!pending) return issue;
    const now = this.now();
    const rest = pending.slice(pending.findLastIndex(({ due }) => due <= now) + 1);
    if (rest.length > 0) this.#pending.set(issue.id, rest);
    else this.#pending.delete(issue.id);
    const [next] = rest;
    return next ? next.before : issue;
  }

  #add(issue: Issue, before: Issue | undefined, due: number): void {
    this.#pending.set(issue.id, [...(this.#pending.get(issue.id) ?? []), { before, due }]);
  }
}

function copyOf(issue: Issue): Issue {
  return {
    ...issue,
    values: new Map(issue.values),
    properties: new Map(issue.properties),
    watchers: new Set(issue.watchers),
    voters: new Set(issue.voters),
    changes: [...issue.changes],
  };
}
