import type { Clock } from '../client/clock';
import { type RecentError, RecentErrors, type ToldError } from './recent-errors';
import { type SlowOperation, SlowOperations } from './slow-operations';

/** What the nodes of one site did lately. */
interface Activity {
  readonly errors: RecentErrors;
  readonly slow: SlowOperations;
}

/** Each deploy gives the sites inside of subflows other ids: those that were there first go. */
const MOST_SITES = 200;

/** What the nodes did lately, site by site: told by the nodes as it happens, and read when somebody looks. */
export class Activities {
  readonly #sites = new Map<string, Activity>();

  constructor(private readonly clock: Clock) {}

  /**
   * A node is done with a message, well or not.
   * @param site id of the site's node; a node without one is told of nowhere
   * @param node its id as the editor knows it
   * @param ms from the message to its end
   */
  took(site: string, node: string, operation: string, ms: number): void {
    if (site !== '') this.#of(site).slow.add(node, operation, ms, this.clock.now(), this.clock.wallNow());
  }

  failed(site: string, error: ToldError): void {
    if (site !== '') this.#of(site).errors.add(error, this.clock.wallNow());
  }

  /** The slowest messages of the last hour, each node once. */
  slowest(site: string): readonly SlowOperation[] {
    return this.#sites.get(site)?.slow.list(this.clock.now()) ?? [];
  }

  /** The newest first. */
  errors(site: string): readonly RecentError[] {
    return this.#sites.get(site)?.errors.list() ?? [];
  }

  #of(site: string): Activity {
    const known = this.#sites.get(site);
    if (known) return known;
    const activity = { errors: new RecentErrors(), slow: new SlowOperations() };
    this.#sites.set(site, activity);
    const [oldest] = this.#sites.keys();
    if (this.#sites.size > MOST_SITES && oldest !== undefined) this.#sites.delete(oldest);
    return activity;
  }
}
