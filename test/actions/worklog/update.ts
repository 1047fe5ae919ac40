import { defineCases, has, same } from '../define-cases';

export default defineCases({
  payload: { key: 'OPS-13', worklogId: 10409, timeSpent: '1w 2d', started: 1_763_629_200_000 },
  calls: same(
    ['GET /issue/OPS-13/worklog/10409'],
    ['PUT /issue/OPS-13/worklog/10409', { timeSpent: '1w 2d', started: '2025-11-20T09:00:00.000+0000' }],
  ),
  result: has({ id: '10409', timeSpentSeconds: 201_600 }),
  browser: { form: { issueIdOrKey: 'OPS-13', worklogId: '10409', timeSpent: '5h' }, shows: /"timeSpentSeconds":18000/ },
  example: { payload: { key: 'EX-1', worklogId: '10000', timeSpent: '1h' } },
});
