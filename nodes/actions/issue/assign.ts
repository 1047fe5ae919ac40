import { defineAction, issueIdOrKey, reference } from '../../definition';
import { assigneeBody } from '../../jira/people';

/** Gives an issue to somebody, or to nobody. */
export default defineAction({
  type: 'jira-issue-assign',
  reference: 'api-group-issues/#api-rest-api-3-issue-issueidorkey-assignee-put',
  returns: 'echo',
  inputs: {
    issueIdOrKey: issueIdOrKey({ primary: true }),
    assignee: reference({
      required: true,
      clearable: true,
      from: ['accountId', 'name'],
      identity: 'user',
      suggests: 'assignable-user',
      within: ['issueIdOrKey'],
    }),
  },
  async run({ jira, inputs: { issueIdOrKey: issue, assignee } }) {
    const body = await assigneeBody(jira, assignee);
    await jira.send({ method: 'PUT', path: ['issue', issue, 'assignee'], body });
  },
});
