import type { RealNodeRed } from './node-red';

/** A debug node's message has been written when nothing more comes: its lines arrive in one piece or two. */
const QUIET_MS = 40;
const GIVE_UP_MS = 5_000;

/**
 * What debug nodes with `console` wrote to Node-RED's log after `from` lines; one message takes several lines.
 * @throws Error with the log if nothing is shown within five seconds
 */
export async function shownAfter(nodeRed: RealNodeRed, from: number): Promise<string> {
  for (let waited = 0; waited < GIVE_UP_MS; waited += QUIET_MS) {
    const before = nodeRed.log().length;
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
    const lines = nodeRed.log().slice(from);
    if (before === nodeRed.log().length && lines.some((line) => line.includes('[debug:'))) return lines.join('\n');
  }
  throw new Error(`nothing was shown:\n${nodeRed.log().slice(from).join('\n')}`);
}
