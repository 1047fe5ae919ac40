import type { ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { Socket } from 'node:net';
import { createInterface } from 'node:readline';

interface WaitOptions {
  /** Milliseconds. */
  readonly within: number;
  /** The first line to look at. */
  readonly from?: number;
  /** A line after which the awaited one can't come. */
  readonly unless?: RegExp;
}

/** The lines that a child process writes, in the order in which they arrive. */
export class Log {
  readonly #who: string;
  readonly #child: ChildProcess;
  readonly #lines: string[] = [];
  readonly #changes = new EventEmitter();

  /** @param who names the process in errors */
  constructor(who: string, child: ChildProcess) {
    this.#who = who;
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      if (stream !== null) {
        createInterface({ input: stream }).on('line', (line) => {
          this.#lines.push(line);
          this.#changes.emit('change');
        });
      }
    }
    // 'close', not 'exit': its last words have been read by then.
    child.on('close', () => this.#changes.emit('change'));
    child.on('error', (error) => {
      this.#lines.push(String(error));
      this.#changes.emit('change');
    });
  }

  lines(): readonly string[] {
    return [...this.#lines];
  }

  /** Lets the process of the tests end although this one still runs. */
  unref(): void {
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (stream instanceof Socket) {
        stream.unref();
      }
    }
  }

  /**
   * Waits for a line.
   * @returns what the pattern found
   * @throws with the whole log when it does not come in time, can't come any more, or the process ends
   */
  waitFor(pattern: RegExp, { within, from = 0, unless }: WaitOptions): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const settle = (act: () => void): void => {
        clearTimeout(timer);
        this.#changes.off('change', look);
        act();
      };
      const look = (): void => {
        for (const line of this.#lines.slice(from)) {
          const found = pattern.exec(line);
          if (found !== null) {
            settle(() => resolve(found));
            return;
          }
          if (unless?.test(line)) {
            settle(() => reject(this.failure(`said "${line}"`)));
            return;
          }
        }
        if (this.#child.exitCode !== null || this.#child.signalCode !== null || this.#child.pid === undefined) {
          settle(() =>
            reject(this.failure(`ended (${this.#child.exitCode ?? this.#child.signalCode ?? 'never began'})`)),
          );
        }
      };
      const timer = setTimeout(
        () => settle(() => reject(this.failure(`did not say ${pattern} within ${within / 1000} s`))),
        within,
      );
      this.#changes.on('change', look);
      look();
    });
  }

  failure(what: string): Error {
    return new Error(`${this.#who} ${what}. Its log:\n${this.#lines.join('\n')}`);
  }
}
