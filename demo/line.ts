/** The line between Jira and everybody who asks it: somebody may pull the plug. */

import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * How Jira is away: `refused` there is nobody at its port, as with a server that is down or a cable that is out · `reset` each
 * connection is torn down once a request has come · `503` something before Jira says that it is not available.
 */
export type Outage = 'refused' | 'reset' | '503';

export const OUTAGES: readonly Outage[] = ['refused', 'reset', '503'];

export class Line {
  #outage: Outage | undefined;
  #port: number;

  /** @param port 0 takes any free one, and keeps to it */
  constructor(
    private readonly server: Server,
    port: number,
    private readonly host: string,
  ) {
    this.#port = port;
  }

  /** Undefined while Jira can be reached. */
  get outage(): Outage | undefined {
    return this.#outage;
  }

  get port(): number {
    return this.#port;
  }

  /** Resolves once Jira is gone. Calls that are under way lose their connection. */
  async pull(outage: Outage): Promise<void> {
    if (outage !== 'refused') await this.plugIn();
    this.#outage = outage;
    if (outage === 'refused' && this.server.listening) await this.close();
    else this.server.closeAllConnections();
  }

  /** Resolves once Jira can be reached again; rejects when the port was taken by somebody else meanwhile. */
  async plugIn(): Promise<void> {
    this.#outage = undefined;
    if (this.server.listening) return;
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(this.#port, this.host, () => {
        this.server.off('error', reject);
        resolve();
      });
    });
    const address = this.server.address();
    if (isAddress(address)) this.#port = address.port;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }
}

function isAddress(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}
