import { defineAction, issueIdOrKey, time } from '../../definition';
import { worklogList } from '../../jira/worklogs';

/** Lists the work that was logged on an issue. */
export default defineAction({
  type: 'jira-worklog-list',
  route: 'GET /issue/{issueIdOrKey}/worklog',
  returns: 'many',
  record: 'worklog',
  inputs: {
    issueIdOrKey: issueIdOrKey({ primary: true }),
    startedAfter: time({ prominent: true }),
    startedBefore: time({ prominent: true }),
  },
  list: ({ jira, inputs }) => worklogList(jira, inputs),
});
