import { defineAction, text } from '../../definition';

/** Reads a link between two issues. */
export default defineAction({
  type: 'jira-link-get',
  route: 'GET /issueLink/{linkId}',
  returns: 'one',
  record: 'link',
  inputs: {
    linkId: text({ required: true, primary: true, identity: 'link' }),
  },
  request: (params) => ({ params }),
});
