import type { Overview } from '../../overview/overview';
import { asProblem, sentence } from '../request';
import { element } from './dom';
import { type Language, loadLanguage } from './language';
import style from './sidebar.css';
import { SiteView } from './site';
import { Watch } from './watch';

const OVERVIEW = 'jira/overview';

/** Shows what goes on at the sites, as long as somebody can see it. */
export async function begin(root: HTMLElement): Promise<void> {
  document.head.append(element('style', {}, style));
  const sidebar = new Sidebar(root, await loadLanguage());
  const watch: Watch = new Watch(root, () => sidebar.update(() => watch.refresh()));
}

class Sidebar {
  readonly #sites = new Map<string, SiteView>();
  readonly #said = element('div', { class: 'jira-said', role: 'status' });
  readonly #list = element('div');
  readonly #mayAct = RED.user.hasPermission('jira-site.write');
  /** The runtime could not be asked, and that is what is said. */
  #isLost = false;

  constructor(
    root: HTMLElement,
    private readonly language: Language,
  ) {
    root.replaceChildren(this.#said, this.#list);
    root.setAttribute('role', 'region');
    root.setAttribute('aria-label', language.text('title'));
  }

  async update(refresh: () => void): Promise<void> {
    try {
      const overview: Overview = await $.ajax({ url: OVERVIEW, dataType: 'json' });
      if (this.#isLost) this.#say('');
      this.#isLost = false;
      this.#show(overview, refresh);
    } catch (refused) {
      this.#isLost = true;
      this.#say(sentence(asProblem(refused)), true);
    }
  }

  #show({ sites }: Overview, refresh: () => void): void {
    const gone = new Set(this.#sites.keys());
    for (const site of sites) {
      gone.delete(site.id);
      const known = this.#sites.get(site.id);
      if (known) known.update(site);
      else
        this.#add(new SiteView(site, this.language, this.#mayAct, (...said) => this.#say(...said), refresh), site.id);
    }
    for (const id of gone) {
      this.#sites.get(id)?.element.remove();
      this.#sites.delete(id);
    }
    if (sites.length === 0) this.#list.replaceChildren(element('p', {}, this.language.text('noSites')));
  }

  #add(view: SiteView, id: string): void {
    if (this.#sites.size === 0) this.#list.replaceChildren();
    this.#sites.set(id, view);
    this.#list.append(view.element);
  }

  #say(text: string, isProblem = false): void {
    this.#said.textContent = text;
    this.#said.classList.toggle('jira-problem', isProblem);
  }
}
