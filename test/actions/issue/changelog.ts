import assert from 'node:assert/strict';
import { ByDeployment, defineCases } from '../define-cases';

export default defineCases({
  payload: { key: 'OPS-7', fields: 'Status' },
  calls: {
    cloud: [['GET /issue/OPS-7/changelog?maxResults=100'], ['GET /field']],
    datacenter: [['GET /issue/OPS-7?expand=changelog&fields=issuetype'], ['GET /field']],
  },
  result: (payload) => {
    const [{ items }] = payload as [{ items: { field: string }[] }];
    assert.ok(items.some(({ field }) => field === 'status'));
  },
  browser: { form: { issueIdOrKey: 'OPS-7' }, shows: /"field":"status"/ },
  // Cloud's example is the second page of a list.
  example: {
    payload: new ByDeployment({ cloud: { key: 'EX-1', startAt: 2, maxResults: 2 }, datacenter: 'EX-1' }),
    records: { cloud: 'values', datacenter: 'changelog.histories' },
  },
});
