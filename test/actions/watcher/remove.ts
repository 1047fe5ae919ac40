import assert from 'node:assert/strict';
import { personId } from '../../../demo/seed/people';
import { BEN_ON_CLOUD, ByDeployment, defineCases } from '../define-cases';

const ADA = encodeURIComponent(personId('cloud', 'ada'));

export default defineCases({
  payload: { key: 'OPS-8', person: 'me' },
  calls: {
    cloud: [['GET /myself'], [`DELETE /issue/OPS-8/watchers?accountId=${ADA}`]],
    datacenter: [['GET /myself'], ['DELETE /issue/OPS-8/watchers?username=ada']],
  },
  result: (payload) => assert.deepEqual(payload, { issueIdOrKey: 'OPS-8' }),
  browser: { form: { issueIdOrKey: 'OPS-12', person: 'me' }, shows: /"issueIdOrKey":"OPS-12"/ },
  example: {
    payload: new ByDeployment({
      cloud: { key: 'EX-1', person: BEN_ON_CLOUD },
      datacenter: { key: 'EX-1', person: 'ben' },
    }),
  },
});
