/** Who is to be told of what: the webhooks of administrators and, on Cloud, those of apps. */

/** Registered by an administrator; never expires. */
export interface AdminWebhook {
  readonly id: number;
  readonly name: string;
  readonly url: string;
  readonly events: readonly string[];
  /** Empty: every issue. */
  readonly jql: string;
  readonly active: boolean;
  readonly excludeBody: boolean;
  readonly secret: string | undefined;
  /** Data Center 10 and newer. */
  readonly sslVerificationRequired: boolean;
  readonly ownerId: string;
  readonly created: Date;
  readonly updated: Date;
}

/** Registered by an app, for the person who let it in. */
export interface DynamicWebhook {
  readonly id: number;
  readonly clientId: string;
  readonly ownerId: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly jql: string;
  readonly fieldIds: readonly string[] | undefined;
  readonly propertyKeys: readonly string[] | undefined;
  readonly expires: Date;
}

/** How deliveries of a webhook have gone, as Data Center counts them. */
export interface Statistics {
  successes: number;
  failures: number;
  errors: number;
}

export class WebhookRegistry {
  readonly admin = new Map<number, AdminWebhook>();
  readonly dynamic = new Map<number, DynamicWebhook>();
  readonly #statistics = new Map<number, Statistics>();
  #lastId = 0;
  #lastDynamicId = 999;

  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  nextDynamicId(): number {
    this.#lastDynamicId += 1;
    return this.#lastDynamicId;
  }

  statistics(id: number): Statistics {
    const known = this.#statistics.get(id) ?? { successes: 0, failures: 0, errors: 0 };
    this.#statistics.set(id, known);
    return known;
  }
}
