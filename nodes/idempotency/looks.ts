import type { Clock } from '../client/clock';
import { asJiraError } from '../client/errors/jira-error';
import { unlessAborted } from '../client/http/signals';
import type { Finding, Look, Lookup } from '../jira/recovery/recovery';

/** When it is looked whether a write has happened, in milliseconds after its response was lost. */
const LOOK_AT_MS = [0, 2_000, 5_000, 15_000, 30_000, 60_000];
/** After this a write that was not seen has not happened: no server works on one for so long. */
export const SETTLED_AFTER_MS = 60_000;

/** Where and how long the looks wait. */
export interface LookWorld {
  readonly clock: Clock;
  /** Aborted when nobody waits for the outcome any more. */
  readonly signal: AbortSignal;
  /** Told the milliseconds when a wait begins, and 0 when it is over. */
  readonly onWait?: ((ms: number) => void) | undefined;
}

/**
 * Looks until a write is found or a minute has passed since its response was lost; what the last look says then counts. A look that
 * fails is made up for by the next one.
 * @param elapsed milliseconds that have passed since the response was lost
 * @throws JiraError as the last look did, or the signal's reason
 */
export async function lookForAMinute(look: Look, jira: Lookup, elapsed: number, world: LookWorld): Promise<Finding> {
  const { clock, signal } = world;
  const lost = clock.now() - elapsed;
  const later = LOOK_AT_MS.filter((at) => at > elapsed);
  for (const [index, at] of [elapsed, ...later].entries()) {
    await pause(lost + at - clock.now(), world);
    const isLast = index === later.length;
    const finding = await look(isLast ? jira : hasty(jira)).catch((thrown: unknown) => {
      if (isLast || signal.aborted || asJiraError(thrown).code === 'JIRA_INTERNAL') throw thrown;
      return undefined;
    });
    if (finding?.found || (finding && isLast)) return finding;
  }
  return { found: false, conclusive: false };
}

/** A look that isn't the last doesn't wait for a Jira that is away: the next one comes soon. */
function hasty(jira: Lookup): Lookup {
  return {
    deployment: jira.deployment,
    ask: (request) => jira.ask({ ...request, optional: true }),
    recall: (key, load) => jira.recall(key, load),
  };
}

async function pause(ms: number, { clock, signal, onWait }: LookWorld): Promise<void> {
  if (ms <= 0) return signal.throwIfAborted();
  let cancel = () => {};
  const over = new Promise<void>((resolve) => {
    cancel = clock.after(ms, resolve);
  });
  onWait?.(ms);
  try {
    await unlessAborted(over, signal);
  } finally {
    cancel();
    onWait?.(0);
  }
}
