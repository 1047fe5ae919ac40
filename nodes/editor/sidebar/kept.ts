import type { KeptItem, SiteOverview } from '../../overview/overview';
import { shared } from '../words';
import { button, element } from './dom';
import { KeptActions, type Say } from './kept-actions';
import type { Language } from './language';
import { item, line } from './lists';
import { nodeLink } from './node-link';

/** What waits at a site, and what can be done with it. What was opened stays open. */
export class KeptMessages {
  readonly #actions: KeptActions;
  readonly #contents = new Map<string, string>();
  /** The one that is to be dropped once that is confirmed. */
  #confirming: string | undefined;

  /**
   * @param mayAct whether the user may send and drop
   * @param changed the list is to be shown anew; `stale` if the runtime must be asked before
   */
  constructor(
    site: string,
    private readonly language: Language,
    private readonly mayAct: boolean,
    say: Say,
    private readonly changed: (stale: boolean) => void,
  ) {
    this.#actions = new KeptActions(site, language, say);
  }

  show({ count, oldestAt, items }: SiteOverview['kept']): HTMLElement[] {
    const { language } = this;
    const oldest = oldestAt === null ? '' : language.text('kept.oldest', { time: language.time(oldestAt) });
    const more = count > items.length ? language.text('kept.first', { count: language.number(items.length) }) : '';
    return [
      line(language.text('kept.count', { count: language.number(count) }), oldest, more),
      this.#buttonsOfAll(items),
      element('ul', { class: 'jira-list' }, ...items.map((one) => this.#item(one))),
    ];
  }

  #buttonsOfAll(items: readonly KeptItem[]): HTMLElement {
    const { language } = this;
    const sendable = items.filter(({ stray }) => !stray);
    const send = button('send-all', language.text('kept.sendAll'), language.text('kept.sendAll'), () =>
      this.#done(this.#actions.sendAll(sendable)),
    );
    const save = button('save-all', language.text('kept.saveAll'), language.text('kept.saveAll'), () =>
      this.#done(this.#actions.saveAll()),
    );
    return element('div', { class: 'jira-buttons' }, ...(this.mayAct && sendable.length > 1 ? [send] : []), save);
  }

  #item(one: KeptItem): HTMLElement {
    const { language } = this;
    const { id, node, operation, issues, since, attempts, inDoubt, problem, stray } = one;
    const facts = line(
      issues.join(', '),
      language.text('kept.since', { time: language.time(since) }),
      language.text('kept.attempts', { count: language.number(attempts) }),
      problem === null ? '' : shared(`status.${problem}`),
      inDoubt ? language.text('kept.inDoubt') : '',
      stray ? language.text('kept.stray') : '',
    );
    const content = this.#contents.get(id);
    const text = content === undefined ? [] : [element('pre', { tabindex: '0', 'data-key': `text ${id}` }, content)];
    return item(nodeLink(`kept ${id}`, node, operation, language), facts, this.#buttons(one), ...text);
  }

  #buttons(one: KeptItem): HTMLElement {
    const { id, operation, issues, since } = one;
    const what = [operation, ...issues, this.language.time(since)].join(' ');
    const named = (key: string, act: () => void) => {
      const text = this.language.text(`kept.${key}`);
      return button(`${key === 'dropNow' ? 'drop' : key} ${id}`, text, `${text}: ${what}`, act);
    };
    const look = named('look', () => this.#look(id));
    look.setAttribute('aria-expanded', String(this.#contents.has(id)));
    const isConfirming = this.#confirming === id;
    const drop = named(isConfirming ? 'dropNow' : 'drop', () => this.#drop(id));
    const acting = this.mayAct
      ? [...(one.stray ? [] : [named('send', () => this.#done(this.#actions.send(id)))]), drop]
      : [];
    if (isConfirming) acting.push(named('cancel', () => this.#confirm(undefined)));
    return element(
      'div',
      { class: 'jira-buttons' },
      look,
      ...acting,
      named('save', () => this.#done(this.#actions.save(one))),
    );
  }

  #look(id: string): void {
    if (this.#contents.delete(id)) {
      this.changed(false);
      return;
    }
    void this.#actions.content(id).then((text) => {
      if (text === undefined) return;
      this.#contents.set(id, text);
      this.changed(false);
    });
  }

  /** A message that is dropped is lost, so it takes two presses. */
  #drop(id: string): void {
    if (this.#confirming === id) {
      this.#confirming = undefined;
      this.#done(this.#actions.drop(id));
    } else this.#confirm(id);
  }

  #confirm(id: string | undefined): void {
    this.#confirming = id;
    this.changed(false);
  }

  #done(work: Promise<void>): void {
    void work.finally(() => this.changed(true));
  }
}
