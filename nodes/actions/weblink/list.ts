import { defineAction, issueIdOrKey } from '../../definition';

/** Lists the web links of an issue. */
export default defineAction({
  type: 'jira-weblink-list',
  route: 'GET /issue/{issueIdOrKey}/remotelink',
  returns: 'many',
  record: 'weblink',
  inputs: {
    issueIdOrKey: issueIdOrKey({ primary: true }),
  },
  list: ({ inputs: { issueIdOrKey } }) => ({ params: { issueIdOrKey }, style: 'whole' }),
});
