import { defineAction } from '../../definition';

/** Lists the fields of the site, custom ones included. */
export default defineAction({
  type: 'jira-field-list',
  route: 'GET /field',
  returns: 'many',
  record: 'field',
  inputs: {},
  list: () => ({ style: 'whole' }),
});
