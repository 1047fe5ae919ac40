import { defineAction, issueIdOrKey, reference } from '../../definition';
import { assigneeBody } from '../../jira/people';

/** Gives an issue to somebody, or to nobody. */
export default defineAction({
  type: 'jira-issue-assign',
  route: 'PUT /issue/{issueIdOrKey}/assignee',
  returns: 'echo',
  record: 'issue',
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
  async run({ jira, inputs: { issueIdOrKey, assignee } }) {
    const body = await assigneeBody(jira, assignee);
    await jira.send({ params: { issueIdOrKey }, body });
  },
});
