import type { Clock } from '../clock';
import type { CallScope, LimitScope } from './scopes';

/** Responses of the last hour, and those among them that were a 429. */
export interface HourlyUsage {
  readonly calls: number;
  readonly limited: number;
}

/** One of the last sixty minutes, for a chart. */
export interface UsageMinute {
  /** When it began, in milliseconds since 1970. */
  readonly at: number;
  /** Responses. */
  readonly calls: number;
  /** Those among them that were a 429. */
  readonly limited: number;
  /** The most calls that waited at once, in the queue or for another attempt. */
  readonly waiting: number;
}

const MINUTE_MS = 60_000;
const MINUTES = 60;
const SECOND_MS = 1_000;
/** More calls than this in one second say no more of a limit. */
const REMEMBERED = 256;

interface Minute {
  readonly number: number;
  calls: number;
  limited: number;
  waiting: number;
}

const QUIET = { calls: 0, limited: 0, waiting: 0 };

/** What a site has responded lately: its last hour by the minute, and its last second call by call. */
export class Usage {
  readonly #minutes: Minute[] = [];
  readonly #passed: { readonly at: number; readonly scope: CallScope }[] = [];
  #oldest = 0;
  /** Calls that wait now. */
  #waiting = 0;

  constructor(private readonly clock: Clock) {}

  /** A response came; `limited` if it was a 429. */
  responded(scope: CallScope, limited: boolean): void {
    const minute = this.#thisMinute();
    minute.calls++;
    if (limited) {
      minute.limited++;
      return;
    }
    this.#passed[this.#oldest] = { at: this.clock.now(), scope };
    this.#oldest = (this.#oldest + 1) % REMEMBERED;
  }

  /** So many calls wait from now on. */
  waits(calls: number): void {
    if (calls === this.#waiting) return;
    const minute = this.#thisMinute();
    this.#waiting = calls;
    minute.waiting = Math.max(minute.waiting, calls);
  }

  lastHour(): HourlyUsage {
    this.#dropOld();
    const sum = (read: (minute: Minute) => number) => this.#minutes.reduce((total, minute) => total + read(minute), 0);
    return { calls: sum(({ calls }) => calls), limited: sum(({ limited }) => limited) };
  }

  /** Sixty minutes, the one under way last. Setting the machine's clock moves all of them. */
  minutes(): UsageMinute[] {
    const { number: last } = this.#thisMinute();
    const lastAt = this.clock.wallNow() - (this.clock.now() - last * MINUTE_MS);
    const known = new Map(this.#minutes.map((minute) => [minute.number, minute]));
    return Array.from({ length: MINUTES }, (_, place) => {
      const number = last - MINUTES + 1 + place;
      const { calls, limited, waiting } = known.get(number) ?? QUIET;
      return { at: lastAt - (last - number) * MINUTE_MS, calls, limited, waiting };
    });
  }

  /** Calls within a scope that got through in the last second. */
  passedInASecond(wanted: LimitScope): number {
    const from = this.clock.now() - SECOND_MS;
    return this.#passed.filter(({ at, scope }) => at > from && isWithin(scope, wanted)).length;
  }

  #thisMinute(): Minute {
    const number = Math.floor(this.clock.now() / MINUTE_MS);
    const last = this.#minutes.at(-1);
    if (last?.number === number) return last;
    if (this.#waiting > 0 && last) this.#fillGap(last.number, number);
    const minute = { number, ...QUIET, waiting: this.#waiting };
    this.#minutes.push(minute);
    this.#dropOld();
    return minute;
  }

  /** Who waits now has waited through the minutes in which nothing else happened. */
  #fillGap(after: number, before: number): void {
    for (let number = Math.max(after + 1, before - MINUTES + 1); number < before; number++) {
      this.#minutes.push({ number, ...QUIET, waiting: this.#waiting });
    }
  }

  #dropOld(): void {
    const first = Math.floor(this.clock.now() / MINUTE_MS) - MINUTES;
    while ((this.#minutes[0]?.number ?? Number.POSITIVE_INFINITY) <= first) this.#minutes.shift();
  }
}

function isWithin({ endpoint, issue }: CallScope, wanted: LimitScope): boolean {
  return wanted === 'site' || wanted === `endpoint:${endpoint}` || wanted === `issue:${issue}`;
}
