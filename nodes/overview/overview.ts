/**
 * What `GET jira/overview` tells, for the sidebar and for whoever watches over a Node-RED. Times are ISO 8601; `null` is what isn't known. There is no
 * secret in it, no address of a webhook and nothing of what messages hold, but for what an error's sentence names.
 */
export interface Overview {
  readonly sites: readonly SiteOverview[];
}

export interface SiteOverview {
  /** Of the site's node. */
  readonly id: string;
  readonly name: string;
  /** `null` of a site that can't be used. */
  readonly siteUrl: string | null;
  /** It stands in the flows, and is switched off. */
  readonly disabled: boolean;
  /** Nothing is written. */
  readonly dryRun: boolean;
  /** Whether Jira answers and takes the credentials; `null` as long as that isn't known. */
  readonly ok: boolean | null;
  /** Why not. */
  readonly problem?: ProblemText;
  /** Whom Jira takes the site's account for. */
  readonly user?: string;
  /** OAuth 2.0: when somebody has to sign in again at the latest. */
  readonly signedInUntil?: string;
  /** Calls that are on their way to Jira, and that wait. */
  readonly inFlight: number;
  readonly waiting: number;
  /** Sixty, the one under way last; none of a site that can't be used. */
  readonly minutes: readonly MinuteOverview[];
  readonly pauses: readonly PauseOverview[];
  readonly kept: KeptOverview;
  readonly events: readonly EventsOverview[];
  /** The slowest first: of each node its slowest message of the last hour. */
  readonly slowest: readonly SlowOverview[];
  /** The newest first. */
  readonly errors: readonly ErrorOverview[];
}

export interface ProblemText {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

export interface MinuteOverview {
  /** When it began. */
  readonly at: string;
  /** Responses of Jira. */
  readonly calls: number;
  /** Those among them that were a 429. */
  readonly limited: number;
  /** The most calls that waited at once. */
  readonly waiting: number;
}

export interface PauseOverview {
  /** `site`, `endpoint:…` or `issue:…`. */
  readonly scope: string;
  /** Jira's own word for the limit, if it gave one. */
  readonly reason: string | null;
  /** That are left. */
  readonly seconds: number;
}

export interface KeptOverview {
  readonly count: number;
  readonly oldestAt: string | null;
  /** The first hundred, in the order in which they came. */
  readonly items: readonly KeptItem[];
}

export interface KeptItem {
  readonly id: string;
  readonly node: string;
  readonly operation: string;
  /** Keys or ids of the issues that it is for. */
  readonly issues: readonly string[];
  readonly since: string;
  readonly attempts: number;
  /** It may be in Jira already. */
  readonly inDoubt: boolean;
  /** The code of what kept the last attempt from being the last. */
  readonly problem: string | null;
  /** No node is there that would send it. */
  readonly stray: boolean;
}

export interface EventsOverview {
  readonly node: string;
  readonly lastEventAt: string | null;
  readonly nextRoundAt: string | null;
  /** Issues that are still to be read. */
  readonly lagging: number;
  readonly problem: ProblemText | null;
  readonly webhook: WebhookOverview;
}

export interface WebhookOverview {
  readonly registered: boolean;
  readonly expiresAt: string | null;
  readonly lastDeliveryAt: string | null;
  readonly lastProblem: ProblemText | null;
}

export interface SlowOverview {
  readonly node: string;
  readonly operation: string;
  readonly ms: number;
  readonly at: string;
}

export interface ErrorOverview {
  readonly node: string;
  readonly operation: string;
  readonly code: string;
  readonly message: string;
  /** When it came last. */
  readonly at: string;
  /** How often it came. */
  readonly count: number;
}
