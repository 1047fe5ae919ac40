import assert from 'node:assert/strict';
import { BEN_ON_CLOUD, ByDeployment, defineCases } from '../define-cases';

export default defineCases({
  payload: { key: 'OPS-8', person: 'ben@example.com' },
  calls: {
    cloud: [['GET /user/search?query=ben%40example.com&maxResults=50'], ['POST /issue/OPS-8/watchers', BEN_ON_CLOUD]],
    datacenter: [['GET /user/search?username=ben%40example.com&maxResults=50'], ['POST /issue/OPS-8/watchers', 'ben']],
  },
  result: (payload) => assert.deepEqual(payload, { issueIdOrKey: 'OPS-8' }),
  browser: { form: { issueIdOrKey: 'OPS-8', person: 'me' }, shows: /"issueIdOrKey":"OPS-8"/ },
  example: {
    payload: new ByDeployment({
      cloud: { key: 'EX-1', person: BEN_ON_CLOUD },
      datacenter: { key: 'EX-1', person: 'ben' },
    }),
  },
});
