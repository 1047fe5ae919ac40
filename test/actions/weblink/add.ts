import { defineCases, has, same } from '../define-cases';

const url = 'https://example.com/orders/3?line=7';
const object = { url, title: 'Order 3' };

export default defineCases({
  payload: { key: 'OPS-7', url, title: 'Order 3' },
  calls: same(['POST /issue/OPS-7/remotelink', { globalId: url, object }]),
  result: has({ globalId: url, object }),
  browser: { form: { issueIdOrKey: 'OPS-4', url }, shows: /"title":"https:\/\/example\.com\/orders\/3\?line=7"/ },
  example: { payload: { key: 'EX-1', url } },
});
