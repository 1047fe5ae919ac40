import { BEN, BEN_ON_CLOUD, ByDeployment, defineCases, has } from '../define-cases';

export default defineCases({
  payload: BEN,
  calls: {
    cloud: [[`GET /user?accountId=${encodeURIComponent(BEN_ON_CLOUD)}`]],
    datacenter: [['GET /user?username=ben']],
  },
  result: has({ email: 'ben@example.com', source: 'profile' }),
  browser: { form: { accountId: BEN_ON_CLOUD }, shows: /"email":"ben@/ },
  example: { payload: new ByDeployment({ cloud: '5b10a2844c20165700ede21g', datacenter: 'fred' }) },
});
