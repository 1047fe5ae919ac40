import type { Suggestion } from '../../jira/lookups';
import { type JqlPlace, jqlPlace } from './jql-place';
import { type Answer, lookUp, reasonOf } from './lookup';
import type { Completion, TypedInputType } from './node-red';
import { shared } from './words';

const SHOWN = 100;
/** How long typing may pause before Jira is asked, in milliseconds. */
const PAUSE_MS = 250;

/** Tells something below the field. */
export type Say = (text: string, isProblem?: boolean) => void;

/** The type of a typed input that holds JQL, completed while one types, with a larger editor to open. */
export function jqlType(say: Say): TypedInputType {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    value: 'str',
    label: 'JQL',
    icon: 'fa fa-search',
    autoComplete: (typed, done) => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        completions(typed).then(done, (error: unknown) => {
          say(reasonOf(error), true);
          done([]);
        });
      }, PAUSE_MS);
    },
    expand() {
      RED.editor.editText({ value: this.value(), complete: (text) => this.value(oneLine(text)) });
    },
  };
}

/** A field holds one line, and would put the words of two together. */
export function oneLine(jql: string): string {
  return jql.replace(/\s*\n\s*/g, ' ').trim();
}

/** Below the field: Jira's opinion of the query, and how many issues it finds. */
export function jqlTools(place: JQuery, value: () => string): { say: Say; show(isFixed: boolean): void } {
  const answer = $('<span>', { role: 'status' });
  const say: Say = (text, isProblem = false) => {
    answer.text(text).toggleClass('jira-problem', isProblem);
  };
  const button = (word: string, kind: string, told: (answer: Answer) => string) =>
    $('<button>', { type: 'button', class: 'red-ui-button red-ui-button-small', text: word }).on('click', () => {
      say(shared('form.lookup.searching'));
      lookUp(kind, { query: value() }).then(
        (found) => {
          const errors = found.suggestions.filter((one) => one.value === 'error').map(({ label }) => label);
          say(errors.length > 0 ? errors.join(' ') : told(found), errors.length > 0);
        },
        (error: unknown) => say(reasonOf(error), true),
      );
    });
  const check = button(shared('form.jql.check'), 'jql-check', () => shared('form.jql.right'));
  const count = button(shared('form.jql.count'), 'jql-count', ({ suggestions: [found] }) =>
    shared(found?.value === 'about' ? 'form.jql.about' : 'form.jql.found', { count: found?.label ?? '' }),
  );
  const tools = $('<div>', { class: 'jira-note' }).append(check, count, answer);
  place.after(tools);
  return {
    say,
    show: (isFixed) => {
      tools.toggle(isFixed);
    },
  };
}

/** Whole queries, each the typed one with its last word completed: what Node-RED's completion puts in its place. */
async function completions(jql: string): Promise<readonly Completion[]> {
  const place = jqlPlace(jql);
  const words = await OFFERED[place.expects](place);
  const before = jql.slice(0, place.start);
  return words.slice(0, SHOWN).map(({ value, label }) => ({ value: `${before}${value}`, label }));
}

const OFFERED: Readonly<Record<JqlPlace['expects'], (place: JqlPlace) => Promise<readonly Suggestion[]>>> = {
  field: ({ typed }) => found('jql-field', typed),
  order: async ({ typed }) =>
    'by'.startsWith(typed.toLowerCase()) && typed !== '' ? words(['BY'], typed) : found('jql-field', typed),
  operator: async ({ field, typed }) => {
    const fields = await found('jql-field', field);
    const same = fields.find(({ value }) => value.replace(/^"(.*)"$/, '$1').toLowerCase() === field.toLowerCase());
    const operators = same && 'operators' in same && Array.isArray(same.operators) ? same.operators.map(String) : [];
    return words(
      operators.map((operator) => operator.toUpperCase()),
      typed,
    );
  },
  value: async ({ field, typed }) => {
    const query = typed.replace(/^["']/, '');
    const [values, functions] = await Promise.all([
      lookUp('jql-value', { field, query }),
      found('jql-function', query),
    ]);
    return [...values.suggestions, ...functions, ...(await words(['EMPTY'], typed))];
  },
  // A query may be complete here: a menu would stand in the way.
  join: ({ typed }) => words(typed === '' ? [] : ['AND', 'OR', 'ORDER BY'], typed),
  direction: ({ typed }) => words(typed === '' ? [] : ['ASC', 'DESC'], typed),
};

async function found(kind: string, query: string): Promise<readonly Suggestion[]> {
  return (await lookUp(kind, { query })).suggestions;
}

async function words(all: readonly string[], typed: string): Promise<readonly Suggestion[]> {
  const fitting = all.filter((word) => word.toLowerCase().startsWith(typed.toLowerCase()));
  if (fitting.length === 1 && fitting[0]?.toLowerCase() === typed.toLowerCase()) return [];
  return fitting.map((word) => ({ value: word, label: word }));
}
