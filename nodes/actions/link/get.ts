import { defineAction, text } from '../../definition';

/** Reads a link between two issues. */
export default defineAction({
  type: 'jira-link-get',
  reference: 'api-group-issue-links/#api-rest-api-3-issuelink-linkid-get',
  returns: 'one',
  reads: true,
  inputs: {
    linkId: text({ required: true, primary: true, identity: 'link' }),
  },
  request: ({ linkId }) => ({ method: 'GET', path: ['issueLink', linkId] }),
});
