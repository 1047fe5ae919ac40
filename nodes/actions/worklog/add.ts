import { defineAction, duration, issueIdOrKey, object, rich, text, time } from '../../definition';
import { addedWorklog } from '../../jira/recovery/added-worklog';
import { estimateQuery, worklogBody } from '../../jira/worklogs';

/** Logs work on an issue. */
export default defineAction({
  type: 'jira-worklog-add',
  route: 'POST /issue/{issueIdOrKey}/worklog',
  returns: 'one',
  record: 'worklog',
  once: 'offered',
  recovery: addedWorklog,
  inputs: {
    issueIdOrKey: issueIdOrKey(),
    timeSpent: duration({ required: true, primary: true }),
    started: time({ orNow: true, prominent: true }),
    comment: rich({ prominent: true }),
    visibility: object(),
    adjustEstimate: text(),
    newEstimate: duration(),
    reduceBy: duration(),
  },
  run: async ({ jira, inputs: { issueIdOrKey, ...inputs } }) =>
    jira.send({
      params: { issueIdOrKey },
      query: estimateQuery(inputs, 'reduceBy'),
      body: await worklogBody(jira, inputs),
    }),
});
