import { defineAction } from '../../definition';

/** Lists the fields of the site, custom ones included. */
export default defineAction({
  type: 'jira-field-list',
  reference: 'api-group-issue-fields/#api-rest-api-3-field-get',
  returns: 'many',
  reads: true,
  inputs: {},
  list: () => ({ method: 'GET', path: ['field'], style: 'whole' }),
});
