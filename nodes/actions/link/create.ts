import { defineAction, reference, rich } from '../../definition';
import { createLink } from '../../jira/links';

/** Links two issues. */
export default defineAction({
  type: 'jira-link-create',
  reference: 'api-group-issue-links/#api-rest-api-3-issuelink-post',
  returns: 'one',
  inputs: {
    linkType: reference({ required: true, from: ['type'], suggests: 'link-type' }),
    inwardIssue: reference({ required: true, suggests: 'issue' }),
    outwardIssue: reference({ required: true, suggests: 'issue' }),
    comment: rich(),
  },
  run: ({ jira, inputs }) => createLink(jira, inputs),
});
