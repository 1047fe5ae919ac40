import { JiraError } from '../../client/errors/jira-error';
import { textEntry } from '../../client/json';
import { momentOf } from '../values';
import type { JiraAccess } from './access';

/**
 * Jira's clock, in milliseconds since 1970. Not the date of any response: that may be a proxy's, while the times of issues are by
 * the clock that `serverInfo` tells.
 * @throws JiraError
 */
export async function serverTime(access: JiraAccess): Promise<number> {
  const time = momentOf(textEntry(await access.call({ route: 'GET /serverInfo' }), 'serverTime'));
  if (time === undefined) throw new JiraError('JIRA_RESPONSE', 'response.noRecord');
  return time;
}
