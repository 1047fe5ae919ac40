import { JiraError } from './errors/jira-error';
import { type Request, repeatability } from './http/request';

/** Id of what a dry run only tried to make: Jira counts from 1, so nothing has it, here or on any other site. */
export const PLACEHOLDER_ID = '0';

/** Key of an issue that a dry run only tried to make: no project has a number 0. */
export function placeholderKey(project: string): string {
  return `${project}-${PLACEHOLDER_ID}`;
}

/** Whether an id or key stands for something that a dry run only tried to make. */
export function isPlaceholder(idOrKey: string): boolean {
  return /^\s*(?:[A-Za-z]\w*-)?0\s*$/.test(idOrKey);
}

/**
 * Lets through what a dry run may send: reads of what is there.
 * @throws JiraError `JIRA_CONFIG` for a write, `JIRA_NOT_FOUND` for what the dry run itself only tried to make
 */
export function refuseInDryRun(request: Request): void {
  if (repeatability(request) !== 'read') throw new JiraError('JIRA_CONFIG', 'dryRun.write', {}, NOT_DONE);
  const missing = Object.values(request.params ?? {}).find(isPlaceholder);
  if (missing !== undefined) throw new JiraError('JIRA_NOT_FOUND', 'dryRun.notMade', { id: missing.trim() }, NOT_DONE);
}

const NOT_DONE = { outcome: 'not-done', retryable: false } as const;
