import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../client/clock';
import { JiraError, type JiraErrorCode } from '../client/errors/jira-error';
import type { Notification } from '../events/hub';
import { readNotification } from '../events/webhook/notification';
import { checkSender, type SenderProofs } from '../events/webhook/sender';
import { BodyReader, busy, declaredLength } from './body-reader';
import { asEventError } from './problems';

/** Who listens at an address. */
export interface WebhookListener {
  /** Empty: whoever knows the address may send. */
  readonly secret: string;
  /** Resolves once what was told is stored. */
  receive(notification: Notification): Promise<void>;
  /** Told why something was not taken. */
  refused(error: unknown): void;
}

export interface WebhookServerOptions {
  readonly clock: Clock;
  /** An error as whoever sent the webhook reads it. */
  readonly text: (error: JiraError) => { readonly message: string; readonly hint: string };
}

/** Requests that are read or stored at once. Jira Cloud sends thirty at once to one host. */
const MOST_AT_ONCE = 64;
/** Deliveries that are remembered, so that one which comes again is taken without another look at it. */
const MOST_REMEMBERED = 10_000;
/** Of a body that is left unread. A longer one isn't waited for: its connection is closed. */
const LONGEST_UNREAD_BYTES = 1024 * 1024;
/** How long the rest of a body that nobody wants is passed over. */
const LINGER_MS = 5_000;
/** Jira waits longer by itself. */
const RETRY_AFTER_S = 30;

/** Takes webhooks: looks who sends, reads, and says 200 once what was told is stored. Knows neither express nor Node-RED. */
export class WebhookServer {
  /** By the digest of an address's key: how long looking one up takes tells nothing of those that are there. */
  readonly #listeners = new Map<string, Set<WebhookListener>>();
  readonly #delivered = new Set<string>();
  readonly #bodies: BodyReader;
  #flowsRun = false;
  #opening = 0;
  #atOnce = 0;

  constructor(private readonly options: WebhookServerOptions) {
    this.#bodies = new BodyReader(options.clock);
  }

  /** Takes what comes to an address from now on. The function returned ends it. Several may listen at one address. */
  listen(key: string, listener: WebhookListener): () => void {
    const digest = digestOf(key);
    const listeners = this.#listeners.get(digest) ?? new Set();
    this.#listeners.set(digest, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(digest);
    };
  }

  /** Says that somebody is about to listen: until the function returned is called, an unknown address may be theirs. */
  opening(): () => void {
    let open = true;
    this.#opening++;
    return () => {
      if (open) this.#opening--;
      open = false;
    };
  }

  /** While flows start and stop, nobody can say which addresses there are: Jira takes a 404 as final. */
  flowsRun(run: boolean): void {
    this.#flowsRun = run;
  }

  /** Answers a request to the address that ends in a key. Never rejects. */
  async handle(request: IncomingMessage, response: ServerResponse, key: string): Promise<void> {
    try {
      await this.#take(request, key);
      response.writeHead(200, { 'Content-Length': 0 }).end();
    } catch (error) {
      this.#refuse(request, response, error);
    }
  }

  async #take(request: IncomingMessage, key: string): Promise<void> {
    if (request.method !== 'POST') throw new JiraError('JIRA_INVALID', 'webhook.method');
    const listeners = this.#listeners.get(digestOf(key));
    if (!listeners) throw this.#unknown();
    try {
      if (this.#atOnce >= MOST_AT_ONCE) throw busy();
      this.#atOnce++;
      try {
        await this.#deliver(request, key, [...listeners]);
      } finally {
        this.#atOnce--;
      }
    } catch (error) {
      for (const listener of listeners) listener.refused(error);
      throw error;
    }
  }

  #unknown(): JiraError {
    const mayCome = !this.#flowsRun || this.#opening > 0;
    return mayCome
      ? new JiraError('JIRA_UNAVAILABLE', 'webhook.starting')
      : new JiraError('JIRA_NOT_FOUND', 'webhook.unknownAddress');
  }

  async #deliver(request: IncomingMessage, key: string, listeners: readonly WebhookListener[]): Promise<void> {
    const proofs = proofsOf(request, key);
    const trusting = passing(listeners, ({ secret }) => checkSender(proofs, secret));
    const encoding = request.headers['content-encoding'] ?? 'identity';
    if (encoding !== 'identity') throw new JiraError('JIRA_INVALID', 'webhook.encoded');
    const body = await this.#bodies.read(request);
    const receivers = passing(trusting, ([, check]) => check?.(body)).map(([[listener]]) => listener);
    const delivery = deliveryOf(request, key, body);
    if (delivery !== undefined && this.#delivered.has(delivery)) return;
    const notification = readNotification(body, this.options.clock.wallNow());
    await Promise.all(receivers.map((listener) => listener.receive(notification)));
    if (delivery !== undefined) this.#remember(delivery);
  }

  #remember(delivery: string): void {
    this.#delivered.add(delivery);
    const [oldest] = this.#delivered;
    if (this.#delivered.size > MOST_REMEMBERED && oldest !== undefined) this.#delivered.delete(oldest);
  }

  #refuse(request: IncomingMessage, response: ServerResponse, thrown: unknown): void {
    const error = asEventError(thrown);
    const status = STATUS_OF_REASON.get(error.reason) ?? STATUS_OF_CODE.get(error.code) ?? 503;
    const text = JSON.stringify({ code: error.code, ...this.options.text(error) });
    const goesOn = canGoOn(request);
    response.writeHead(status, {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': Buffer.byteLength(text),
      ...(!goesOn && { Connection: 'close' }),
      ...HEADERS_OF_STATUS.get(status),
    });
    if (goesOn || request.destroyed) response.end(text);
    else this.#endLater(request, response, text);
  }

  /** Whoever is still sending would find the connection broken instead of an answer: the rest is passed over for a while. */
  #endLater(request: IncomingMessage, response: ServerResponse, text: string): void {
    response.write(text);
    const cancelTimer = this.options.clock.after(LINGER_MS, () => end());
    const end = () => {
      cancelTimer();
      response.end();
    };
    request.once('end', end).once('close', end).resume();
  }
}

const STATUS_OF_CODE: ReadonlyMap<JiraErrorCode, number> = new Map<JiraErrorCode, number>([
  ['JIRA_AUTH', 401],
  ['JIRA_NOT_FOUND', 404],
  ['JIRA_TIMEOUT', 408],
  ['JIRA_TOO_LARGE', 413],
  ['JIRA_INPUT', 422],
]);

const STATUS_OF_REASON: ReadonlyMap<string, number> = new Map([
  ['webhook.method', 405],
  ['webhook.encoded', 415],
]);

const HEADERS_OF_STATUS: ReadonlyMap<number, Readonly<Record<string, string | number>>> = new Map([
  [401, { 'WWW-Authenticate': 'Bearer' }],
  [405, { Allow: 'POST' }],
  [503, { 'Retry-After': RETRY_AFTER_S }],
]);

/** Those that a look at them gives something for; if none does, the first refusal is all of theirs. */
function passing<T, R>(all: readonly T[], look: (one: T) => R): readonly (readonly [T, R])[] {
  const passed: (readonly [T, R])[] = [];
  const refusals: unknown[] = [];
  for (const one of all) {
    try {
      passed.push([one, look(one)]);
    } catch (error) {
      refusals.push(error);
    }
  }
  if (passed.length === 0 && refusals.length > 0) throw refusals[0];
  return passed;
}

function proofsOf({ headers, url = '' }: IncomingMessage, key: string): SenderProofs {
  const signature = headers['x-hub-signature'];
  return {
    key,
    signature: Array.isArray(signature) ? signature.join() : signature,
    authorization: headers.authorization,
    token: new URLSearchParams(/\?(.*)$/s.exec(url)?.[1] ?? '').get('token') ?? undefined,
  };
}

/**
 * What makes a delivery the same as an earlier one: Jira's own name for it, and what it says. A rule in which somebody has written
 * that header down has the same name for all of them.
 */
function deliveryOf({ headers }: IncomingMessage, key: string, body: Buffer): string | undefined {
  const id = headers['x-atlassian-webhook-identifier'];
  if (id === undefined) return undefined;
  return createHash('sha256')
    .update(JSON.stringify([key, id]))
    .update(body)
    .digest('base64');
}

function digestOf(key: string): string {
  return createHash('sha256').update(key).digest('base64');
}

/** Whether another request may follow on the connection: what is left of this one is nothing, or so little that it can be passed over. */
function canGoOn(request: IncomingMessage): boolean {
  if (request.complete) return true;
  if (request.readableDidRead || request.headers['transfer-encoding'] !== undefined) return false;
  return declaredLength(request) <= LONGEST_UNREAD_BYTES;
}
