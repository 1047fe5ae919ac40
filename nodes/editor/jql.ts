import { completing } from './completing';
import { jqlMode } from './jql-language';
import { jqlOffers } from './jql-offers';
import { type LookupResponse, lookUp, reasonOf } from './lookup';
import type { Completion, TypedInputType } from './node-red';
import { shared } from './words';

/** Tells something below the field. */
export type Say = (text: string, isProblem?: boolean) => void;

/** The type of a typed input that holds JQL, completed while one types, with a larger editor to open. */
export function jqlType(say: Say): TypedInputType {
  return {
    value: 'str',
    label: 'JQL',
    icon: 'fa fa-search',
    autoComplete: completing(async (typed) => {
      try {
        return await completions(typed);
      } catch (error) {
        say(reasonOf(error), true);
        return [];
      }
    }),
    expand() {
      RED.editor.editText({
        value: this.value(),
        mode: jqlMode(),
        complete: (text) => this.value(oneLine(text)),
      });
    },
  };
}

/** A field holds one line, and would put the words of two together. */
export function oneLine(jql: string): string {
  return jql.replace(/\s*\n\s*/g, ' ').trim();
}

/** Below the field: Jira's opinion of the query, and how many issues it finds. */
export function jqlTools(place: JQuery, value: () => string): { say: Say; show(isFixed: boolean): void } {
  const response = $('<span>', { role: 'status' });
  const say: Say = (text, isProblem = false) => {
    response.text(text).toggleClass('jira-problem', isProblem);
  };
  const button = (word: string, kind: string, told: (response: LookupResponse) => string) =>
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
  const tools = $('<div>', { class: 'jira-note' }).append(check, count, response);
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
  const { start, words } = await jqlOffers(jql);
  return words.map(({ value, label }) => ({ value: jql.slice(0, start) + value, label }));
}
