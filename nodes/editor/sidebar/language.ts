/** The languages that there are words in. The build puts them in; the first is English, which stands in for the others. */
declare const LANGUAGES: readonly [string, ...string[]];

const WORDS = 'resources/@jira-flows/node-red-jira/jira-sidebar.';
const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

type Gaps = Readonly<Record<string, string>>;

/** The words of the sidebar, and figures and times as the language of the editor has them. */
export class Language {
  constructor(
    readonly name: string,
    private readonly words: unknown,
  ) {}

  /** A text by its key, `__gaps__` filled; the key itself where there is none. */
  text(key: string, gaps: Gaps = {}): string {
    let found: unknown = this.words;
    for (const step of key.split('.'))
      found = typeof found === 'object' && found ? Reflect.get(found, step) : undefined;
    if (typeof found !== 'string') return key;
    return found.replace(/__(\w+?)__/g, (gap, name: string) => gaps[name] ?? gap);
  }

  number(value: number): string {
    return value.toLocaleString(this.name);
  }

  /** The time of a moment of today, the date and time of any other. @param iso ISO 8601 */
  time(iso: string): string {
    const moment = new Date(iso);
    const time = { hour: '2-digit', minute: '2-digit' } as const;
    if (moment.toDateString() === new Date().toDateString()) return moment.toLocaleTimeString(this.name, time);
    return moment.toLocaleString(this.name, { dateStyle: 'medium', timeStyle: 'short' });
  }

  date(iso: string): string {
    return new Date(iso).toLocaleDateString(this.name, { dateStyle: 'medium' });
  }

  duration(ms: number): string {
    if (ms < SECOND_MS) return this.#unit('millisecond', ms, 0);
    if (ms < MINUTE_MS) return this.#unit('second', ms / SECOND_MS, 1);
    return this.#unit('minute', ms / MINUTE_MS, 1);
  }

  seconds(count: number): string {
    return this.#unit('second', count, 0);
  }

  #unit(unit: 'millisecond' | 'second' | 'minute', value: number, digits: number): string {
    const options = { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: digits } as const;
    return new Intl.NumberFormat(this.name, options).format(value);
  }
}

/** @throws what `$.ajax` does when the runtime can't be reached */
export async function loadLanguage(): Promise<Language> {
  const wanted = RED.i18n.lang();
  const name = LANGUAGES.find((one) => one === wanted) ?? LANGUAGES.find((one) => wanted.startsWith(`${one}-`));
  const words: unknown = await $.ajax({ url: `${WORDS}${name ?? LANGUAGES[0]}.json`, dataType: 'json', cache: true });
  return new Language(name ?? LANGUAGES[0], words);
}
