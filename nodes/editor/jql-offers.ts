import type { Suggestion } from '../jira/lookups';
import type { ChosenSite } from './chosen-site';
import { type JqlPlace, jqlPlace } from './jql-place';
import { lookUp } from './lookup';

/** What may follow a beginning of a query. */
export interface JqlOffers {
  /** Where the unfinished word begins that an offer takes the place of. */
  readonly start: number;
  readonly words: readonly Suggestion[];
}

/** The most that a menu holds. */
const SHOWN = 100;

/**
 * Asks a site what may stand at the end of a query.
 * @param site that of the open form, if left out
 * @throws LookupFailure
 */
export async function jqlOffers(jql: string, site?: ChosenSite): Promise<JqlOffers> {
  const place = { ...jqlPlace(jql), site };
  const words = await OFFERED[place.expects](place);
  return { start: place.start, words: words.slice(0, SHOWN) };
}

interface Place extends JqlPlace {
  readonly site: ChosenSite | undefined;
}

const OFFERED: Readonly<Record<JqlPlace['expects'], (place: Place) => Promise<readonly Suggestion[]>>> = {
  field: ({ typed, site }) => found('jql-field', typed, site),
  order: async ({ typed, site }) =>
    'by'.startsWith(typed.toLowerCase()) && typed !== '' ? words(['BY'], typed) : found('jql-field', typed, site),
  operator: async ({ field, typed, site }) => {
    const fields = await found('jql-field', field, site);
    const same = fields.find(({ value }) => value.replace(/^"(.*)"$/, '$1').toLowerCase() === field.toLowerCase());
    const operators = same && 'operators' in same && Array.isArray(same.operators) ? same.operators.map(String) : [];
    return words(
      operators.map((operator) => operator.toUpperCase()),
      typed,
    );
  },
  value: async ({ field, typed, site }) => {
    const query = typed.replace(/^["']/, '');
    const [values, functions] = await Promise.all([
      lookUp('jql-value', { field, query }, { site }),
      found('jql-function', query, site),
    ]);
    return [...values.suggestions, ...functions, ...(await words(['EMPTY'], typed))];
  },
  // A query may be complete here: a menu would stand in the way.
  join: ({ typed }) => words(typed === '' ? [] : ['AND', 'OR', 'ORDER BY'], typed),
  direction: ({ typed }) => words(typed === '' ? [] : ['ASC', 'DESC'], typed),
};

async function found(kind: string, query: string, site: ChosenSite | undefined): Promise<readonly Suggestion[]> {
  return (await lookUp(kind, { query }, { site })).suggestions;
}

async function words(all: readonly string[], typed: string): Promise<readonly Suggestion[]> {
  const fitting = all.filter((word) => word.toLowerCase().startsWith(typed.toLowerCase()));
  if (fitting.length === 1 && fitting[0]?.toLowerCase() === typed.toLowerCase()) return [];
  return fitting.map((word) => ({ value: word, label: word }));
}
