/** One delivery of a webhook: what is sent where, and how Jira goes on after what comes back. */

import { createHmac, randomUUID } from 'node:crypto';
import type { Deployment } from '../model';

export type Outcome = number | 'no response';

export interface Delivery {
  /** Unique on the site, and the same when it is tried again. */
  readonly id: string;
  readonly webhookEvent: string;
  readonly url: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Data Center counts by webhook. */
  readonly webhookId: number | undefined;
  /** What each attempt so far has come to. */
  readonly outcomes: Outcome[];
  /** Milliseconds since 1970, by the site's clock, of the next attempt; undefined when there will be none. */
  due: number | undefined;
}

/** What a message becomes for one webhook. */
export interface Envelope {
  readonly deployment: Deployment;
  readonly webhookEvent: string;
  readonly url: string;
  /** JSON, or nothing. */
  readonly body: string;
  readonly secret: string | undefined;
  readonly authorization: string | undefined;
  readonly secondary: boolean;
  readonly webhookId: number | undefined;
  readonly due: number;
}

export function deliveryOf(envelope: Envelope): Delivery {
  const { deployment, webhookEvent, url, body, secret, authorization, secondary, webhookId, due } = envelope;
  const id = randomUUID();
  const headers = {
    'Content-Type': 'application/json; charset=UTF-8',
    'User-Agent': deployment === 'cloud' ? 'Atlassian Webhook HTTP Client' : 'Atlassian HttpClient 4.0.0 / JIRA',
    ...(deployment === 'cloud'
      ? { 'X-Atlassian-Webhook-Identifier': id, 'X-Atlassian-Webhook-Flow': secondary ? 'Secondary' : 'Primary' }
      : {}),
    ...(secret === undefined ? {} : { 'X-Hub-Signature': sign(secret, body) }),
    ...(authorization === undefined ? {} : { Authorization: authorization }),
  };
  return { id, webhookEvent, url, body, headers, webhookId, outcomes: [], due };
}

function sign(secret: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

const minute = 60_000;
const pauses: readonly number[] = [5 * minute, 7 * minute, 10 * minute, 12 * minute, 15 * minute];

/** Milliseconds until the next attempt; undefined when this one was the last. Data Center isn't known to try again. */
export function pauseAfter(deployment: Deployment, outcomes: readonly Outcome[]): number | undefined {
  const last = outcomes.at(-1);
  return deployment === 'cloud' && last !== undefined && mayPass(last) ? pauses[outcomes.length - 1] : undefined;
}

const passing: ReadonlySet<number> = new Set([408, 409, 425, 429]);

function mayPass(outcome: Outcome): boolean {
  return outcome === 'no response' || passing.has(outcome) || outcome >= 500;
}
