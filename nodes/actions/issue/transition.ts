import { defineAction, issueIdOrKey, object, reference, rich } from '../../definition';
import { type IssueBody, issueBody } from '../../jira/issue-body';
import { movedIssue } from '../../jira/recovery/moved-issue';
import { chooseTransition } from '../../jira/transitions';

/** Moves an issue along its workflow. */
export default defineAction({
  type: 'jira-issue-transition',
  route: 'POST /issue/{issueIdOrKey}/transitions',
  returns: 'echo',
  record: 'issue',
  recovery: movedIssue,
  inputs: {
    issueIdOrKey: issueIdOrKey({ primary: true }),
    transition: reference({ required: true, suggests: 'transition', within: ['issueIdOrKey'] }),
    resolution: reference({ prominent: true, suggests: 'resolution' }),
    comment: rich({ prominent: true }),
    fields: object(),
    update: object(),
    properties: object(),
  },
  async run({ jira, inputs: { issueIdOrKey, transition: wanted, ...inputs } }) {
    const body: IssueBody = await issueBody(jira, inputs);
    const transition = await chooseTransition(jira, issueIdOrKey, wanted);
    await jira.send({ params: { issueIdOrKey }, body: { ...body, transition: { id: transition.id } } });
    jira.notes.transition = transition;
  },
});
