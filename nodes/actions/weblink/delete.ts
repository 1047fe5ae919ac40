import { defineAction, issueIdOrKey, text } from '../../definition';
import { deleteWeblink } from '../../jira/weblinks';

/** Removes a web link from an issue. It belongs to nothing else, and can be added again. */
export default defineAction({
  type: 'jira-weblink-delete',
  route: 'DELETE /issue/{issueIdOrKey}/remotelink',
  returns: 'echo',
  record: 'issue',
  undoable: true,
  inputs: {
    issueIdOrKey: issueIdOrKey(),
    url: text({ prominent: true, suggests: 'weblink', within: ['issueIdOrKey'] }),
    globalId: text(),
    weblinkId: text({ identity: 'weblink' }),
  },
  run: ({ jira, inputs }) => deleteWeblink(jira, inputs),
});
