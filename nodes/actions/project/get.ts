import { defineAction, list, text } from '../../definition';

/** Reads one project. */
export default defineAction({
  type: 'jira-project-get',
  reference: 'api-group-projects/#api-rest-api-3-project-projectidorkey-get',
  returns: 'one',
  reads: true,
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
  request: ({ projectIdOrKey, ...query }) => ({ method: 'GET', path: ['project', projectIdOrKey], query }),
});
