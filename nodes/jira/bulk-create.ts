import type { ElementError } from '../client/errors/element-errors';
import { elementErrors } from '../client/errors/element-errors';
import { JiraError } from '../client/errors/jira-error';
import { errorOfElement } from '../client/errors/response-errors';
import type { Request } from '../client/http/request';
import { listEntry } from '../client/json';
import type { Jira } from './jira';
import { isRecordOf } from './record-kinds';
import type { PartResult } from './shared-call';
import { warnOfFailedTransition } from './transitions';

/**
 * Creates several issues in one call. Jira answers for each: those that it has created stand in a list without gaps, the others are named
 * by their place; where it has created none, the same body is a 400.
 * @throws JiraError what concerns the call as a whole
 */
export async function createTogether(jira: Jira, requests: readonly Request[]): Promise<readonly PartResult[]> {
  const issueUpdates = requests.map(({ body }) => body);
  try {
    const body = await jira.sendTogether({ body: { issueUpdates }, responds: 'createdIssues' });
    return byPlace(jira, requests.length, listEntry(body, 'issues'), elementErrors(body));
  } catch (thrown) {
    const refused = thrown instanceof JiraError && thrown.code === 'JIRA_INVALID' ? thrown.facts.elements : undefined;
    if (refused?.length !== requests.length) throw thrown;
    return byPlace(jira, requests.length, [], refused);
  }
}

/** Where the figures don't add up, nobody knows which of the issues is whose. */
function byPlace(
  jira: Jira,
  count: number,
  issues: readonly unknown[],
  refused: readonly ElementError[],
): readonly PartResult[] {
  const errors = new Map(refused.map((one) => [one.index, errorOfElement(one)]));
  const created = issues.filter((one) => isRecordOf('issue', one));
  const isClear = created.length === issues.length && created.length + errors.size === count;
  const rest = created.values();
  return Array.from({ length: count }, (_, index): PartResult => {
    const error = errors.get(index);
    if (error) return { error };
    const issue: unknown = isClear ? rest.next().value : undefined;
    if (issue === undefined) return { error: unclear() };
    warnOfFailedTransition(jira, issue);
    return { body: issue };
  });
}

function unclear(): JiraError {
  return new JiraError('JIRA_OUTCOME_UNKNOWN', 'outcome.noRecord', {}, { outcome: 'unknown', retryable: false });
}
