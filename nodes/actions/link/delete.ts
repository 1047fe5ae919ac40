import { defineAction, text } from '../../definition';

/** Removes a link between two issues. */
export default defineAction({
  type: 'jira-link-delete',
  route: 'DELETE /issueLink/{linkId}',
  returns: 'echo',
  record: 'link',
  inputs: {
    linkId: text({ required: true, identity: 'link' }),
  },
  request: (params) => ({ params }),
});
