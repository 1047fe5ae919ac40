import type { KeptItem, SiteOverview } from '../../overview/overview';
import { shared } from '../words';
import { button, element } from './dom';
import { KeptActions, type Say } from './kept-actions';
import type { Language } from './language';
import { item, line } from './lists';
import { nodeLink, operationName } from './node-link';

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
    const sendable = firstOfEachIssue(items);
    return [
      line(language.text('kept.count', { count: language.number(count) }), oldest, more),
      this.#buttonsOfAll(sendable),
      element('ul', { class: 'jira-list' }, ...items.map((one) => this.#item(one, sendable.includes(one)))),
    ];
  }

  #buttonsOfAll(sendable: readonly KeptItem[]): HTMLElement {
    const named = (key: 'sendAll' | 'saveAll', work: () => Promise<void>) => {
      const text = this.language.text(`kept.${key}`);
      return button(key, text, text, () => this.#done(work()));
    };
    const sending = this.mayAct && sendable.length > 1 ? [named('sendAll', () => this.#actions.sendAll(sendable))] : [];
    return element(
      'div',
      { class: 'jira-buttons' },
      ...sending,
      named('saveAll', () => this.#actions.saveAll()),
    );
  }

  #item(one: KeptItem, isSendable: boolean): HTMLElement {
    const { language } = this;
    const { id, node, operation, issues, since, attempts, inDoubt, problem, stray } = one;
    const facts = line(
      issues.join(', '),
      language.text('kept.since', { time: language.time(since) }),
      language.text('kept.attempts', { count: language.number(attempts) }),
      problem === null ? '' : shared(`status.${problem}`),
      inDoubt ? language.text('kept.inDoubt') : '',
      stray ? language.text('kept.stray') : isSendable ? '' : language.text('kept.behind'),
    );
    const content = this.#contents.get(id);
    const text = content === undefined ? [] : [element('pre', { tabindex: '0', 'data-key': `text ${id}` }, content)];
    const buttons = element('div', { class: 'jira-buttons' }, ...this.#buttons(one, isSendable));
    return item(nodeLink(`kept ${id}`, node, operation, language), facts, buttons, ...text);
  }

  #buttons(one: KeptItem, isSendable: boolean): HTMLElement[] {
    const { id, operation, issues, since } = one;
    const what = [operationName(operation), ...issues, this.language.time(since)].join(' ');
    const named = (name: string, act: () => void, place = name) => {
      const text = this.language.text(`kept.${name}`);
      return button(`${place} ${id}`, text, `${text}: ${what}`, act);
    };
    const look = named('look', () => this.#look(id));
    look.setAttribute('aria-expanded', String(this.#contents.has(id)));
    const send = named('send', () => this.#done(this.#actions.send(id)));
    // Whoever presses twice keeps the message: the other answer takes the place of the question.
    const drop =
      this.#confirming === id
        ? [named('cancel', () => this.#confirm(undefined), 'drop'), named('dropNow', () => this.#drop(id))]
        : [named('drop', () => this.#confirm(id))];
    const acting = this.mayAct ? [...(isSendable ? [send] : []), ...drop] : [];
    return [look, ...acting, named('save', () => this.#done(this.#actions.save(one)))];
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

  /** A message that is dropped is lost, so it takes a second press. */
  #drop(id: string): void {
    this.#confirming = undefined;
    this.#done(this.#actions.drop(id));
  }

  #confirm(id: string | undefined): void {
    this.#confirming = id;
    this.changed(false);
  }

  #done(work: Promise<void>): void {
    void work.finally(() => this.changed(true));
  }
}

/** Those that can be sent: a message waits behind others for the same issue, and one without a node for that. */
function firstOfEachIssue(items: readonly KeptItem[]): readonly KeptItem[] {
  const seen = new Set<string>();
  return items.filter(({ stray, issues }) => {
    if (stray) return false;
    const isBehind = issues.some((issue) => seen.has(issue));
    for (const issue of issues) seen.add(issue);
    return !isBehind;
  });
}
