/** An error as a node has told it. */
export interface ToldError {
  /** Id of the node as the editor knows it. */
  readonly node: string;
  /** Such as `issue-create`. */
  readonly operation: string;
  readonly code: string;
  /** In words, for a person. */
  readonly message: string;
}

/** The same error of the same node, however often it came. */
export interface RecentError extends ToldError {
  /** When it came last, in milliseconds since 1970. */
  readonly at: number;
  readonly count: number;
}

const MOST = 20;
/** A sentence may quote what Jira says without an end. */
const LONGEST = 300;

/** The last errors of a site. Thousands of equal ones are one entry, and of others the oldest are forgotten. */
export class RecentErrors {
  /** The newest first. */
  #errors: RecentError[] = [];

  add(error: ToldError, at: number): void {
    const told = { ...error, message: shortened(error.message) };
    const known = this.#errors.find((one) => isSame(one, told));
    const others = this.#errors.filter((one) => one !== known);
    this.#errors = [{ ...told, at, count: (known?.count ?? 0) + 1 }, ...others].slice(0, MOST);
  }

  /** The newest first. */
  list(): readonly RecentError[] {
    return this.#errors;
  }
}

function isSame(one: ToldError, other: ToldError): boolean {
  return one.node === other.node && one.code === other.code && one.message === other.message;
}

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
