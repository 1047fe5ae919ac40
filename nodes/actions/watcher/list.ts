import { defineAction, issueIdOrKey } from '../../definition';
import { watchersOf } from '../../jira/watchers';

/** Lists the people who watch an issue. */
export default defineAction({
  type: 'jira-watcher-list',
  route: 'GET /issue/{issueIdOrKey}/watchers',
  returns: 'many',
  record: 'user',
  inputs: {
    issueIdOrKey: issueIdOrKey({ primary: true }),
  },
  list: ({ jira, inputs: { issueIdOrKey } }) => watchersOf(jira, issueIdOrKey),
});
