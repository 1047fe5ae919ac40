import { readFileSync } from 'node:fs';
import * as http from 'node:http';
import * as https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import path from 'node:path';

/** A request as it arrived. */
export interface Arrived {
  readonly method: string;
  /** Path and query, as sent. */
  readonly url: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

/** What a server answers: a response, or anything else that it does with the connection. */
export type Responder = ScriptedResponse | ((request: Arrived, response: http.ServerResponse) => void);

export interface ScriptedResponse {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text as it is; anything else as JSON. */
  readonly body?: unknown;
}

export interface ServerOptions {
  readonly tls?: https.ServerOptions;
  /** `127.0.0.1` unless told. */
  readonly host?: string;
  /** A free one unless told. */
  readonly port?: number;
  /** The reply to every route that has none of its own. */
  readonly otherwise?: Responder;
}

/** A real server on this machine that responds as a test tells it, and remembers what it was asked. */
export class ScriptedServer {
  readonly arrived: Arrived[] = [];
  /** Connections ever made. */
  connections = 0;
  readonly #sockets = new Set<Socket>();
  readonly #replies = new Map<string, Responder[]>();

  private constructor(
    private readonly server: http.Server,
    private readonly options: ServerOptions,
  ) {
    server.on('connection', (socket: Socket) => {
      this.connections++;
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    server.on('request', (request: http.IncomingMessage, response: http.ServerResponse) => {
      let body = '';
      request.setEncoding('utf8');
      request.on('data', (chunk: string) => {
        body += chunk;
      });
      request.on('end', () => {
        const { method = '', url = '', headers } = request;
        this.#reply({ method, url, headers, body }, response);
      });
    });
  }

  static async start(options: ServerOptions = {}): Promise<ScriptedServer> {
    const server = options.tls ? https.createServer(options.tls) : http.createServer();
    // A connection is closed by whom a test means to close it.
    server.keepAliveTimeout = 60_000;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve);
    });
    return new ScriptedServer(server, options);
  }

  get port(): number {
    return portOf(this.server);
  }

  /** Origin, without a slash at the end. */
  get url(): string {
    const host = this.options.host ?? '127.0.0.1';
    return `${this.options.tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${this.port}`;
  }

  /** Connections open now. */
  get open(): number {
    return this.#sockets.size;
  }

  /** The replies to a route (`GET /rest/api/3/myself`, query left out), one after the other; the last one stays. */
  on(route: string, ...replies: readonly Responder[]): this {
    this.#replies.set(route, [...replies]);
    return this;
  }

  /** The request that arrived first. */
  get first(): Arrived {
    const [first] = this.arrived;
    if (!first) throw new Error('Nothing has arrived');
    return first;
  }

  /** What arrived for a route. */
  seen(route: string): Arrived[] {
    return this.arrived.filter((request) => routeOf(request) === route);
  }

  /** Closes all connections, as a server that is restarted does. */
  dropConnections(): void {
    for (const socket of this.#sockets) socket.end();
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  #reply(request: Arrived, response: http.ServerResponse): void {
    this.arrived.push(request);
    const replies = this.#replies.get(routeOf(request)) ?? [];
    const reply = (replies.length > 1 ? replies.shift() : replies[0]) ?? this.options.otherwise ?? NOT_SCRIPTED;
    if (typeof reply === 'function') reply(request, response);
    else send(response, reply);
  }
}

/** Sends a response. */
export function send(response: http.ServerResponse, { status = 200, headers = {}, body }: ScriptedResponse): void {
  const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
  const type = typeof body === 'string' ? 'text/html;charset=UTF-8' : 'application/json;charset=UTF-8';
  response.writeHead(status, { 'Content-Type': type, ...headers }).end(text);
}

/** Nobody has told the server what to answer: a mistake in the test, so nothing that a client would repeat. */
const NOT_SCRIPTED: ScriptedResponse = { status: 418, body: { errorMessages: ['The test has no reply for this'] } };

/** The request has arrived, and the connection breaks. */
export const BREAK: Responder = (_request, response) => {
  response.socket?.resetAndDestroy();
};

/** The request has arrived, and nothing happens. */
export const HANG: Responder = () => {};

/** A good status and half of the body promised. */
export const CUT_SHORT: Responder = (_request, response) => {
  response.writeHead(201, { 'Content-Type': 'application/json', 'Content-Length': '100' });
  response.write('{"id":"10000","key"', () => response.socket?.destroy());
};

/** Port 1 is kept for a service that nobody runs any more. */
export const NOWHERE = 'http://127.0.0.1:1';

/** A port on which nobody listens yet. */
export async function closedPort(): Promise<number> {
  const server = http.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = portOf(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A test certificate or key, such as `server.pem`. */
export function certificate(name: 'ca.pem' | 'server.pem' | 'server.key' | 'client.pem' | 'client.key'): Buffer {
  return readFileSync(path.join(__dirname, 'certs', name));
}

export function portOf(server: { address(): AddressInfo | string | null }): number {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server does not listen');
  return address.port;
}

function routeOf({ method, url }: Arrived): string {
  return `${method} ${url.replace(/\?.*/s, '')}`;
}
