import { defineAction, issueIdOrKey, watcherOf } from '../../definition';
import { watcherQuery } from '../../jira/watchers';

/** Has somebody no longer watch an issue. */
export default defineAction({
  type: 'jira-watcher-remove',
  route: 'DELETE /issue/{issueIdOrKey}/watchers',
  returns: 'echo',
  record: 'issue',
  undoable: true,
  inputs: {
    issueIdOrKey: issueIdOrKey(),
    person: watcherOf('watcher'),
  },
  async run({ jira, inputs: { issueIdOrKey, person } }) {
    const query = await watcherQuery(jira, person);
    await jira.send({ params: { issueIdOrKey }, query });
  },
});
