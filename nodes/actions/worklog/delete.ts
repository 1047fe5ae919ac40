import { defineAction, duration, issueIdOrKey, text, worklogId } from '../../definition';
import { estimateQuery } from '../../jira/worklogs';

/** Deletes work that was logged, for good. */
export default defineAction({
  type: 'jira-worklog-delete',
  route: 'DELETE /issue/{issueIdOrKey}/worklog/{id}',
  returns: 'echo',
  record: 'worklog',
  inputs: {
    issueIdOrKey: issueIdOrKey(),
    worklogId: worklogId(),
    adjustEstimate: text(),
    newEstimate: duration(),
    increaseBy: duration(),
  },
  request: ({ issueIdOrKey, worklogId: id, ...estimate }) => ({
    params: { issueIdOrKey, id },
    query: estimateQuery(estimate, 'increaseBy'),
  }),
});
