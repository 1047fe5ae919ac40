import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A line to a server on this machine, which somebody can cut and mend. */
export class Line {
  readonly #server: Server = createServer((socket) => this.#joined(socket));
  readonly #sockets = new Set<Socket>();
  isUp = true;

  constructor(private readonly port: number) {}

  /** Returns the port at which the line begins. */
  async open(): Promise<number> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  cut(): void {
    this.isUp = false;
    for (const socket of this.#sockets) socket.destroy();
  }

  mend(): void {
    this.isUp = true;
  }

  async close(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #joined(near: Socket): void {
    if (!this.isUp) {
      near.resetAndDestroy();
      return;
    }
    const far = connect(this.port, '127.0.0.1');
    for (const [socket, other] of [[near, far] as const, [far, near] as const]) {
      this.#sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  }
}
