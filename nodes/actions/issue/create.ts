import { defineAction, object, reference, text } from '../../definition';
import { issueFields } from '../../definition/issue-fields';
import { newIssueBody } from '../../jira/issue-body';
import { createdIssue } from '../../jira/recovery/created-issue';
import { transitionId, warnOfFailedTransition } from '../../jira/transitions';

/** Creates an issue. */
export default defineAction({
  type: 'jira-issue-create',
  route: 'POST /issue',
  returns: 'reference',
  record: 'issue',
  once: 'offered',
  recovery: createdIssue,
  inputs: {
    project: reference({ required: true, orInFields: 'project', identity: 'project', suggests: 'project' }),
    issueType: reference({
      required: true,
      orInFields: 'issuetype',
      identity: 'issueType',
      suggests: 'issue-type',
      within: ['project'],
    }),
    summary: text({ required: true, orInFields: 'summary', primary: true }),
    ...issueFields,
    fields: object({ prominent: true, suggests: 'create-field', within: ['project', 'issueType'] }),
    update: object(),
    properties: object(),
    transition: reference(),
  },
  async run({ jira, inputs: { transition, ...inputs } }) {
    const body = { ...(await newIssueBody(jira, inputs)), transition: transition && transitionId(transition) };
    const created = await jira.send({ body });
    warnOfFailedTransition(jira, created);
    return created;
  },
});
