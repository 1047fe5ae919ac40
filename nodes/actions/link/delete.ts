import { defineAction, text } from '../../definition';

/** Removes a link between two issues. */
export default defineAction({
  type: 'jira-link-delete',
  reference: 'api-group-issue-links/#api-rest-api-3-issuelink-linkid-delete',
  returns: 'echo',
  inputs: {
    linkId: text({ required: true, identity: 'link' }),
  },
  request: ({ linkId }) => ({ method: 'DELETE', path: ['issueLink', linkId] }),
});
