import { defineAction, issueIdOrKey, text } from '../../definition';
import { addWeblink } from '../../jira/weblinks';

/** Links an issue to an address in the web. */
export default defineAction({
  type: 'jira-weblink-add',
  route: 'POST /issue/{issueIdOrKey}/remotelink',
  returns: 'one',
  record: 'weblink',
  repeatable: true,
  inputs: {
    issueIdOrKey: issueIdOrKey(),
    url: text({ required: true, primary: true }),
    title: text({ prominent: true }),
    summary: text(),
    globalId: text(),
  },
  run: ({ jira, inputs }) => addWeblink(jira, inputs),
});
