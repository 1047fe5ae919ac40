import { defineAction, duration, issueIdOrKey, object, rich, text, time, worklogId } from '../../definition';
import { changedWorklogBody, estimateQuery } from '../../jira/worklogs';

/** Changes work that was logged. */
export default defineAction({
  type: 'jira-worklog-update',
  route: 'PUT /issue/{issueIdOrKey}/worklog/{id}',
  returns: 'one',
  record: 'worklog',
  inputs: {
    issueIdOrKey: issueIdOrKey(),
    worklogId: worklogId(),
    timeSpent: duration({ primary: true }),
    started: time({ prominent: true }),
    comment: rich({ prominent: true }),
    visibility: object(),
    adjustEstimate: text(),
    newEstimate: duration(),
  },
  async run({ jira, inputs: { issueIdOrKey, worklogId: id, ...inputs } }) {
    const params = { issueIdOrKey, id };
    const query = estimateQuery(inputs);
    return jira.send({ params, query, body: await changedWorklogBody(jira, params, inputs) });
  },
});
