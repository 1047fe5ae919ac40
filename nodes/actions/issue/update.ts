import { defineAction, flag, issueIdOrKey, object, text } from '../../definition';
import { issueFields } from '../../definition/issue-fields';
import { addsEachTime, changedIssueBody } from '../../jira/issue-body';

/** Changes fields of an issue. */
export default defineAction({
  type: 'jira-issue-update',
  route: 'PUT /issue/{issueIdOrKey}',
  returns: 'echo',
  record: 'issue',
  extraFields: true,
  inputs: {
    issueIdOrKey: issueIdOrKey({ primary: true }),
    summary: text({ prominent: true }),
    ...issueFields,
    fields: object({ prominent: true, suggests: 'edit-field', within: ['issueIdOrKey'] }),
    update: object(),
    properties: object(),
    notifyUsers: flag(),
  },
  async run({ jira, inputs: { issueIdOrKey, notifyUsers, ...inputs }, extra }) {
    const body = await changedIssueBody(jira, issueIdOrKey, inputs, extra);
    const adds = addsEachTime(body.update);
    await jira.send({ params: { issueIdOrKey }, query: { notifyUsers }, body, adds });
  },
});
