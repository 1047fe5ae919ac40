import { defineAction, issueIdOrKey, object, reference, rich } from '../../definition';
import { type IssueBody, issueBody } from '../../jira/issue-body';
import { chooseTransition } from '../../jira/transitions';

/** Moves an issue along its workflow. */
export default defineAction({
  type: 'jira-issue-transition',
  reference: 'api-group-issues/#api-rest-api-3-issue-issueidorkey-transitions-post',
  returns: 'echo',
  inputs: {
    issueIdOrKey: issueIdOrKey({ primary: true }),
    transition: reference({ required: true, suggests: 'transition', within: ['issueIdOrKey'] }),
    resolution: reference({ prominent: true, suggests: 'resolution' }),
    comment: rich({ prominent: true }),
    fields: object(),
    update: object(),
    properties: object(),
  },
  async run({ jira, inputs: { issueIdOrKey: issue, transition: wanted, ...inputs } }) {
    const body: IssueBody = await issueBody(jira, inputs);
    const transition = await chooseTransition(jira, issue, wanted);
    await jira.send({
      method: 'POST',
      path: ['issue', issue, 'transitions'],
      body: { ...body, transition: { id: transition.id } },
    });
    jira.notes.transition = transition;
  },
});
