import { defineAction, list, text } from '../../definition';

/** Reads one project. */
export default defineAction({
  type: 'jira-project-get',
  route: 'GET /project/{projectIdOrKey}',
  returns: 'one',
  record: 'project',
  inputs: {
    projectIdOrKey: text({
      required: true,
      primary: true,
      from: ['project'],
      identity: 'project',
      suggests: 'project',
    }),
    expand: list(),
    properties: list({ only: 'cloud' }),
  },
  request: ({ projectIdOrKey, ...query }) => ({ params: { projectIdOrKey }, query }),
});
