import { leaveCounts } from '../support/whole-run';
import { type CountedViolation, collectExchanges, describeViolations, type ExchangeCollector } from './collector';
import { loadDocuments } from './documents';
import { untestedRoutes } from './used-operations';

const documents = loadDocuments();

/** Takes the traffic between nodes and demo; a node's wrong request is reported even where the demo refused it. */
export const nodeExchanges: ExchangeCollector = collectExchanges(documents);

/** Takes the traffic of tests that send the demo wrong requests on purpose: only a wrong request that it accepted is reported. */
export const demoExchanges: ExchangeCollector = collectExchanges(documents, { requestsOf: 'tests' });

/** Takes the traffic of other people's clients: how they ask is theirs, what the demo answers is ours. */
export const foreignExchanges: ExchangeCollector = collectExchanges(documents, { requestsOf: 'others' });

/** What has been told already: where several files are tested in one process, this hook runs after each of them. */
const told = new Set<string>();

/** Mocha's root hook: load this file with `--require`, and a run in which any exchange was wrong fails at its end. */
export const mochaHooks = {
  afterAll(): void {
    const counts = nodeExchanges.count();
    leaveCounts(counts);
    if (documents) failOnStrange(firstTold(untestedRoutes(counts, false), (fault) => fault));
    const all = [...nodeExchanges.violations(), ...demoExchanges.violations(), ...foreignExchanges.violations()];
    failOnViolations(firstTold(all, ({ side, where, what }) => [side, where, what].join()));
  },
};

function firstTold<Fault>(faults: Fault[], keyOf: (fault: Fault) => string): Fault[] {
  const fresh = faults.filter((fault) => !told.has(keyOf(fault)));
  for (const fault of fresh) told.add(keyOf(fault));
  return fresh;
}

function failOnStrange(faults: string[]): void {
  if (faults.length > 0) {
    throw new Error(`Nodes call routes that stand nowhere in the sources:\n  ${faults.join('\n  ')}`);
  }
}

/** @throws with all of them in its message when there are any */
export function failOnViolations(violations: CountedViolation[]): void {
  if (violations.length > 0) throw new Error(describeViolations(violations));
}
