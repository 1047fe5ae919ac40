import { defineAction, issueIdOrKey, list, text } from '../../definition';
import { notification } from '../../jira/notification';

/** Has Jira send mail about an issue. */
export default defineAction({
  type: 'jira-issue-notify',
  route: 'POST /issue/{issueIdOrKey}/notify',
  returns: 'echo',
  record: 'issue',
  inputs: {
    issueIdOrKey: issueIdOrKey(),
    body: text({ required: true, primary: true }),
    subject: text({ prominent: true }),
    to: list({ prominent: true, suggests: 'user' }),
  },
  async run({ jira, inputs: { issueIdOrKey, ...inputs } }) {
    const body = await notification(jira, inputs);
    await jira.send({ params: { issueIdOrKey }, body });
  },
});
