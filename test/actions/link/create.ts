import assert from 'node:assert/strict';
import { assertHolds } from '../../support/assert';
import { adf, defineCases, paragraph, plain } from '../define-cases';

export default defineCases({
  payload: { type: 'blocks', inwardIssue: 'OPS-1', outwardIssue: { key: 'OPS-9' }, comment: 'Needed first' },
  calls: {
    cloud: [
      ['GET /issueLinkType'],
      [
        'POST /issueLink',
        {
          type: { id: '10000' },
          inwardIssue: { key: 'OPS-1' },
          outwardIssue: { key: 'OPS-9' },
          comment: { body: adf(paragraph(plain('Needed first'))) },
        },
      ],
      ['GET /issue/OPS-1?fields=issuelinks'],
    ],
    datacenter: [
      ['GET /issueLinkType'],
      [
        'POST /issueLink',
        {
          type: { id: '10000' },
          inwardIssue: { key: 'OPS-1' },
          outwardIssue: { key: 'OPS-9' },
          comment: { body: 'Needed first' },
        },
      ],
      ['GET /issue/OPS-1?fields=issuelinks'],
    ],
  },
  result: (payload) => {
    assertHolds(payload, { type: { name: 'Blocks' }, inwardIssue: { key: 'OPS-1' }, outwardIssue: { key: 'OPS-9' } });
    assert.match((payload as { id: string }).id, /^\d+$/);
  },
  browser: {
    form: { linkType: 'Blocks', inwardIssue: 'OPS-5', outwardIssue: 'OPS-6' },
    shows: /"inwardIssue":\{.*"key":"OPS-5"/,
  },
  example: { payload: { type: 'Duplicate', inwardIssue: 'EX-1', outwardIssue: 'PR-2' } },
});
