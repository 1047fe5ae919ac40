import { defineAction, issueIdOrKey, list } from '../../definition';
import { changelog } from '../../jira/changelog';

/** Lists what has changed in an issue. */
export default defineAction({
  type: 'jira-issue-changelog',
  route: { cloud: 'GET /issue/{issueIdOrKey}/changelog', datacenter: 'GET /issue/{issueIdOrKey}' },
  returns: 'many',
  record: 'history',
  inputs: {
    issueIdOrKey: issueIdOrKey({ primary: true }),
    fields: list({ prominent: true, suggests: 'field' }),
  },
  list: ({ jira, inputs }) => changelog(jira, inputs),
});
