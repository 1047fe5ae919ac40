import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import * as http from 'node:http';
import * as https from 'node:https';
import axios, { AxiosHeaders, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios';
import { type Clock, LONGEST_TIMER_MS, systemClock } from '../clock';
import { KeptConnections } from './kept-connections';
import type { Method } from './method';
import { axiosProxy, type ProxyOptions, proxyFor, TunnelAgent } from './proxy';
import { onAbort } from './signals';

/** TLS material for `https.Agent`: certificates, keys, and whether to trust an unknown authority. */
export type TlsOptions = Pick<
  https.AgentOptions,
  'ca' | 'cert' | 'key' | 'pfx' | 'passphrase' | 'servername' | 'rejectUnauthorized' | 'ALPNProtocols'
>;

export interface TransportOptions {
  /** Origin that all calls go to. */
  readonly origin: string;
  /** Milliseconds that one HTTP attempt may take, body included. */
  readonly timeoutMs: number;
  readonly tls?: TlsOptions | undefined;
  readonly proxy?: ProxyOptions | undefined;
  readonly userAgent: string;
  /** Largest response accepted, in bytes after decompression. */
  readonly maxResponseBytes?: number | undefined;
  /** Milliseconds after which a connection that nobody uses is closed. */
  readonly idleSocketMs?: number | undefined;
  /** For the time limit of an attempt; the system's unless told. */
  readonly clock?: Clock | undefined;
}

export interface OutgoingRequest {
  readonly method: Method;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text. */
  readonly body?: string | undefined;
  /** Cuts the request, sent or not. */
  readonly signal: AbortSignal;
  /** Cuts the request only as long as it has surely not left. */
  readonly unsentSignal?: AbortSignal | undefined;
  /** It must not be sent twice, so it must not be lost: it takes no connection that the server may be closing. */
  readonly once?: boolean | undefined;
}

export interface RawResponse {
  readonly status: number;
  /** By lower-case name; a repeated header's values are joined with a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export type TransportProblem = 'refused' | 'dns' | 'tls' | 'proxy' | 'reset' | 'timeout' | 'too-large' | 'cancelled';

/** A call that brought no response. `sent` is false only where the request surely never left. */
export class TransportFailure extends Error {
  override readonly name = 'TransportFailure';

  constructor(
    readonly problem: TransportProblem,
    readonly sent: boolean,
    /** The system's own code, such as `ECONNREFUSED` or `DEPTH_ZERO_SELF_SIGNED_CERT`. */
    readonly systemCode: string,
    /** The address that was called, if it is not the site's. */
    readonly at?: string,
  ) {
    super(`${problem} (${systemCode})`);
  }
}

const MAX_RESPONSE_BYTES = 100 * 1024 * 1024;
/** Servers close idle connections after some seconds; ours are dropped first, so that no call meets a stale one. */
const IDLE_SOCKET_MS = 4_000;

/** What axios does at the end of all its merging of settings, which are the same for all requests here. */
const overHttp = axios.getAdapter('http');

/** HTTP to one origin: keep-alive connections, TLS, proxy, time and size limits. Redirects are not followed. */
export class Transport {
  readonly #settings: Omit<InternalAxiosRequestConfig, 'headers'>;
  readonly #headers: Readonly<Record<string, string>>;
  /** For those that go over connections that are kept, and for those that get one of their own. */
  readonly #agents: ReadonlyMap<http.Agent, http.Agent>;
  readonly #kept: KeptConnections;
  readonly #timeoutMs: number;
  readonly #clock: Clock;
  readonly #proxy: URL | undefined;

  constructor(options: TransportOptions) {
    const timeoutMs = Math.min(options.timeoutMs, LONGEST_TIMER_MS);
    this.#timeoutMs = timeoutMs;
    this.#clock = options.clock ?? systemClock;
    const proxy = proxyFor(options.origin, options.proxy);
    this.#proxy = proxy;
    const secure = new URL(options.origin).protocol === 'https:';
    // An agent's `timeout` closes only connections that nobody uses.
    const keepAlive = { ...KEEP_ALIVE, timeout: options.idleSocketMs ?? IDLE_SOCKET_MS };
    const httpsAgentWith = (connections: http.AgentOptions) => {
      const tls = { ...connections, ...options.tls };
      return proxy && secure ? new TunnelAgent({ ...tls, proxy }, timeoutMs) : new https.Agent(tls);
    };
    const httpAgent = new http.Agent(keepAlive);
    const httpsAgent = httpsAgentWith(keepAlive);
    this.#agents = new Map<http.Agent, http.Agent>([
      [httpAgent, new http.Agent()],
      [httpsAgent, httpsAgentWith({})],
    ]);
    this.#kept = new KeptConnections([...this.#agents.keys()], keepAlive.timeout, this.#clock);
    this.#headers = { 'User-Agent': options.userAgent, Accept: 'application/json' };
    this.#settings = {
      httpAgent,
      httpsAgent,
      // An https site is reached through a tunnel, which is the agent's; only plain http is the proxy's own business.
      proxy: proxy && !secure ? axiosProxy(proxy) : false,
      // A redirect never carries credentials anywhere: there is none.
      maxRedirects: 0,
      maxContentLength: options.maxResponseBytes ?? MAX_RESPONSE_BYTES,
      maxBodyLength: Number.POSITIVE_INFINITY,
      responseType: 'arraybuffer',
      validateStatus: () => true,
    };
  }

  /**
   * Sends one request and returns the response, whatever its status.
   * @throws TransportFailure without a response
   */
  async send(request: OutgoingRequest): Promise<RawResponse> {
    this.#kept.dropStale();
    const trace: Trace = { sent: false };
    const attempt = new AbortController();
    const cut = (why: 'cancelled' | 'timeout') => {
      trace.cut ??= why;
      attempt.abort();
    };
    const cancelTimeout = this.#clock.after(this.#timeoutMs, () => cut('timeout'));
    const releases = [
      onAbort(request.signal, () => cut('cancelled')),
      onAbort(request.unsentSignal ?? NEVER, () => !trace.sent && cut('cancelled')),
    ];
    let response: AxiosResponse<unknown>;
    try {
      if (request.once) await this.#kept.readPending();
      response = await overHttp({
        ...this.#settings,
        method: request.method,
        url: request.url,
        headers: new AxiosHeaders({ ...this.#headers, ...request.headers }),
        data: request.body,
        signal: attempt.signal,
        transport: this.#tracing(trace, request.once === true),
      });
    } catch (error) {
      if (trace.cut) throw new TransportFailure(trace.cut, trace.sent, CUT_CODES[trace.cut]);
      const failure = failureOf(error, trace.sent, this.#proxy);
      if (failure.problem === 'reset' && trace.idleFor !== undefined) this.#kept.closedAfter(trace.idleFor);
      throw failure;
    } finally {
      cancelTimeout();
      for (const release of releases) release();
    }
    // No Jira asks for the credentials of a proxy. It has kept the call to itself.
    if (response.status === 407) throw new TransportFailure('proxy', false, 'Bad response: 407');
    return { status: response.status, headers: plainHeaders(response.headers), text: textOf(response.data) };
  }

  /**
   * Node's own `request` function, noting when the connection stands: from then on a request counts as sent. Everything
   * before (name, connection, proxy tunnel, TLS handshake) has surely not reached Jira.
   */
  #tracing(trace: Trace, once: boolean) {
    const request = (options: RequestOptions, onResponse: (response: IncomingMessage) => void): ClientRequest => {
      const secure = options.protocol === 'https:';
      const agent = once ? this.#agentForOnce(options.agent) : options.agent;
      const outgoing = (secure ? https : http).request({ ...options, agent }, onResponse);
      const sent = () => {
        trace.sent = true;
      };
      outgoing.once('socket', (socket) => {
        if (outgoing.reusedSocket) {
          trace.idleFor = this.#kept.taken(socket);
          sent();
        } else socket.once(secure ? 'secureConnect' : 'connect', sent);
      });
      return outgoing;
    };
    return { request };
  }

  #agentForOnce(agent: RequestOptions['agent']): RequestOptions['agent'] {
    if (!(agent instanceof http.Agent) || this.#kept.mayCarryOnce(agent)) return agent;
    return this.#agents.get(agent) ?? agent;
  }

  /** Closes every connection, those in use too. */
  close(): void {
    for (const agent of [...this.#agents].flat()) agent.destroy();
  }
}

/** axios sets the same interval for the probes of a connection: with another one, each request would set it twice. */
const PROBE_MS = 60_000;
const KEEP_ALIVE = { keepAlive: true, keepAliveMsecs: PROBE_MS, maxFreeSockets: 32, scheduling: 'lifo' } as const;
const NEVER = new AbortController().signal;
const CUT_CODES = { cancelled: 'ABORTED', timeout: 'ETIMEDOUT' } as const;

/** What is known of a request under way. */
interface Trace {
  sent: boolean;
  cut?: 'cancelled' | 'timeout';
  /** How long the connection had been idle, if it is not a new one. */
  idleFor?: number;
}

/** @param body a `Buffer`, as `responseType` asks for */
function textOf(body: unknown): string {
  return Buffer.isBuffer(body) ? body.toString('utf8') : '';
}

function plainHeaders(headers: object): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && value !== null) plain[name.toLowerCase()] = String(value);
  }
  return plain;
}

const NAME_NOT_FOUND = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'EAI_NONAME']);
const CONNECTION_REFUSED = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH']);
const TLS_CODE = /^(ERR_(TLS|SSL)_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|EPROTO$)/;

/** The system's code where a server speaks no TLS: older lines of Node.js hide it behind a general one. */
export const NOT_TLS = 'ERR_SSL_WRONG_VERSION_NUMBER';
const TALKS_OTHERWISE = /wrong version number|packet length too long/;

/** In TLS 1.3 a server judges the client's certificate when the client thinks that the connection stands. */
const CERTIFICATE_REFUSED = /^ERR_SSL_\w*ALERT_(\w*CERTIFICATE\w*|UNKNOWN_CA|ACCESS_DENIED)$/;

/** @param proxy only it is connected to: if that fails, it isn't the site that can't be reached */
function failureOf(error: unknown, sent: boolean, proxy: URL | undefined): TransportFailure {
  const { code, message } = systemError(error);
  // Of the two that should speak TLS, a proxy is the one that seldom does.
  if (!sent && TALKS_OTHERWISE.test(message)) {
    return new TransportFailure(proxy?.protocol === 'https:' ? 'proxy' : 'tls', false, NOT_TLS);
  }
  if (CERTIFICATE_REFUSED.test(code)) return new TransportFailure('tls', false, code);
  if (proxy && !sent && (NAME_NOT_FOUND.has(code) || CONNECTION_REFUSED.has(code))) {
    return new TransportFailure('proxy', sent, code);
  }
  if (NAME_NOT_FOUND.has(code)) return new TransportFailure('dns', sent, code);
  if (TLS_CODE.test(code)) return new TransportFailure('tls', sent, code);
  if (message.startsWith('Bad response:')) return new TransportFailure('proxy', sent, message);
  if (message.startsWith('maxContentLength')) return new TransportFailure('too-large', sent, 'TOO_LARGE');
  return new TransportFailure(sent ? 'reset' : 'refused', sent, code || 'ECONNRESET');
}

function systemError(error: unknown): { code: string; message: string } {
  if (!(error instanceof Error)) return { code: '', message: '' };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return { code, message: error.message };
}
