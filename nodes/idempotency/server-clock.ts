import type { Clock } from '../client/clock';
import { textEntry } from '../client/json';
import type { CacheKey } from '../client/ttl-cache';
import type { Lookup } from '../jira/recovery/recovery';

/** What Jira's clock showed, in milliseconds since 1970, at a moment of our own that only moves on. */
interface Reading {
  readonly time: number;
  readonly at: number;
}

const READING: CacheKey<Reading> = { name: 'server-clock' };

/**
 * Now by Jira's own clock, in milliseconds since 1970; asked every few minutes. The machine's clock counts only where Jira doesn't tell.
 * @throws JiraError
 */
export async function serverNow(jira: Lookup, clock: Clock): Promise<number> {
  const { time, at } = await jira.recall(READING, async () => {
    const asked = clock.now();
    const said = Date.parse(textEntry(await jira.ask({ route: 'GET /serverInfo' }), 'serverTime') ?? '');
    return { time: Number.isNaN(said) ? clock.wallNow() : said, at: asked };
  });
  return time + clock.now() - at;
}
