import { BEN, BEN_ON_CLOUD, ByDeployment, defineCases, has } from '../define-cases';

export default defineCases({
  payload: BEN,
  calls: {
    cloud: [[`GET /user?accountId=${encodeURIComponent(BEN_ON_CLOUD)}`]],
    datacenter: [['GET /user?username=ben']],
  },
  result: has({ displayName: 'Ben Okafor' }),
  browser: { form: { accountId: BEN_ON_CLOUD }, shows: /"displayName":"Ben/ },
  example: { payload: new ByDeployment({ cloud: '5b10a2844c20165700ede21g', datacenter: 'fred' }) },
});
