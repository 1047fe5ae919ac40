import { adf, defineCases, has, paragraph, plain } from '../define-cases';

const started = '2026-11-20T08:30:00.000+0000';

export default defineCases({
  node: { richText: 'text' },
  payload: {
    key: 'OPS-8',
    timeSpent: 'PT3H20M',
    started: '2026-11-20 09:30 +01:00',
    comment: 'Seal\nreplaced',
    newEstimate: '1d 4 hours',
  },
  calls: {
    cloud: [
      [
        'POST /issue/OPS-8/worklog?adjustEstimate=new&newEstimate=1d+4h',
        {
          timeSpentSeconds: 12_000,
          started,
          comment: adf(paragraph(plain('Seal'), { type: 'hardBreak' }, plain('replaced'))),
        },
      ],
    ],
    datacenter: [
      [
        'POST /issue/OPS-8/worklog?adjustEstimate=new&newEstimate=1d+4h',
        { timeSpentSeconds: 12_000, started, comment: 'Seal\nreplaced' },
      ],
    ],
  },
  result: has({ timeSpentSeconds: 12_000, comment: 'Seal\nreplaced' }),
  browser: { form: { issueIdOrKey: 'OPS-4', timeSpent: '45 min' }, shows: /"timeSpentSeconds":2700/ },
  example: { payload: { key: 'EX-1', timeSpent: '3h 20m' } },
});
