import { checkExchange } from './check-exchange';
import type { Documents } from './documents';
import type { Exchange, Violation } from './exchange';

/** A violation and how many exchanges showed it. */
export interface CountedViolation extends Violation {
  count: number;
}

/** Checks exchanges as they happen and keeps what was wrong. */
export interface ExchangeCollector {
  observe(exchange: Exchange): void;
  /** Each different violation once, in the order of its first appearance. */
  violations(): CountedViolation[];
  /** How many exchanges each operation (`cloud GET /rest/api/3/myself`) had; paths that no document knows under themselves. */
  count(): Record<string, number>;
}

/** How a collector judges. */
export interface CollectorOptions {
  /**
   * Whose requests they are. Those of nodes must be right: `nodes`, the default. The tests of the demo send it wrong ones on purpose
   * (`tests`): it may refuse them (4xx) or, as Jira does, pass over query parameters that it doesn't know or can't use. How
   * clients of other people ask is theirs (`others`).
   */
  requestsOf?: 'nodes' | 'tests' | 'others';
}

/** A collector over the given documents; without documents it only counts. */
export function collectExchanges(documents: Documents | undefined, options: CollectorOptions = {}): ExchangeCollector {
  const violations = new Map<string, CountedViolation>();
  const counts = new Map<string, number>();
  const { requestsOf = 'nodes' } = options;

  function note(violation: Violation): void {
    const key = JSON.stringify([violation.side, violation.where, violation.what]);
    const known = violations.get(key);
    violations.set(key, { ...violation, count: (known?.count ?? 0) + 1 });
  }

  return {
    observe(exchange) {
      const { deployment, method, path, status } = exchange;
      const match = documents?.find(deployment, method, path);
      const operation = `${deployment} ${match?.operation?.name ?? `${method.toUpperCase()} ${path}`}`;
      counts.set(operation, (counts.get(operation) ?? 0) + 1);
      if (!documents) return;
      const refused = status >= 400 && status < 500;
      const isFine = ({ side, where }: Violation): boolean =>
        side === 'request' &&
        (requestsOf === 'others' || (requestsOf === 'tests' && (refused || where.includes(', query '))));
      for (const violation of checkExchange(documents, exchange)) {
        if (!isFine(violation)) {
          note(violation);
        }
      }
    },
    violations: () => [...violations.values()],
    count: () => Object.fromEntries([...counts].sort(([a], [b]) => a.localeCompare(b))),
  };
}

/** One readable text for a list of violations. */
export function describeViolations(violations: CountedViolation[]): string {
  const lines = violations.map(({ side, where, what, count }) => `  ${side}: ${where}: ${what} (${count}×)`);
  const noun = violations.length === 1 ? 'disagreement' : 'disagreements';
  return [`${violations.length} ${noun} with Atlassian's OpenAPI documents:`, ...lines].join('\n');
}
