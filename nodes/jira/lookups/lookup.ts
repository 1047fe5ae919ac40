import { textEntry } from '../../client/json';
import { badInput } from '../input-errors';
import type { Jira } from '../jira';

/** Something that can be chosen in a form: what is stored, and what people read. Kinds may say more beside. */
export interface Suggestion {
  readonly value: string;
  readonly label: string;
}

/** What a look-up is asked with: what was typed, and the things that the form has chosen already. */
export interface LookupQuestion {
  readonly query: string;
  /** Key or id. */
  readonly project?: string | undefined;
  /** Name or id. */
  readonly issueType?: string | undefined;
  /** Key or id. */
  readonly issue?: string | undefined;
  /** Of JQL: the field whose values are meant, as JQL calls it. */
  readonly field?: string | undefined;
}

/** One kind of thing that a form offers. */
export interface Lookup {
  /** The entries of the question, besides `query`, that the response depends on. */
  readonly within: readonly Exclude<keyof LookupQuestion, 'query'>[];
  /**
   * Who searches: `jira` looks for the query itself; `us` means that the response is the whole list, to be searched by
   * whoever asked; `nobody` that the query is the question itself, whose response is not worth keeping.
   */
  readonly searched: 'jira' | 'us' | 'nobody';
  response(jira: Jira, question: LookupQuestion): Promise<readonly Suggestion[]>;
}

/**
 * Things by their names, which people can read in a flow and which mean the same on another site; by id where several
 * share a name.
 */
export function byName(records: readonly unknown[]): Suggestion[] {
  const things = records.flatMap((record) => {
    const id = textEntry(record, 'id');
    const name = textEntry(record, 'name');
    return id === undefined || name === undefined ? [] : [{ id, name }];
  });
  const count = new Map<string, number>();
  for (const { name } of things) count.set(name, (count.get(name) ?? 0) + 1);
  return things.map(({ id, name }) =>
    count.get(name) === 1 ? { value: name, label: name } : { value: id, label: `${name} (${id})` },
  );
}

/**
 * What a look-up can't do without.
 * @throws JiraError `JIRA_INPUT`
 */
export function needed(question: LookupQuestion, name: 'project' | 'issueType' | 'issue'): string {
  const found = question[name];
  if (found) return found;
  throw badInput(`lookup.needs.${name}`);
}
