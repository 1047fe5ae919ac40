import assert from 'node:assert/strict';
import { defineCases } from '../define-cases';

export default defineCases({
  payload: 'OPS',
  calls: {
    cloud: [['GET /project/OPS'], ['GET /issuetype/project?projectId=10010']],
    datacenter: [['GET /project/OPS']],
  },
  result: (payload) => assert.ok((payload as { name: string }[]).some(({ name }) => name === 'Bug')),
  browser: { form: { projectIdOrKey: 'OPS' }, shows: /"name":"Bug"/ },
  example: {
    payload: '10000',
    records: { datacenter: 'issueTypes' },
  },
});
