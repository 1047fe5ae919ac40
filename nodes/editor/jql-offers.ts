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
  const { name, start } = place;
  if (!name) return { start, words: (await OFFERED[place.expects](place)).slice(0, SHOWN) };
  const [next, names] = await Promise.all([
    name.expects === place.expects ? [] : OFFERED[place.expects](place),
    OFFERED[name.expects]({ ...place, ...name }),
  ]);
  const before = jql.slice(name.start, start);
  const words = [...next.map(({ value, label }) => ({ value: before + value, label })), ...names];
  return { start: name.start, words: words.slice(0, SHOWN) };
}

interface Place extends JqlPlace {
  readonly site: ChosenSite | undefined;
}

const OFFERED: Readonly<Record<JqlPlace['expects'], (place: Place) => Promise<readonly Suggestion[]>>> = {
  field: ({ typed, site }) => found('jql-field', typed, site),
  order: async ({ typed, site }) =>
    'by'.startsWith(typed.toLowerCase()) && typed !== '' ? words(['BY'], typed) : found('jql-field', typed, site),
  operator: async (place) =>
    words(
      texts(await fieldOf(place), 'operators').map((operator) => operator.toUpperCase()),
      place.typed,
    ),
  value: async (place) => {
    const { field, typed, site, operator, inList } = place;
    // Nothing else can be or not be.
    if (operator.startsWith('is')) return words(['EMPTY'], typed);
    const query = typed.replace(/^["']/, '');
    const [values, functions, same] = await Promise.all([
      lookUp('jql-value', { field, query }, { site }),
      found('jql-function', query, site),
      fieldOf(place),
    ]);
    const opens = operator.endsWith('in') && !inList ? '(' : '';
    return [
      ...values.suggestions.map(({ value, label }) => ({ value: opens + value, label })),
      ...functions.filter((one) => fits(one, same, place)),
      ...(opens === '' && /^!?=|in$/.test(operator) ? await words(['EMPTY'], typed) : []),
    ];
  },
  // A query may be complete here: a menu would stand in the way.
  join: ({ typed }) => words(typed === '' ? [] : ['AND', 'OR', 'ORDER BY'], typed),
  direction: ({ typed }) => words(typed === '' ? [] : ['ASC', 'DESC'], typed),
};

/** Whether a function gives what a field holds, and as many of it as the operator takes. */
function fits(one: Suggestion, field: Suggestion | undefined, { operator, inList }: Place): boolean {
  if (operator.endsWith('~')) return false;
  const [number] = texts(one, 'gives');
  const takes = inList || number === 'both' || (number === 'many') === operator.endsWith('in');
  const [given, held] = [texts(one, 'types'), texts(field, 'types')];
  return takes && (given.length === 0 || held.length === 0 || given.some((type) => held.includes(type)));
}

/** The field that the end of a query is about, if the site has it. */
async function fieldOf({ field, site }: Place): Promise<Suggestion | undefined> {
  const fields = await found('jql-field', field, site);
  return fields.find(({ value }) => value.replace(/^"(.*)"$/, '$1').toLowerCase() === field.toLowerCase());
}

/** What a suggestion says beside its value and label. */
function texts(of: Suggestion | undefined, name: string): readonly string[] {
  const told: unknown = Object.entries(of ?? {}).find(([key]) => key === name)?.[1];
  return Array.isArray(told) ? told.map(String) : [];
}

async function found(kind: string, query: string, site: ChosenSite | undefined): Promise<readonly Suggestion[]> {
  return (await lookUp(kind, { query }, { site })).suggestions;
}

async function words(all: readonly string[], typed: string): Promise<readonly Suggestion[]> {
  const fitting = all.filter((word) => word.toLowerCase().startsWith(typed.toLowerCase()));
  if (fitting.length === 1 && fitting[0]?.toLowerCase() === typed.toLowerCase()) return [];
  return fitting.map((word) => ({ value: word, label: word }));
}
