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

/** Mocha's root hook: load this file with `--require`, and a run in which any exchange was wrong fails at its end. */
export const mochaHooks = {
  afterAll(): void {
    if (documents) failOnUntested(untestedRoutes(nodeExchanges.count(), process.env.WHOLE_RUN === 'true'));
    failOnViolations([...nodeExchanges.violations(), ...demoExchanges.violations(), ...foreignExchanges.violations()]);
  },
};

function failOnUntested(faults: string[]): void {
  if (faults.length > 0) {
    throw new Error(`The routes that nodes call are not all tested:\n  ${faults.join('\n  ')}`);
  }
}

/** @throws with all of them in its message when there are any */
export function failOnViolations(violations: CountedViolation[]): void {
  if (violations.length > 0) throw new Error(describeViolations(violations));
}
