import { ByDeployment, defineCases, has, same } from '../define-cases';

export default defineCases({
  payload: 10302,
  calls: same(['GET /issueLink/10302']),
  result: has({ id: '10302', type: { name: 'Blocks' } }),
  browser: { form: { linkId: '10302' }, shows: /"id":"10302"/ },
  example: { payload: new ByDeployment({ cloud: '10001', datacenter: '10000' }) },
});
