import type { SiteOverview } from '../../overview/overview';
import { chart } from './chart';
import { button, type Child, element, replaceChildren } from './dom';
import { KeptMessages } from './kept';
import type { Say } from './kept-actions';
import type { Language } from './language';
import { errors, events, line, pauses, problemLine, slowest } from './lists';

/** A part of what is shown of a site; made anew only when there is something new, so that nobody loses the place where they are. */
interface Part {
  readonly key: keyof SiteOverview | 'state';
  readonly place: HTMLElement;
  readonly of: (site: SiteOverview) => unknown;
  readonly show: (site: SiteOverview) => readonly Child[];
  shown: string;
}

/** One site in the sidebar. */
export class SiteView {
  readonly element: HTMLElement;
  readonly #parts: Part[];
  readonly #kept: KeptMessages;
  #site: SiteOverview;

  constructor(
    site: SiteOverview,
    private readonly language: Language,
    mayAct: boolean,
    say: Say,
    refresh: () => void,
  ) {
    this.#site = site;
    this.#kept = new KeptMessages(site.id, language, mayAct, say, (stale) => this.#keptChanged(stale, refresh));
    this.#parts = [
      this.#part('state', headOf, (one) => this.#head(one)),
      this.#part('minutes', hourOf, (one) => this.#hour(one)),
      this.#part(
        'pauses',
        (one) => one.pauses,
        (one) => this.#list('pauses', pauses(one.pauses, language)),
      ),
      this.#part(
        'kept',
        ({ kept }) => kept,
        (one) => this.#keptPart(one),
      ),
      this.#part(
        'events',
        (one) => one.events,
        (one) => this.#list('events', events(one.events, language)),
      ),
      this.#part(
        'slowest',
        (one) => one.slowest,
        (one) => this.#list('slowest', slowest(one.slowest, language)),
      ),
      this.#part(
        'errors',
        ({ errors: all }) => all,
        (one) => this.#errors(one),
      ),
    ];
    this.element = element('section', { class: 'jira-site', 'aria-labelledby': headingId(site.id) });
    this.element.append(...this.#parts.map(({ place }) => place));
    this.update(site);
  }

  update(site: SiteOverview): void {
    this.#site = site;
    for (const part of this.#parts) {
      const now = JSON.stringify(part.of(site));
      if (now === part.shown) continue;
      part.shown = now;
      replaceChildren(part.place, part.show(site));
    }
  }

  #part(key: Part['key'], of: Part['of'], show: Part['show']): Part {
    return { key, place: element('div', { class: `jira-part jira-part-${key}`, tabindex: '-1' }), of, show, shown: '' };
  }

  #keptChanged(stale: boolean, refresh: () => void): void {
    if (stale) refresh();
    for (const part of this.#parts) if (part.key === 'kept') part.shown = '';
    this.update(this.#site);
  }

  #head(site: SiteOverview): Child[] {
    const { language } = this;
    const { id, name, ok, problem, disabled, dryRun, siteUrl, user, signedInUntil } = site;
    const state = disabled ? 'disabled' : ok === null ? 'unknown' : ok ? 'good' : 'bad';
    const shown = name || siteUrl?.replace(/^https?:\/\//, '') || language.text('head.nameless');
    const open = button('open', language.text('head.open'), `${language.text('head.open')}: ${shown}`, () =>
      RED.editor.editConfig('', 'jira-site', id),
    );
    const who = user === undefined ? '' : language.text('head.user', { name: user });
    const until =
      signedInUntil === undefined ? '' : language.text('head.until', { date: language.date(signedInUntil) });
    const icon = element('i', { class: `fa ${ICONS[state]} jira-state-${state}`, 'aria-hidden': 'true' });
    return [
      element(
        'div',
        { class: 'jira-head' },
        element('h3', { id: headingId(id) }, icon, ' ', shown),
        ...(RED.nodes.node(id) ? [open] : []),
      ),
      ...(dryRun ? [element('div', { class: 'jira-dry-run' }, language.text('head.dryRun'))] : []),
      line(language.text(`head.state.${state}`), who, until, siteUrl ?? ''),
      ...(problem ? [problemLine(problem)] : []),
    ];
  }

  #hour({ minutes, inFlight, waiting }: SiteOverview): Child[] {
    if (minutes.length === 0) return [];
    const { language } = this;
    const now = language.text('hour.current', {
      inFlight: language.number(inFlight),
      waiting: language.number(waiting),
    });
    return [this.#title('hour'), ...chart(minutes, language), line(now)];
  }

  #keptPart({ kept }: SiteOverview): Child[] {
    return kept.count === 0 ? [] : [this.#title('kept'), ...this.#kept.show(kept)];
  }

  #errors({ errors: all }: SiteOverview): Child[] {
    if (all.length === 0) return [this.#title('errors'), line(this.language.text('errors.none'))];
    return this.#list('errors', errors(all, this.language));
  }

  #list(key: string, items: readonly HTMLElement[]): Child[] {
    return items.length === 0 ? [] : [this.#title(key), element('ul', { class: 'jira-list' }, ...items)];
  }

  #title(key: string): HTMLElement {
    return element('h4', {}, this.language.text(`${key}.title`));
  }
}

const ICONS = {
  good: 'fa-check-circle',
  bad: 'fa-times-circle',
  unknown: 'fa-question-circle',
  disabled: 'fa-ban',
} as const;

function headOf({ name, siteUrl, ok, disabled, dryRun, problem, user, signedInUntil }: SiteOverview): unknown {
  return [name, siteUrl, ok, disabled, dryRun, problem, user, signedInUntil];
}

/** Times aside, which can differ by a millisecond each time. */
function hourOf({ minutes, inFlight, waiting }: SiteOverview): unknown {
  const first = Math.round(Date.parse(minutes[0]?.at ?? '') / 10_000);
  return [first, inFlight, waiting, minutes.map(({ calls, limited, waiting: held }) => [calls, limited, held])];
}

function headingId(site: string): string {
  return `jira-sidebar-${site}`;
}
