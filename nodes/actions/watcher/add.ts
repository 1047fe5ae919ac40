import { defineAction, issueIdOrKey, watcherOf } from '../../definition';
import { watcherId } from '../../jira/watchers';

/** Has somebody watch an issue. */
export default defineAction({
  type: 'jira-watcher-add',
  route: 'POST /issue/{issueIdOrKey}/watchers',
  returns: 'echo',
  record: 'issue',
  repeatable: true,
  inputs: {
    issueIdOrKey: issueIdOrKey(),
    person: watcherOf('user'),
  },
  async run({ jira, inputs: { issueIdOrKey, person } }) {
    const body = await watcherId(jira, person);
    await jira.send({ params: { issueIdOrKey }, body });
  },
});
