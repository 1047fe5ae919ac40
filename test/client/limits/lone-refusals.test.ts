import assert from 'node:assert/strict';
import { GET, limited, newJob, OK, ROUTES, SEARCH, sites } from '../site';

const SECOND_MS = 1_000;

describe('A second that somebody else has used up is a pause, and no lasting limit:', () => {
  const site = sites();

  for (const reason of [undefined, 'jira-burst-based', 'jira-quota-tenant-based']) {
    it(`500 waiting calls are through soon after it (${reason ?? 'no reason'})`, async () => {
      const test = await site();
      test.clock.hurry();
      const start = test.clock.now();
      test.server.on(ROUTES.get, (_request, response) => {
        const usedUp = test.clock.now() - start < SECOND_MS;
        response.writeHead(usedUp ? 429 : 200, {
          ...(usedUp && { 'Retry-After': '1' }),
          ...(usedUp && reason !== undefined && { 'RateLimit-Reason': reason }),
        });
        // Each call takes its time.
        test.clock.advance(2);
        response.end('{}');
      });
      await Promise.all(Array.from({ length: 500 }, () => test.call(GET)));
      const ms = test.clock.now() - start;
      assert.ok(ms <= 2 * SECOND_MS, `${ms} ms`);
      assert.ok(test.server.arrived.length <= 508, `${test.server.arrived.length} requests: only those in flight were refused`);
    });
  }

  it('no call leaves between a 429 and the pause that it asks for, though a queue slot is free', async () => {
    const test = await site({ concurrency: 1 });
    test.server.on(ROUTES.get, limited('7'), OK).on(ROUTES.search, OK);
    const first = test.call(GET);
    const second = test.call(SEARCH, newJob(undefined, 'other'));
    await test.clock.waiting(2);
    assert.equal(test.server.arrived.length, 1);
    test.clock.advance(7_000);
    await Promise.all([first, second]);
  });
});
