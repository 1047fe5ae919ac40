import type { NodeAPI } from 'node-red';
import { systemClock } from '../client/clock';
import type { Connection } from '../client/connection';
import { Outbox } from '../outbox/outbox';
import type { Store } from '../store/store';
import { storeOf } from '../store/store-of';

/** The outboxes of a Node-RED, one for each site: kept by the id of the site's node and its address, as another address is another Jira. */
export class Outboxes {
  readonly #all = new Map<string, { readonly outbox: Outbox; connection: Connection | undefined }>();
  #running = false;

  constructor(private readonly store: Store) {}

  /** The outbox of a site that somebody uses. */
  of(siteId: string, connection: Connection): Outbox {
    const key = keyOf(siteId, connection.client.siteUrl);
    const known = this.#all.get(key) ?? this.#open(key, connection);
    if (known.connection !== connection) {
      known.connection = connection;
      known.outbox.limits = connection.keeping;
      known.outbox.reconnected();
    }
    return known.outbox;
  }

  /** The outbox of a site that can't be used at the moment: what waits there can be looked at, and nothing is sent or ends by its age. */
  unused(siteId: string, siteUrl: string): Outbox {
    const key = keyOf(siteId, siteUrl);
    return (this.#all.get(key) ?? this.#open(key, undefined)).outbox;
  }

  /** Those of a site that have been used since Node-RED began: under another address it may have had another one. */
  ofSite(siteId: string): readonly Outbox[] {
    return [...this.#all].filter(([key]) => key.startsWith(`${siteId} `)).map(([, { outbox }]) => outbox);
  }

  /** Whether flows run that take what comes of kept messages. */
  run(running: boolean): void {
    this.#running = running;
    for (const { outbox } of this.#all.values()) outbox.run(running);
  }

  #open(key: string, connection: Connection | undefined): { outbox: Outbox; connection: Connection | undefined } {
    const opened = { outbox: new Outbox(this.store, key, systemClock, connection?.keeping ?? WITHOUT_END), connection };
    opened.outbox.run(this.#running);
    this.#all.set(key, opened);
    return opened;
  }
}

/** As long as nobody has said how much is kept. */
const WITHOUT_END = { keepFor: Number.POSITIVE_INFINITY, keepMost: Number.POSITIVE_INFINITY };

function keyOf(siteId: string, siteUrl: string): string {
  return `${siteId} ${siteUrl}`;
}

const all = new WeakMap<Store, Outboxes>();

/** The outboxes of this Node-RED. */
export function outboxesOf(RED: NodeAPI): Outboxes {
  const store = storeOf(RED);
  const known = all.get(store);
  if (known) return known;
  const outboxes = new Outboxes(store);
  all.set(store, outboxes);
  for (const event of ['flows:starting', 'flows:stopping']) RED.events.on(event, () => outboxes.run(false));
  RED.events.on('flows:started', () => outboxes.run(true));
  return outboxes;
}
