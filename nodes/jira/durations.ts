/** The units of Jira's spans of time, the largest first, and what people and programs call them. */
const UNITS = {
  w: ['w', 'wk', 'wks', 'week', 'weeks', 'wo', 'woche', 'wochen', 'sem', 'semaine', 'semaines', '週', '週間', '周'],
  d: ['d', 'day', 'days', 't', 'tag', 'tage', 'tagen', 'j', 'jour', 'jours', '日', '日間', '天'],
  h: ['h', 'hr', 'hrs', 'hour', 'hours', 'std', 'stunde', 'stunden', 'heure', 'heures', '時間', '小时', '小時'],
  m: ['m', 'min', 'mins', 'minute', 'minutes', 'minuten', '分', '分間', '分钟', '分鐘'],
  s: ['s', 'sec', 'secs', 'second', 'seconds', 'sek', 'sekunde', 'sekunden', 'seconde', 'secondes', '秒', '秒間'],
} as const;

type Unit = keyof typeof UNITS;
type Amounts = Readonly<Partial<Record<Unit, number>>>;

const UNIT_OF: ReadonlyMap<string, Unit> = new Map(
  Object.keys(UNITS)
    .filter((unit): unit is Unit => unit in UNITS)
    .flatMap((unit) => UNITS[unit].map((word) => [word, unit] as const)),
);

const FIGURE = '(\\d{1,9}(?:[.,]\\d{1,9})?)';
const SECONDS = new RegExp(`^${FIGURE}$`);
const CLOCK = /^(\d{1,4})(?::|\s*h\s*)([0-5]\d)(?::([0-5]\d))?$/;
const ISO = new RegExp(`^p(?:${FIGURE}w)?(?:${FIGURE}d)?(?:t(?:${FIGURE}h)?(?:${FIGURE}m)?(?:${FIGURE}s)?)?$`);
const PART = new RegExp(`${FIGURE}\\s*(\\p{L}+)\\.?(?:[\\s,;+&]*(?:(?:and|und|et)\\s+)?)`, 'uy');

/**
 * A span of time as Jira writes it, `1w 2d 3h 20m`: from that, from words (`3 hours 20 minutes`, `1,5 Std.`), a clock (`3:20`), ISO 8601
 * (`PT3H20M`), or a number of seconds. Jira counts minutes, so seconds are rounded. How long a day and a week are is a setting of the
 * site, so these stay what they are. `undefined` for what is none, months and years included.
 */
export function jiraDuration(text: string): string | undefined {
  const amounts = amountsIn(text.trim().toLowerCase());
  return amounts && written(amounts);
}

/** The seconds of a span as `jiraDuration` writes it; `undefined` where only the site knows, because it has days or weeks. */
export function secondsOf(duration: string): number | undefined {
  const amounts = amountsIn(duration);
  if (amounts === undefined || amounts.w !== undefined || amounts.d !== undefined) return undefined;
  return (amounts.h ?? 0) * 3_600 + (amounts.m ?? 0) * 60;
}

function amountsIn(text: string): Amounts | undefined {
  const [seconds] = SECONDS.exec(text)?.slice(1) ?? [];
  if (seconds !== undefined) return amountsOf(['s'], [seconds]);
  const clock = CLOCK.exec(text);
  if (clock) return amountsOf(['h', 'm', 's'], clock.slice(1));
  const iso = ISO.exec(text);
  return iso ? amountsOf(['w', 'd', 'h', 'm', 's'], iso.slice(1)) : inWords(text);
}

function inWords(text: string): Amounts | undefined {
  const found = new Map<Unit, number>();
  PART.lastIndex = 0;
  while (PART.lastIndex < text.length) {
    const [, figure, word = ''] = PART.exec(text) ?? [];
    const unit = UNIT_OF.get(word);
    if (figure === undefined || unit === undefined || found.has(unit)) return undefined;
    found.set(unit, numberOf(figure));
  }
  return found.size === 0 ? undefined : Object.fromEntries(found);
}

/** `undefined` where there is no figure at all, as in ISO's bare `PT`. */
function amountsOf(units: readonly Unit[], figures: readonly (string | undefined)[]): Amounts | undefined {
  const given = units.flatMap((unit, index) => {
    const figure = figures[index];
    return figure === undefined ? [] : [[unit, numberOf(figure)] as const];
  });
  return given.length === 0 ? undefined : Object.fromEntries(given);
}

function numberOf(figure: string): number {
  return Number(figure.replace(',', '.'));
}

function written({ w, d, h = 0, m = 0, s = 0 }: Amounts): string {
  const minutes = Math.round(h * 60 + m + s / 60);
  const parts = [
    ['w', w ?? 0],
    ['d', d ?? 0],
    ['h', Math.floor(minutes / 60)],
    ['m', minutes % 60],
  ] as const;
  return parts.flatMap(([unit, amount]) => (amount > 0 ? [`${amount}${unit}`] : [])).join(' ') || '0m';
}
