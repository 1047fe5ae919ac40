import path from 'node:path';
import { reporters, Suite, Test } from 'mocha';
import { missingTexts } from '../locales/missing-texts';
import { loadDocuments } from '../openapi/documents';
import { untestedRoutes } from '../openapi/used-operations';
import { PROJECT_ROOT } from './node-red-versions';
import { collectCounts } from './whole-run';

/**
 * Mocha's reporter of `npm test`, whose tests run in several processes: what only all of them together can tell stands in the one summary. A route
 * that no test made a node call is a failure; translations that still have to be made are a line for each language.
 */
export default class WholeRunReporter extends reporters.Spec {
  override epilogue(): void {
    for (const line of missingTexts(path.join(PROJECT_ROOT, 'locales'))) reporters.Base.consoleLog(line);
    const untested = loadDocuments() ? untestedRoutes(collectCounts() ?? {}, true) : [];
    if (untested.length > 0) this.#fail(`The routes that nodes call are not all tested:\n  ${untested.join('\n  ')}`);
    super.epilogue();
  }

  /** After all tests: mocha asks the runner's count for the exit code when the summary is written. */
  #fail(message: string): void {
    const failed = new Test('leave nothing untried');
    failed.parent = Suite.create(this.runner.suite, 'All tests together');
    failed.err = { name: 'Error', message, stack: message };
    this.failures.push(failed);
    this.stats.failures += 1;
    this.runner.failures += 1;
  }
}
