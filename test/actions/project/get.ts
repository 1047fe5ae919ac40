import { defineCases, has, same } from '../define-cases';

export default defineCases({
  payload: { project: 'OPS', expand: ['lead', 'description'] },
  calls: same(['GET /project/OPS?expand=lead%2Cdescription']),
  result: has({ key: 'OPS', id: '10010' }),
  browser: { form: { projectIdOrKey: 'OPS' }, shows: /"key":"OPS"/ },
  example: { payload: 'EX' },
});
