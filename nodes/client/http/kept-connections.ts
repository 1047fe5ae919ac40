import type * as http from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Clock } from '../clock';

/** A server keeps connections if one has stayed open for so long. */
const KEPT_MS = 200;
/** They are used for as long as one has stayed open, less so much. */
const MARGIN_MS = 100;
/** How long a connection that the server closed early makes us careful. */
const CAREFUL_MS = 60_000;

/**
 * The connections that nobody uses at the moment, and what they tell of the server's habits.
 *
 * Whether a request arrived can't be told from how its connection broke: a server that closes an idle connection while the
 * request is on its way resets it, and so does one that dies in the middle of the work; neither has sent a byte. What can be
 * known comes before: an end that has arrived is read in the next turn of the event loop, and a server that closes connections
 * soon after a response has done so with those that wait beside this one. So a create takes a kept connection only where the
 * server is seen to keep them, and a new one otherwise. What stays is a server that changes its habits in that very
 * millisecond, by a restart: that remains unknown.
 */
export class KeptConnections {
  /** When each became idle, by both clocks. */
  readonly #idle = new WeakMap<Duplex, { readonly now: number; readonly wall: number }>();
  readonly #known = new WeakSet<Duplex>();
  /** The longest time that one was seen to stay open. */
  #survivedMs = 0;
  /** The shortest time after which the server closed one lately. */
  #closedEarly: { readonly afterMs: number; readonly at: number } | undefined;

  /** @param idleMs after which a connection that nobody uses is closed */
  constructor(
    private readonly agents: readonly http.Agent[],
    private readonly idleMs: number,
    private readonly clock: Clock,
  ) {
    // Only the agent knows when a connection becomes free.
    for (const agent of agents) agent.on('free', (socket: Duplex) => this.#freed(socket));
  }

  /**
   * After Node-RED was busy or the machine asleep, a timer that should have dropped an idle connection may not have run yet,
   * and the server may have closed it long ago. A connection's own timeout is the agent's, which is shorter than ours where
   * the server said in `Keep-Alive` that it closes soon.
   */
  dropStale(): void {
    for (const socket of this.agents.flatMap(freeSocketsOf)) {
      const since = this.#idle.get(socket);
      // The one clock can be set, the other stands still while the machine sleeps.
      const idleFor = since ? Math.max(this.clock.now() - since.now, this.clock.wallNow() - since.wall) : this.idleMs;
      if (idleFor >= (socket.timeout || this.idleMs)) socket.destroy();
    }
  }

  /** Lets what has already arrived be read: the end of a connection, if the server has closed it. */
  async readPending(): Promise<void> {
    if (this.agents.every((agent) => freeSocketsOf(agent).length === 0)) return;
    // The first may run before this turn has looked at the network, the second runs after the next one has.
    for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
  }

  /**
   * Whether the connection that the agent would give to a request now may carry one that must not be sent twice. It may
   * always be a new one, which is worth keeping where the server is known to keep it.
   */
  mayCarryOnce(agent: http.Agent): boolean {
    const free = freeSocketsOf(agent);
    if (free.length === 0) return true;
    if (free.some((socket) => socket.destroyed || !socket.readable)) return false;
    const idleFor = free.map((socket) => this.#idleFor(socket) ?? 0);
    this.#survivedMs = Math.max(this.#survivedMs, ...idleFor);
    const keptFor = Math.min(this.#survivedMs, this.#closedAfterMs());
    if (keptFor < KEPT_MS) return false;
    // The one that became idle last is given first. Is even that too old, a new one takes the place of all.
    if (Math.min(...idleFor) + MARGIN_MS > keptFor) for (const socket of free) socket.destroy();
    return true;
  }

  /** A request has taken a kept connection; returns how long that had been idle, in milliseconds. */
  taken(socket: Duplex): number {
    const idleFor = this.#idleFor(socket) ?? 0;
    this.#idle.delete(socket);
    return idleFor;
  }

  /** The server has closed a connection that was idle for so long. */
  closedAfter(ms: number): void {
    this.#survivedMs = Math.min(this.#survivedMs, ms);
    this.#closedEarly = { afterMs: Math.min(ms, this.#closedAfterMs()), at: this.clock.now() };
  }

  #freed(socket: Duplex): void {
    this.#idle.set(socket, { now: this.clock.now(), wall: this.clock.wallNow() });
    if (this.#known.has(socket)) return;
    this.#known.add(socket);
    socket.once('close', () => {
      const idleFor = this.#idleFor(socket);
      // Those that we close ourselves have not ended before.
      if (idleFor !== undefined && (socket.readableEnded || socket.errored)) this.closedAfter(idleFor);
    });
  }

  #idleFor(socket: Duplex): number | undefined {
    const since = this.#idle.get(socket);
    return since && this.clock.now() - since.now;
  }

  #closedAfterMs(): number {
    const early = this.#closedEarly;
    return early && this.clock.now() - early.at < CAREFUL_MS ? early.afterMs : Number.POSITIVE_INFINITY;
  }
}

function freeSocketsOf({ freeSockets }: http.Agent): Socket[] {
  return Object.values(freeSockets)
    .flat()
    .filter((socket) => socket !== undefined);
}
