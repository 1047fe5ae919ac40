import type { Clock } from '../clock';
import type { CallScope, LimitScope } from './scopes';

/** Responses of the last hour, and those among them that were a 429. */
export interface HourlyUsage {
  readonly calls: number;
  readonly limited: number;
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
}

/** What a site has responded lately: its last hour by the minute, and its last second call by call. */
export class Usage {
  readonly #minutes: Minute[] = [];
  readonly #passed: { readonly at: number; readonly scope: CallScope }[] = [];
  #oldest = 0;

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

  lastHour(): HourlyUsage {
    this.#dropOld();
    const sum = (read: (minute: Minute) => number) => this.#minutes.reduce((total, minute) => total + read(minute), 0);
    return { calls: sum(({ calls }) => calls), limited: sum(({ limited }) => limited) };
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
    this.#dropOld();
    const minute = { number, calls: 0, limited: 0 };
    this.#minutes.push(minute);
    return minute;
  }

  #dropOld(): void {
    const first = Math.floor(this.clock.now() / MINUTE_MS) - MINUTES;
    while ((this.#minutes[0]?.number ?? Number.POSITIVE_INFINITY) <= first) this.#minutes.shift();
  }
}

function isWithin({ endpoint, issue }: CallScope, wanted: LimitScope): boolean {
  return wanted === 'site' || wanted === `endpoint:${endpoint}` || wanted === `issue:${issue}`;
}
