import { defineAction, object, reference, text } from '../../definition';
import { issueFields, issueFrame } from '../../definition/issue-fields';
import { newIssueBody } from '../../jira/issue-body';
import { createdIssue } from '../../jira/recovery/created-issue';
import { transitionId, warnOfFailedTransition } from '../../jira/transitions';

/** Creates an issue. */
export default defineAction({
  type: 'jira-issue-create',
  route: 'POST /issue',
  returns: 'reference',
  record: 'issue',
  extraFields: true,
  once: 'offered',
  recovery: createdIssue,
  inputs: {
    ...issueFrame,
    summary: text({ required: true, orInFields: 'summary', primary: true }),
    ...issueFields,
    fields: object({ prominent: true, suggests: 'create-field', within: ['project', 'issueType'] }),
    update: object(),
    properties: object(),
    transition: reference(),
  },
  async run({ jira, inputs: { transition, ...inputs }, extra }) {
    const body = { ...(await newIssueBody(jira, inputs, extra)), transition: transition && transitionId(transition) };
    const created = await jira.send({ body });
    warnOfFailedTransition(jira, created);
    return created;
  },
});
