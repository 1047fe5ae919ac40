import type { Clock } from '../client/clock';
import { isRecord } from '../client/json';
import type { SiteMemory } from '../jira/memory';
import type { WriteGuard } from '../jira/write-guard';
import type { Store } from '../store/store';
import { storedKey } from './once-key';
import { OnceLedger, type WriteName } from './once-ledger';
import { type OnceOrder, OnceWrite, type World } from './once-write';
import { storeProblem } from './store-problem';
import { Turns } from './turns';

/** In place of an operation, for what is remembered of none. */
const MEMORY = 'memory';

/** The writes of a Node-RED that happen once. One for each store: equal keys take turns. */
export class OnceWrites {
  readonly #turns = new Turns();
  readonly #ledger: OnceLedger;

  constructor(
    store: Store,
    private readonly clock: Clock,
  ) {
    this.#ledger = new OnceLedger(store, clock);
  }

  /** What the nodes of a site remember together. */
  memory(siteKey: string): SiteMemory {
    const nameOf = (name: string): WriteName => [siteKey, MEMORY, storedKey(name)];
    return {
      now: () => this.clock.wallNow(),
      inTurn: (name, task) => this.#turns.run(JSON.stringify([siteKey, MEMORY, name]), task),
      read: async (name) => {
        const known = await storeProblem(this.#ledger.read(nameOf(name)));
        return known?.state === 'done' && isRecord(known.result) ? known.result : undefined;
      },
      write: (name, value) =>
        storeProblem(this.#ledger.write(nameOf(name), { state: 'done', at: this.clock.wallNow(), result: value })),
    };
  }

  /** What guards the writes of one message. */
  guard(order: OnceOrder): WriteGuard {
    const inTurn = <T>(world: World, part: string | undefined, task: (write: OnceWrite) => Promise<T>): Promise<T> =>
      this.#turns.run(JSON.stringify([world.siteKey, world.operation, world.key, part]), async () => {
        world.signal.throwIfAborted();
        return task(new OnceWrite(world, world.ledger ?? this.#ledger, part));
      });
    const world: World = { ...order, clock: this.clock };
    return {
      settled: (jira, recovery) => inTurn(world, undefined, (write) => write.settled(jira, recovery)),
      send: (jira, one, attempt) => {
        const own =
          one.onceKey === undefined ? world : { ...world, key: one.onceKey, remember: true, ledger: undefined };
        return inTurn(own, one.part, (write) => write.send(jira, one, attempt));
      },
    };
  }
}
