import { defineAction, object, reference, rows, text } from '../../definition';
import { issueFields } from '../../definition/issue-fields';
import { createTogether } from '../../jira/bulk-create';
import { newIssueBody } from '../../jira/issue-body';
import { createdIssue } from '../../jira/recovery/created-issue';
import { transitionId } from '../../jira/transitions';

/** Creates many issues: a row each, such as a table's. */
export default defineAction({
  type: 'jira-issue-bulk-create',
  route: 'POST /issue/bulk',
  returns: 'rows',
  record: 'issue',
  extraFields: true,
  once: 'offered',
  recovery: createdIssue,
  perCall: 50,
  inputs: {
    issues: rows({ required: true, primary: true }),
    project: reference({ prominent: true, orInFields: 'project', suggests: 'project' }),
    issueType: reference({ prominent: true, orInFields: 'issuetype', suggests: 'issue-type', within: ['project'] }),
    summary: text({ orInFields: 'summary' }),
    ...issueFields,
    fields: object({ prominent: true, suggests: 'create-field', within: ['project', 'issueType'] }),
    update: object(),
    properties: object(),
    transition: reference(),
  },
  async one({ jira, inputs: { issues: _issues, transition, ...inputs }, extra }) {
    const issue = await newIssueBody(jira, inputs, extra);
    return { route: 'POST /issue', body: { ...issue, transition: transition && transitionId(transition) } };
  },
  together: createTogether,
});
