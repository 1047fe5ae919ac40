import { defineAction, list, text } from '../../definition';
import { projects } from '../../jira/projects';

/** Lists the projects that the account may see. */
export default defineAction({
  type: 'jira-project-list',
  route: { cloud: 'GET /project/search', datacenter: 'GET /project' },
  returns: 'many',
  record: 'project',
  inputs: {
    query: text(),
    orderBy: text(),
    projectIds: list(),
    keys: list({ suggests: 'project' }),
    typeKey: text(),
    categoryId: text(),
    action: text({ only: 'cloud' }),
    expand: list(),
    projectStatus: list({ from: ['status'] }),
    properties: list({ only: 'cloud' }),
    propertyQuery: text({ only: 'cloud' }),
  },
  list: ({ jira, inputs }) => projects(jira, inputs),
});
