import { defineAction, reference, rich } from '../../definition';
import { createLink } from '../../jira/links';
import { linkedIssues } from '../../jira/recovery/linked-issues';

/** Links two issues. */
export default defineAction({
  type: 'jira-link-create',
  route: 'POST /issueLink',
  returns: 'one',
  record: 'link',
  recovery: linkedIssues,
  inputs: {
    linkType: reference({ required: true, from: ['type'], suggests: 'link-type' }),
    inwardIssue: reference({ required: true, suggests: 'issue' }),
    outwardIssue: reference({ required: true, suggests: 'issue' }),
    comment: rich(),
  },
  run: ({ jira, inputs }) => createLink(jira, inputs),
});
