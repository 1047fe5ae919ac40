import { defineAction, text } from '../../definition';
import { issueTypesOfProject } from '../../jira/projects';

/** Lists the issue types of a project. */
export default defineAction({
  type: 'jira-issue-type-list-for-project',
  route: { cloud: 'GET /issuetype/project', datacenter: 'GET /project/{projectIdOrKey}' },
  returns: 'many',
  record: 'issueType',
  inputs: {
    projectIdOrKey: text({
      required: true,
      primary: true,
      from: ['projectId', 'project'],
      identity: 'project',
      suggests: 'project',
    }),
    level: text({ only: 'cloud' }),
  },
  list: ({ jira, inputs }) => issueTypesOfProject(jira, inputs.projectIdOrKey, inputs.level),
});
