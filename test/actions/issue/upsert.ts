import assert from 'node:assert/strict';
import { type Call, defineCases } from '../define-cases';

const MATCH = 'project = OPS AND key = OPS-1';
const PAYLOAD = { match: MATCH, project: 'OPS', issueType: 'Bug', summary: 'Pump 4 overheats again' };
const QUESTION = { jql: `(${MATCH}) ORDER BY created DESC`, fields: ['summary'], maxResults: 2 };
const CHANGE: Call = ['PUT /issue/OPS-1', { fields: { summary: 'Pump 4 overheats again' } }];

export default defineCases({
  payload: PAYLOAD,
  calls: {
    cloud: [['POST /search/jql', QUESTION], CHANGE],
    datacenter: [['POST /search', { ...QUESTION, startAt: 0 }], CHANGE],
  },
  result: (payload) => {
    assert.deepEqual(Object.keys(payload as object).sort(), ['id', 'key', 'self']);
    assert.equal((payload as { key: string }).key, 'OPS-1');
  },
  browser: {
    form: { match: 'key = OPS-1', project: 'OPS', issueType: 'Task', summary: 'From the form' },
    shows: /"key":"OPS-1"/,
  },
});
