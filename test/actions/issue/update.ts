import { defineCases, has, same } from '../define-cases';

export default defineCases({
  payload: { key: 'OPS-1', summary: 'Pump 4 runs hot', description: null, notifyUsers: 'true' },
  calls: same(['PUT /issue/OPS-1?notifyUsers=true', { fields: { summary: 'Pump 4 runs hot', description: null } }]),
  result: has({ issueIdOrKey: 'OPS-1' }),
  browser: { form: { issueIdOrKey: 'OPS-2', summary: 'Changed' }, shows: /"issueIdOrKey":"OPS-2"/ },
  example: { payload: { key: 'EX-1', summary: 'bug' } },
});
