import { type OutgoingRequest, type RawResponse, Transport, type TransportOptions } from './transport';

/** HTTP to the few servers that a site consists of: its own, and on Cloud the API gateway and the authorization server. */
export class Transports {
  readonly #byOrigin = new Map<string, Transport>();
  #closed = false;

  /** @param options of each; a TLS `servername` is that of the origin named here alone */
  constructor(private readonly options: TransportOptions) {
    // A proxy that can't be used is told at once.
    this.#to(options.origin);
  }

  /** As `Transport.send`, to any origin. */
  send(request: OutgoingRequest): Promise<RawResponse> {
    return this.#to(new URL(request.url).origin).send(request);
  }

  close(): void {
    this.#closed = true;
    for (const transport of this.#byOrigin.values()) transport.close();
  }

  #to(origin: string): Transport {
    const known = this.#byOrigin.get(origin);
    if (known) return known;
    const { servername: _, ...tls } = this.options.tls ?? {};
    const options = origin === this.options.origin ? this.options : { ...this.options, origin, tls };
    const transport = new Transport(options);
    this.#byOrigin.set(origin, transport);
    if (this.#closed) transport.close();
    return transport;
  }
}
