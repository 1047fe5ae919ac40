import { ByDeployment, defineCases, has, same } from '../define-cases';

export default defineCases({
  payload: 10004,
  calls: same(['GET /issuetype/10004']),
  result: has({ id: '10004', name: 'Bug' }),
  browser: { form: { issueTypeId: '10004' }, shows: /"id":"10004"/ },
  example: { payload: new ByDeployment({ cloud: '3', datacenter: '1' }) },
});
