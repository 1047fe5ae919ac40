import assert from 'node:assert/strict';
import { JiraError } from '../../nodes/client/errors/jira-error';
import { LookupCache } from '../../nodes/site/endpoints/lookup-cache';
import { TestClock } from '../support/clock';

const down = () => Promise.reject(new JiraError('JIRA_NETWORK', 'network.refused'));
const forbidden = () => Promise.reject(new JiraError('JIRA_FORBIDDEN', 'jira.forbidden'));
const MINUTE = 60_000;

describe('what was looked up', () => {
  let clock: TestClock;
  let cache: LookupCache<string>;
  let asked = 0;
  const load = (fact: string) => () => {
    asked++;
    return Promise.resolve(fact);
  };
  beforeEach(() => {
    clock = new TestClock();
    cache = new LookupCache(clock);
    asked = 0;
  });

  it('is given again for five minutes, with its age', async () => {
    await cache.recall('a', load('old'), false);
    clock.advance(4 * MINUTE);
    assert.deepEqual(await cache.recall('a', load('new'), false), { fact: 'old', ageMs: 4 * MINUTE });
    clock.advance(MINUTE);
    assert.deepEqual(await cache.recall('a', load('new'), false), { fact: 'new', ageMs: 0 });
  });

  it('is asked for anew when somebody wants it newer', async () => {
    await cache.recall('a', load('old'), false);
    assert.equal((await cache.recall('a', load('new'), true)).fact, 'new');
  });

  it('is asked for once where two forms want it at once', async () => {
    const both = await Promise.all([cache.recall('a', load('one'), false), cache.recall('a', load('two'), false)]);
    assert.deepEqual([asked, ...both.map(({ fact }) => fact)], [1, 'one', 'one']);
  });

  it('is still of use hours later if Jira is down, with the reason', async () => {
    await cache.recall('a', load('old'), false);
    clock.advance(120 * MINUTE);
    const { fact, ageMs, problem } = await cache.recall('a', down, false);
    assert.deepEqual([fact, ageMs, problem?.code], ['old', 120 * MINUTE, 'JIRA_NETWORK']);
    assert.equal((await cache.recall('a', load('new'), false)).fact, 'new', 'as soon as it is up again');
  });

  it('does not hide that the account may no longer see it, and a failure is not kept', async () => {
    await cache.recall('a', load('old'), false);
    await assert.rejects(cache.recall('a', forbidden, true), { code: 'JIRA_FORBIDDEN' });
    await assert.rejects(cache.recall('b', down, false), { code: 'JIRA_NETWORK' });
    assert.equal((await cache.recall('b', load('there'), false)).fact, 'there');
  });

  it('does not grow for ever: the oldest goes first', async () => {
    for (let index = 0; index <= 300; index++) await cache.recall(String(index), load('x'), false);
    asked = 0;
    await cache.recall('300', load('x'), false);
    await cache.recall('1', load('x'), false);
    assert.equal(asked, 0);
    await cache.recall('0', load('x'), false);
    assert.equal(asked, 1);
  });
});
