import type { NodeAPI } from 'node-red';
import type { Clock } from '../client/clock';
import type { Connection } from '../client/connection';
import { JiraError } from '../client/errors/jira-error';
import { activities, editorId } from '../engine/activity';
import { stateFacts } from '../event-node/endpoints/state';
import { type EventNode, runningEventNodes } from '../event-node/node';
import { keptAt } from '../outbox-node/kept';
import type { EventsOverview, KeptOverview, SiteOverview } from '../overview/overview';
import { endOf } from '../site/endpoints/oauth';
import { problemDetails } from '../site/problem-details';
import { tokenRegistryOf } from '../site/token-registry';
import { SiteCheck, type SiteState } from './site-check';
import type { DeployedSite } from './sites';

/** So many kept messages are told one by one; there may be ten thousand. */
const ITEMS = 100;

/** Puts together what is known of a site. */
export class SiteOverviews {
  readonly #checks = new WeakMap<Connection, SiteCheck>();

  constructor(
    private readonly RED: NodeAPI,
    private readonly clock: Clock,
  ) {}

  async of({ id, name, node }: DeployedSite): Promise<SiteOverview> {
    const what = { id, name, disabled: node === undefined };
    const lately = { kept: await this.#kept(id), events: this.#events(id), ...this.#activity(id) };
    try {
      if (!node) throw new JiraError('JIRA_CONFIG', 'config.disabled', {}, { outcome: 'not-done' });
      const connection = node.connection();
      const [state, signedInUntil] = await Promise.all([this.#check(connection).look(), this.#signedInUntil(id)]);
      return { ...what, ...this.#usable(connection, state), ...(signedInUntil && { signedInUntil }), ...lately };
    } catch (error) {
      return { ...what, ...UNUSABLE, problem: problemDetails(this.RED, error), ...lately };
    }
  }

  #check(connection: Connection): SiteCheck {
    const check = this.#checks.get(connection) ?? new SiteCheck(connection, this.clock);
    this.#checks.set(connection, check);
    return check;
  }

  #usable({ client, rateLimiter }: Connection, { ok, user, problem }: SiteState) {
    const { inFlight, waiting, pauses } = rateLimiter.status();
    return {
      ...{ siteUrl: client.siteUrl, dryRun: client.isDryRun, ok: ok ?? null, inFlight, waiting },
      ...(problem && { problem: problemDetails(this.RED, problem) }),
      ...(user !== undefined && { user }),
      minutes: rateLimiter.minutes().map(({ at, ...figures }) => ({ at: isoTime(at), ...figures })),
      pauses: pauses.map(({ scope, reason, leftMs }) => ({
        ...{ scope, reason: reason ?? null, seconds: Math.ceil(leftMs / 1_000) },
      })),
    };
  }

  /** Of a sign-in that is in use; one that waits for a deploy is not. */
  async #signedInUntil(id: string): Promise<string | undefined> {
    const status = await tokenRegistryOf(this.RED)
      .status(id)
      .catch(() => undefined);
    return status && !status.held ? endOf(status.signIn) : undefined;
  }

  async #kept(id: string): Promise<KeptOverview> {
    const items = await keptAt(this.RED, id);
    return { count: items.length, oldestAt: items[0]?.since ?? null, items: items.slice(0, ITEMS) };
  }

  #events(id: string): readonly EventsOverview[] {
    return [...runningEventNodes].filter(({ siteId }) => siteId === id).map((node) => this.#listening(node));
  }

  /** Whoever knows the address of a webhook could send it something, so it stays where it is set up. */
  #listening(node: EventNode): EventsOverview {
    const { lastEventAt, nextRoundAt, lagging, problem = null, webhook } = stateFacts(this.RED, node.listening());
    const { address: _address, ...told } = webhook;
    return { node: editorId(node), lastEventAt, nextRoundAt, lagging, problem, webhook: told };
  }

  #activity(id: string): Pick<SiteOverview, 'slowest' | 'errors'> {
    return {
      slowest: activities.slowest(id).map((one) => ({ ...one, at: isoTime(one.at) })),
      errors: activities.errors(id).map((one) => ({ ...one, at: isoTime(one.at) })),
    };
  }
}

const UNUSABLE = { siteUrl: null, dryRun: false, ok: false, inFlight: 0, waiting: 0, minutes: [], pauses: [] };

function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
