/** Fault injection: what a test may let happen to the next calls. */

import type { ServerResponse } from 'node:http';
import type { Deployment } from './model';

/** A response in place of the real one. `status` and `headers` are sent as given; a `body` that is no string goes out as JSON. */
export interface FaultResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface Fault {
  readonly deployment?: Deployment;
  readonly method?: string;
  /** Tested against path and query below the site, e.g. `/rest/api/3/issue/OPS-1?fields=summary`. */
  readonly path?: RegExp;
  /** How many matching calls suffer it; 1 unless told. */
  readonly times?: number;
  /** How many matching calls pass unharmed first; 0 unless told. */
  readonly skip?: number;
  /**
   * What happens:
   * a response in place of the real one, nothing being carried out;
   * `reset`: the connection is torn down, nothing being carried out;
   * `hang`: no response ever, nothing being carried out;
   * `cut`: carried out, but only the headers and half of the body arrive;
   * `after`: carried out, and the connection is torn down instead of a response.
   */
  readonly response: FaultResponse | 'reset' | 'hang' | 'cut' | 'after';
}

/** The faults still to come, in the order in which they were added. */
export class FaultInjector {
  #waiting: { readonly fault: Fault; skip: number; times: number }[] = [];

  add(fault: Fault): void {
    this.#waiting.push({ fault, skip: fault.skip ?? 0, times: fault.times ?? 1 });
  }

  /** How many calls are still to suffer one. */
  get left(): number {
    return this.#waiting.reduce((sum, { times }) => sum + times, 0);
  }

  clear(): void {
    this.#waiting = [];
  }

  /** The fault that this call suffers, if any; counts it. */
  take(deployment: Deployment, method: string, pathAndQuery: string): Fault['response'] | undefined {
    for (const entry of this.#waiting) {
      const { fault } = entry;
      if (fault.deployment !== undefined && fault.deployment !== deployment) continue;
      if (fault.method !== undefined && fault.method.toUpperCase() !== method) continue;
      if (fault.path !== undefined && pathAndQuery.search(fault.path) < 0) continue;
      if (entry.skip > 0) {
        entry.skip -= 1;
        continue;
      }
      entry.times -= 1;
      if (entry.times <= 0) this.#waiting = this.#waiting.filter((other) => other !== entry);
      return fault.response;
    }
    return undefined;
  }
}

/** Tears the connection down as a crashed server or a broken line does: with a reset, not with an orderly end. */
export function tearDown(response: ServerResponse): void {
  const { socket } = response;
  if (socket === null) response.destroy();
  else socket.resetAndDestroy();
}

/** Sends the headers with the full length, then half of the body, then nothing. An empty response has no half: it is lost whole. */
export function sendHalf(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: Buffer,
): void {
  if (body.length === 0) {
    tearDown(response);
    return;
  }
  response.writeHead(status, { ...headers, 'Content-Length': String(body.length) });
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => tearDown(response));
}
