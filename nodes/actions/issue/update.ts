import { defineAction, flag, issueIdOrKey, object, text } from '../../definition';
import { issueFields } from '../../definition/issue-fields';
import { addsEachTime, changedIssueBody } from '../../jira/issue-body';

/** Changes fields of an issue. */
export default defineAction({
  type: 'jira-issue-update',
  reference: 'api-group-issues/#api-rest-api-3-issue-issueidorkey-put',
  returns: 'echo',
  inputs: {
    issueIdOrKey: issueIdOrKey({ primary: true }),
    summary: text({ prominent: true }),
    ...issueFields,
    fields: object({ prominent: true, suggests: 'edit-field', within: ['issueIdOrKey'] }),
    update: object(),
    properties: object(),
    notifyUsers: flag(),
  },
  async run({ jira, inputs: { issueIdOrKey: issue, notifyUsers, ...inputs } }) {
    const body = await changedIssueBody(jira, issue, inputs);
    const adds = addsEachTime(body.update);
    await jira.send({ method: 'PUT', path: ['issue', issue], query: { notifyUsers }, body, adds });
  },
});
