import type { LookupResponse } from './lookup';
import { shared } from './words';

/** The line below a field: what its value means, how old the suggestions are, or why there are none. */
export class Note {
  readonly #element: JQuery;
  readonly #text: JQuery;
  readonly #refresh: JQuery;

  /** @param after what it stands below, in a row of the form */
  constructor(after: JQuery, refresh: () => void) {
    this.#text = $('<span>', { role: 'status' });
    this.#refresh = $('<button>', { type: 'button', class: 'red-ui-button red-ui-button-small' })
      .attr({ title: shared('form.lookup.refresh'), 'aria-label': shared('form.lookup.refresh') })
      .append($('<i>', { class: 'fa fa-refresh' }))
      .on('click', refresh);
    this.#element = $('<div>', { class: 'jira-note' }).append(this.#text, this.#refresh).hide();
    after.after(this.#element);
  }

  /** A sentence; nothing hides the line. */
  say(text: string, isProblem = false): void {
    this.#text.text(text);
    this.#element.toggleClass('jira-problem', isProblem).toggle(text !== '');
    this.#refresh.toggle(isProblem);
  }

  /** What is known of a response: its age is worth a word from the first minute on. */
  tell(text: string, { minutes, isStale }: LookupResponse): void {
    const values = { minutes: String(minutes) };
    const age = isStale ? shared('form.lookup.stale', values) : minutes > 0 ? shared('form.lookup.age', values) : '';
    this.say([text, age].filter(Boolean).join(' · '), isStale);
    this.#refresh.toggle(age !== '');
  }
}
