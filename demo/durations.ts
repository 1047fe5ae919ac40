/** Spans of time as people write and read them in Jira: weeks of five days of eight hours. */

const MINUTES = { w: 5 * 8 * 60, d: 8 * 60, h: 60, m: 1 } as const;

/** `3h 20m`; weeks are told in days. */
export function duration(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  const parts = [
    [Math.floor(minutes / MINUTES.d), 'd'],
    [Math.floor((minutes % MINUTES.d) / MINUTES.h), 'h'],
    [minutes % MINUTES.h, 'm'],
  ] as const;
  const text = parts.flatMap(([count, unit]) => (count > 0 ? [`${count}${unit}`] : []));
  return text.length === 0 ? '0m' : text.join(' ');
}

/** The seconds of `1d 3h 20m`, a number without a unit meaning minutes; undefined for anything else. */
export function readDuration(text: string): number | undefined {
  const trimmed = text.trim();
  if (!/^\d+(\.\d+)?[wdhm]?(\s+\d+(\.\d+)?[wdhm]?)*$/.test(trimmed)) return undefined;
  return trimmed.split(/\s+/).reduce((seconds, part) => {
    const unit = (['w', 'd', 'h'] as const).find((one) => part.endsWith(one)) ?? 'm';
    return seconds + Number.parseFloat(part) * MINUTES[unit] * 60;
  }, 0);
}
