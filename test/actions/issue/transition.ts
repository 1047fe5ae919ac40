import { defineCases, has, same } from '../define-cases';

export default defineCases({
  payload: { key: 'OPS-7', transition: 'fixed ON site' },
  calls: same(['GET /issue/OPS-7/transitions'], ['POST /issue/OPS-7/transitions']),
  result: has({ issueIdOrKey: 'OPS-7' }),
  browser: { form: { issueIdOrKey: 'OPS-7', transition: '711' }, shows: /"issueIdOrKey":"OPS-7"/ },
  example: { payload: { key: 'EX-1', transition: 'Close Issue' } },
});
