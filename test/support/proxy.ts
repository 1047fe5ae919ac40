import * as http from 'node:http';
import { connect, type Socket } from 'node:net';
import { portOf } from './server';

/** A real HTTP proxy on this machine: it opens tunnels and passes plain requests on. */
export class TestProxy {
  /** Hosts and ports that tunnels were asked for. */
  readonly tunnels: string[] = [];
  /** Addresses of plain requests, in absolute form. */
  readonly forwarded: string[] = [];
  /** `Proxy-Authorization` of each of them. */
  readonly credentials: (string | undefined)[] = [];
  /** A status other than 200: it refuses everybody with it. */
  status = 200;
  readonly #sockets = new Set<Socket>();

  private constructor(private readonly server: http.Server) {
    server.on('connection', (socket: Socket) => this.#keep(socket));
    server.on('connect', (request: http.IncomingMessage, socket: Socket) => this.#tunnel(request, socket));
    server.on('request', (request: http.IncomingMessage, response: http.ServerResponse) =>
      this.#forward(request, response),
    );
  }

  static async start(): Promise<TestProxy> {
    const server = http.createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new TestProxy(server);
  }

  get url(): string {
    return `http://127.0.0.1:${portOf(this.server)}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  #tunnel(request: http.IncomingMessage, socket: Socket): void {
    this.tunnels.push(request.url ?? '');
    this.credentials.push(request.headers['proxy-authorization']);
    if (this.status !== 200) {
      socket.end(`HTTP/1.1 ${this.status} Refused\r\n\r\n`);
      return;
    }
    const target = new URL(`http://${request.url}`);
    const upstream = connect(Number(target.port), target.hostname.replace(/^\[|\]$/g, ''), () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.pipe(upstream).pipe(socket);
    });
    this.#keep(upstream);
  }

  #forward(request: http.IncomingMessage, response: http.ServerResponse): void {
    this.forwarded.push(request.url ?? '');
    this.credentials.push(request.headers['proxy-authorization']);
    if (this.status !== 200) {
      response.writeHead(this.status).end();
      return;
    }
    const upstream = http.request(
      request.url ?? '',
      { method: request.method, headers: request.headers },
      (upstreamResponse) => {
        response.writeHead(upstreamResponse.statusCode ?? 502, upstreamResponse.headers);
        upstreamResponse.pipe(response);
      },
    );
    request.pipe(upstream);
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    // The other end of a tunnel breaks when a test means it to.
    socket.on('error', () => {});
  }
}
