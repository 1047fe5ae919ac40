import type { Query } from '../client/http/request';
import { numberEntry } from '../client/json';
import { badInput } from './input-errors';
import type { Jira } from './jira';
import { personId } from './people';
import { listIn } from './recovery/reads';

/**
 * Whom Jira is to have watch an issue, by the id of the deployment.
 * @throws JiraError `JIRA_INPUT` if nobody is found, `JIRA_AMBIGUOUS` if several are
 */
export async function watcherId(jira: Jira, person: unknown): Promise<string> {
  const id = await personId(jira, person);
  // Nobody, and whoever a project assigns, are words for assignees alone.
  if (id === null || id === '-1') throw badInput('person.unknown', { name: String(person) });
  return id;
}

/** The query that names a watcher. */
export async function watcherQuery(jira: Jira, person: unknown): Promise<Query> {
  return { [jira.deployment === 'cloud' ? 'accountId' : 'username']: await watcherId(jira, person) };
}

/** The people who watch an issue; a warning says how many of them the account may not see. */
export async function watchersOf(jira: Jira, issueIdOrKey: string): Promise<readonly unknown[]> {
  const response = await jira.send({ params: { issueIdOrKey }, responds: 'nothing' });
  const watchers = listIn(response, 'watchers');
  const hidden = (numberEntry(response, 'watchCount') ?? 0) - watchers.length;
  if (hidden > 0) jira.warn('watchersHidden', { count: hidden });
  return watchers;
}
