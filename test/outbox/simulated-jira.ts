/** How Jira, or the way to it, is at the moment. */
export type Weather = 'fine' | 'away' | 'signed-out' | 'loses-answers' | 'loses-calls' | 'fails-at-one';

/** A write that may be repeated, one that can be looked up, one that nobody can look up, and one that Jira refuses. */
export type Kind = 'idempotent' | 'findable' | 'blind' | 'refused';

/** What a message asks for. */
export interface Order {
  readonly number: number;
  readonly issue: string;
  readonly kind: Kind;
}

/** Jira, as far as a queue of writes knows it: what was written, in order. */
export class SimulatedJira {
  weather: Weather = 'fine';
  readonly written: Order[] = [];

  /** Whether an order was carried out; asked only where the kind allows it. */
  has({ number }: Order): boolean {
    return this.written.some((one) => one.number === number);
  }

  get isReachable(): boolean {
    return this.weather !== 'away' && this.weather !== 'signed-out';
  }

  /** Carries an order out, or not; `lost` if nobody hears of it. */
  write(order: Order): 'written' | 'lost' | 'refused' | 'failed' {
    if (order.kind === 'refused') return 'refused';
    if (this.weather === 'fails-at-one' && order.number % 5 === 0) return 'failed';
    if (this.weather === 'loses-calls') return 'lost';
    this.written.push(order);
    return this.weather === 'loses-answers' ? 'lost' : 'written';
  }
}
