import type { KeptItem } from '../../overview/overview';
import { asProblem, send, sentence } from '../request';
import type { Language } from './language';

/** Says what came of something, where a screen reader reads it out. */
export type Say = (text: string, isProblem?: boolean) => void;

/** What is done with kept messages at the runtime; what came of it is said, and nothing fails. */
export class KeptActions {
  readonly #place: string;

  constructor(
    site: string,
    private readonly language: Language,
    private readonly say: Say,
  ) {
    this.#place = `jira/sites/${encodeURIComponent(site)}/kept`;
  }

  /** The message as it is kept, as JSON; nothing if it waits no more. */
  async content(id: string): Promise<string | undefined> {
    const kept = await this.#kept(id);
    return kept === undefined ? undefined : json(kept);
  }

  async send(id: string): Promise<void> {
    await this.#act(id, 'send');
  }

  async sendAll(items: readonly KeptItem[]): Promise<void> {
    for (const { id } of items) await this.#act(id, 'send', false);
    this.say(this.language.text('kept.done.send'));
  }

  async drop(id: string): Promise<void> {
    await this.#act(id, 'drop');
  }

  async save(item: KeptItem): Promise<void> {
    const kept = await this.#kept(item.id);
    if (kept !== undefined) download(`jira-kept-${item.id}.json`, json({ ...item, ...kept }));
  }

  /** All that wait, more than the sidebar shows. */
  async saveAll(): Promise<void> {
    try {
      const { items }: { items: readonly KeptItem[] } = await $.getJSON(this.#place);
      const all: object[] = [];
      for (const item of items) all.push({ ...item, ...(await this.#kept(item.id)) });
      download('jira-kept.json', json(all));
    } catch (refused) {
      this.#refused(refused);
    }
  }

  async #kept(id: string): Promise<object | undefined> {
    try {
      return await $.getJSON(`${this.#place}/${encodeURIComponent(id)}`);
    } catch (refused) {
      this.#refused(refused);
      return undefined;
    }
  }

  async #act(id: string, what: 'send' | 'drop', isTold = true): Promise<void> {
    try {
      await send(`${this.#place}/${encodeURIComponent(id)}/${what}`, {});
      if (isTold) this.say(this.language.text(`kept.done.${what}`));
    } catch (refused) {
      this.#refused(refused);
    }
  }

  #refused(refused: unknown): void {
    const status = typeof refused === 'object' && refused !== null ? Reflect.get(refused, 'status') : undefined;
    if (status === 404) this.say(this.language.text('kept.gone'), true);
    else if (status === 409) this.say(this.language.text('kept.notNow'), true);
    else this.say(sentence(asProblem(refused)), true);
  }
}

function json(value: object): string {
  return JSON.stringify(value, null, 2);
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  $('<a>').attr({ href: url, download: name })[0]?.click();
  // The browser reads it after the click.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
