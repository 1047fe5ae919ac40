import assert from 'node:assert/strict';
import { defineCases } from '../define-cases';

export default defineCases({
  payload: { jql: 'project = OPS ORDER BY key', maxResults: 3, expand: ['names', 'schema'] },
  calls: {
    cloud: [
      [
        'POST /search/jql',
        { jql: 'project = OPS ORDER BY key', fields: ['*navigable'], expand: 'names,schema', maxResults: 3 },
      ],
    ],
    datacenter: [
      [
        'POST /search',
        { jql: 'project = OPS ORDER BY key', fields: ['*navigable'], expand: ['names', 'schema'], maxResults: 3 },
      ],
    ],
  },
  result: (payload) => assert.equal((payload as unknown[]).length, 3),
  browser: { form: { jql: 'key = OPS-1' }, shows: /"key":"OPS-1"/ },
  example: { payload: 'project = EX', records: 'issues' },
});
