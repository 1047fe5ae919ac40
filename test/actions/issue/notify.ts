import assert from 'node:assert/strict';
import { BEN_ON_CLOUD, defineCases } from '../define-cases';

const mail = {
  subject: 'Pump 4',
  textBody: 'It runs > 61 °C.\nSoon more',
  htmlBody: 'It runs &gt; 61 °C.<br/>\nSoon more',
};

export default defineCases({
  payload: {
    key: 'OPS-7',
    subject: 'Pump 4',
    body: 'It runs > 61 °C.\nSoon more',
    to: ['watchers', 'ben@example.com', 'shift-leads'],
  },
  calls: {
    cloud: [
      ['GET /user/search?query=ben%40example.com&maxResults=50'],
      ['GET /user/search?query=shift-leads&maxResults=50'],
      [
        'POST /issue/OPS-7/notify',
        { ...mail, to: { watchers: true, users: [{ accountId: BEN_ON_CLOUD }], groups: [{ name: 'shift-leads' }] } },
      ],
    ],
    datacenter: [
      ['GET /user/search?username=ben%40example.com&maxResults=50'],
      ['GET /user?username=shift-leads'],
      ['GET /myself'],
      [
        'POST /issue/OPS-7/notify',
        { ...mail, to: { watchers: true, users: [{ name: 'ben' }], groups: [{ name: 'shift-leads' }] } },
      ],
    ],
  },
  result: (payload) => assert.deepEqual(payload, { issueIdOrKey: 'OPS-7' }),
  browser: {
    form: { issueIdOrKey: 'OPS-7', body: 'It runs again.', to: 'ben@example.com' },
    shows: /"issueIdOrKey":"OPS-7"/,
  },
  example: { payload: { key: 'EX-1', body: 'text' } },
});
