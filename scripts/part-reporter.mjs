/**
 * The reporter of one of several mochas that run side by side: shows each test as `spec` does, and leaves the summary to whoever started them,
 * in the file that `MOCHA_PART` names.
 */
import { writeFileSync } from 'node:fs';
import { inspect } from 'node:util';
import mocha from 'mocha';

export default class PartReporter extends mocha.reporters.Spec {
  epilogue() {
    const part = { stats: this.stats, failures: this.failures.map(plain) };
    writeFileSync(process.env.MOCHA_PART, JSON.stringify(part));
  }
}

/** What mocha's list of failures shows of a test. */
function plain(test) {
  const { message, stack, uncaught, showDiff, actual, expected } = test.err ?? {};
  return {
    titles: test.titlePath(),
    err: {
      message: message ?? inspect(test.err),
      stack,
      uncaught,
      showDiff,
      actual: asText(actual),
      expected: asText(expected),
    },
  };
}

function asText(value) {
  return value === undefined || typeof value === 'string' ? value : inspect(value, { depth: 10, sorted: true });
}

/**
 * Prints mocha's summary over all parts, as one run would.
 * @param {{ stats: Record<string, number>, failures: { titles: string[], err: object }[] }[]} parts
 */
export function printSummary(parts, duration) {
  const sum = (name) => parts.reduce((total, { stats }) => total + (stats[name] ?? 0), 0);
  const stats = { passes: sum('passes'), pending: sum('pending'), failures: sum('failures'), duration };
  const failures = parts.flatMap((part) => part.failures).map(({ titles, err }) => ({ titlePath: () => titles, err }));
  mocha.reporters.Base.prototype.epilogue.call({ stats, failures });
}
