import type { LookupQuestion, Suggestion } from '../jira/lookups';
import { completing } from './completing';
import { lookUp, reasonOf } from './lookup';
import type { Completion, TypedInputType } from './node-red';
import { Note } from './note';
import { shared } from './words';

/** The most suggestions that a menu holds. */
const SHOWN = 100;

export interface SuggestOptions {
  readonly kind: string;
  /** The value is a list with commas: suggestions complete its last part. */
  readonly isList?: boolean;
  /** What else the form has chosen. */
  readonly things?: () => Partial<LookupQuestion>;
}

/** Suggestions for one field, while somebody types, and the note below it. */
export class Suggester {
  readonly #labels = new Map<string, string>();
  #note: Note | undefined;
  #refresh = false;
  /** The value that the note is about. */
  #toldOf: string | undefined;
  /** For Node-RED's completion. */
  readonly complete = completing((typed) => this.#search(typed));

  constructor(private readonly options: SuggestOptions) {}

  /** The type of a typed input that stores a fixed text, as the ordinary one does, and completes it. */
  typedInputType(): TypedInputType {
    return {
      value: 'str',
      label: shared('form.lookup.type'),
      icon: 'fa fa-search',
      autoComplete: this.complete,
    };
  }

  /**
   * Follows the field that people type into.
   * @param input the visible one
   * @param place what the note stands below
   */
  attach(input: JQuery, place: JQuery, value: () => string): void {
    this.#note = new Note(place, () => {
      this.#refresh = true;
      input.trigger('focus').trigger('keyup');
    });
    input.on('click', () => {
      if (value() === '') input.trigger('keyup');
    });
    // Taking the first suggestion by the Enter key sets the value, and tells nobody.
    input.on('blur', () => input.trigger('change'));
    void this.#recognize(value);
  }

  /** Shows what the value means, if that is known. */
  valueChanged(value: string): void {
    // Leaving the field must not take away the button that somebody leaves it for.
    if (value === this.#toldOf) return;
    this.#toldOf = value;
    this.#note?.say(this.#meaning(value));
  }

  #meaning(value: string): string {
    const label = this.#labels.get(value) ?? '';
    return label === value ? '' : label;
  }

  async #search(typed: string): Promise<readonly Completion[]> {
    const { kind, things, isList } = this.options;
    const [, before = '', query = typed] = isList ? (/^(.*,\s*)?([^,]*)$/s.exec(typed) ?? []) : [];
    this.#toldOf = typed;
    const refresh = this.#refresh;
    this.#refresh = false;
    this.#note?.say(shared('form.lookup.searching'));
    try {
      const response = await lookUp(kind, { ...things?.(), query: query.trim() }, { refresh });
      const { suggestions } = response;
      this.#learn(suggestions);
      const more = suggestions.length - SHOWN;
      const said =
        suggestions.length === 0
          ? shared('form.lookup.nothing')
          : more > 0
            ? shared('form.lookup.more', { count: String(more) })
            : '';
      this.#note?.tell(said || this.#meaning(typed), response);
      // A menu of what stands there already would only be in the way.
      if (suggestions.length === 1 && suggestions[0]?.value === query) return [];
      return suggestions.slice(0, SHOWN).map(({ value, label }) => ({ value: before + value, label }));
    } catch (error) {
      this.#note?.say(reasonOf(error), true);
      return [];
    }
  }

  /** A value that a form opens with is shown by its name, if the site knows it; nobody waits for that. */
  async #recognize(current: () => string): Promise<void> {
    const value = current();
    const { kind, things, isList } = this.options;
    if (value === '' || isList || value.includes('${')) return;
    try {
      const response = await lookUp(kind, { ...things?.(), query: value });
      this.#learn(response.suggestions);
      if (current() === value) this.#note?.say(this.#meaning(value));
    } catch (error) {
      reasonOf(error);
    }
  }

  #learn(suggestions: readonly Suggestion[]): void {
    for (const { value, label } of suggestions) this.#labels.set(value, label);
  }
}
