import type { Suggestion } from '../jira/lookups';
import { lookUp, reasonOf } from './lookup';
import type { Completion } from './node-red';
import type { Note } from './note';
import { shared } from './words';

/** How long typing may pause before Jira is asked, in milliseconds. */
const PAUSE_MS = 250;
/** The most people that the menu holds. */
const SHOWN = 50;
/** An `@` that begins a word, and the name behind it as far as it is typed: two words at most. */
const NAME = /(?:^|[\s(])@([^\s@[\]~]*(?: [^\s@[\]~]+)?)$/;

/**
 * Offers people after an `@`. Who is picked stands in the text as Markdown mentions people: `[~id]`, whose meaning no other text has; so a
 * text that was to be read as it stands is Markdown from then on, and the note says so.
 */
export function offerPeople(area: JQuery, note: Note): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Where the caret belongs once one of the offered texts is taken, and who that mentions. */
  const offered = new Map<string, { readonly caret: number; readonly label: string }>();

  const people = async (text: string, caret: number, query: string): Promise<readonly Completion[]> => {
    const [before, after] = [text.slice(0, caret - query.length - 1), text.slice(caret)];
    try {
      const { suggestions } = await lookUp('user', { query });
      note.say(suggestions.length === 0 ? shared('form.lookup.nothing') : '');
      return suggestions.slice(0, SHOWN).map(({ value: id, label }: Suggestion) => {
        const value = `${before}[~${id}]${after}`;
        offered.set(value, { caret: value.length - after.length, label });
        return { value, label };
      });
    } catch (error) {
      note.say(reasonOf(error), true);
      return [];
    }
  };

  area.autoComplete({
    minLength: 0,
    search(text, done) {
      clearTimeout(timer);
      const caret = Number(area.prop('selectionStart'));
      const [, query] = NAME.exec(text.slice(0, caret)) ?? [];
      if (query === undefined) return done([]);
      timer = setTimeout(() => void people(text, caret, query).then(done), PAUSE_MS);
    },
  });
  area.on('keyup change', () => {
    const taken = offered.get(String(area.val()));
    if (taken === undefined) return;
    offered.clear();
    area.prop({ selectionStart: taken.caret, selectionEnd: taken.caret });
    note.say([taken.label, becomesMarkdown() ? shared('form.mention.markdown') : ''].filter(Boolean).join(' · '));
  });
}

/** Elsewhere a mention would be the characters that it is written with. */
function becomesMarkdown(): boolean {
  const format = $('#node-input-textFormat');
  if (format.val() !== 'text') return false;
  format.val('markdown').trigger('change');
  return true;
}
