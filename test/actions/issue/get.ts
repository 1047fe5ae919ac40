import { defineCases, has, same } from '../define-cases';

export default defineCases({
  payload: { issueIdOrKey: 'OPS-1', fields: ['summary', 'status'], expand: 'names' },
  calls: same(['GET /issue/OPS-1?fields=summary%2Cstatus&expand=names']),
  result: has({ key: 'OPS-1', fields: {} }),
  browser: { form: { issueIdOrKey: 'OPS-1' }, shows: /"key":"OPS-1"/ },
  example: { payload: 'EX-1' },
});
