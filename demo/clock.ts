/** How Jira writes moments and days. */

const formats = new Map<string, Intl.DateTimeFormat>();

function format(timeZone: string): Intl.DateTimeFormat {
  let known = formats.get(timeZone);
  if (!known) {
    known = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(timeZone, known);
  }
  return known;
}

function partsIn(timeZone: string, at: Date): Record<string, string> {
  return Object.fromEntries(
    format(timeZone)
      .formatToParts(at)
      .map((part) => [part.type, part.value]),
  );
}

/** `2026-11-20T09:14:03.512+0100`: with milliseconds, in the given zone, the offset without a colon. */
export function timestamp(at: Date, timeZone: string): string {
  const p = partsIn(timeZone, at);
  const local = `${p.year}-${p.month}-${p.day}T${p.hour}:${p.minute}:${p.second}`;
  const millis = String(at.getUTCMilliseconds()).padStart(3, '0');
  const seconds = Math.floor(at.getTime() / 1000) * 1000;
  const offset = Math.round((Date.parse(`${local}Z`) - seconds) / 60_000);
  const hours = String(Math.floor(Math.abs(offset) / 60)).padStart(2, '0');
  const minutes = String(Math.abs(offset) % 60).padStart(2, '0');
  return `${local}.${millis}${offset < 0 ? '-' : '+'}${hours}${minutes}`;
}

/** `2026-11-20` in the given zone. */
export function day(at: Date, timeZone: string): string {
  const p = partsIn(timeZone, at);
  return `${p.year}-${p.month}-${p.day}`;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `20/Nov/26`, as rendered fields have a day. */
export function renderedDay(isoDay: string): string {
  const [year = '', month = '', date = ''] = isoDay.split('-');
  return `${date}/${months[Number(month) - 1] ?? ''}/${year.slice(2)}`;
}

/** `20/Nov/26 9:14 AM`, as rendered fields have a moment. */
export function renderedMoment(at: Date, timeZone: string): string {
  const p = partsIn(timeZone, at);
  const hour = Number(p.hour);
  return `${renderedDay(`${p.year}-${p.month}-${p.day}`)} ${hour % 12 || 12}:${p.minute} ${hour < 12 ? 'AM' : 'PM'}`;
}

/** True for a real day written `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  return at !== undefined && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}
