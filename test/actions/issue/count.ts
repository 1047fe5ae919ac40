import assert from 'node:assert/strict';
import { defineCases } from '../define-cases';

const JQL = 'project = OPS AND issuetype = Bug';

export default defineCases({
  payload: JQL,
  calls: {
    cloud: [['POST /search/approximate-count', { jql: JQL }]],
    datacenter: [['POST /search', { jql: JQL, maxResults: 0, fields: ['id'] }]],
  },
  result: (payload) => assert.ok(Number.isInteger(payload) && Number(payload) > 0, String(payload)),
  browser: { form: { jql: 'key = OPS-1' }, shows: /issue-count: 1\b/ },
  example: { records: { cloud: 'count', datacenter: 'total' } },
});
