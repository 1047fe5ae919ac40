import assert from 'node:assert/strict';
import { JiraError } from '../../nodes/client/errors/jira-error';
import type { RateLimiterStatus } from '../../nodes/client/limits/rate-limiter';
import { SiteCheck } from '../../nodes/overview-node/site-check';
import { TestClock } from '../support/clock';

const QUIET: RateLimiterStatus = { inFlight: 0, waiting: 0, pauses: [], lastHour: { calls: 0, limited: 0 } };
const SECOND = 1_000;

/** A site under a test's hand. */
class World {
  readonly clock = new TestClock();
  asked = 0;
  status = QUIET;
  unreachable: JiraError | undefined;
  /** What becomes of the question. */
  answer: (signal: AbortSignal) => Promise<unknown> = async () => ({ displayName: 'Ada' });
  readonly check: SiteCheck;

  constructor() {
    const world = this;
    const client = {
      call: (_request: unknown, { signal }: { signal: AbortSignal }) => {
        this.asked++;
        return this.answer(signal);
      },
      get unreachable() {
        return world.unreachable;
      },
    };
    this.check = new SiteCheck({ client, rateLimiter: { status: () => this.status } }, this.clock);
  }
}

const failing = (code: JiraError['code']) => async (): Promise<never> => {
  throw new JiraError(code, 'x');
};

describe('a look at whether a site answers', () => {
  let world: World;
  const look = () => world.check.look();
  beforeEach(() => {
    world = new World();
  });

  it('asks Jira once a minute at most, however often somebody looks and however many', async () => {
    assert.deepEqual(await Promise.all([look(), look()]), Array(2).fill({ ok: true, user: 'Ada' }));
    world.clock.advance(59 * SECOND);
    await look();
    assert.equal(world.asked, 1);
    world.clock.advance(SECOND);
    await look();
    assert.equal(world.asked, 2);
  });

  it('asks sooner where something was wrong, so that what is mended is seen', async () => {
    world.answer = failing('JIRA_AUTH');
    const { ok, problem } = await look();
    assert.deepEqual([ok, problem?.code], [false, 'JIRA_AUTH']);
    world.answer = async () => ({ displayName: 'Ada' });
    world.clock.advance(14 * SECOND);
    assert.equal((await look()).ok, false);
    world.clock.advance(SECOND);
    assert.equal((await look()).ok, true);
  });

  it('keeps nobody waiting for a Jira that is slow: what is not known yet is not known', async () => {
    let respond: (me: unknown) => void = () => {};
    world.answer = () =>
      new Promise((resolve) => {
        respond = resolve;
      });
    const first = look();
    world.clock.advance(SECOND);
    assert.deepEqual(await first, { ok: undefined });
    respond({ displayName: 'Ada' });
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(await look(), { ok: true, user: 'Ada' });
    assert.equal(world.asked, 1);
  });

  it('takes a silence of ten seconds for an answer, with the reason that the line gave if there is one', async () => {
    world.answer = (signal) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    for (const unreachable of [undefined, new JiraError('JIRA_NETWORK', 'network.refused')]) {
      world.unreachable = unreachable;
      void look();
      world.clock.advance(10 * SECOND);
      await new Promise((resolve) => setImmediate(resolve));
      assert.equal((await look()).problem?.code, unreachable?.code ?? 'JIRA_TIMEOUT');
      world.clock.advance(60 * SECOND);
    }
  });

  it('asks nothing while Jira holds calls back, as the question would only wait', async () => {
    world.status = { ...QUIET, pauses: [{ scope: 'site', leftMs: 5_000 }] };
    assert.deepEqual(await look(), { ok: undefined });
    world.status = { ...QUIET, pauses: [{ scope: 'endpoint:GET /myself', leftMs: 5_000 }] };
    await look();
    assert.equal(world.asked, 0);
    world.status = { ...QUIET, pauses: [{ scope: 'issue:OPS-1', leftMs: 5_000 }] };
    assert.equal((await look()).ok, true);
  });

  it('believes the calls of the flows sooner than its own last look', async () => {
    await look();
    world.unreachable = new JiraError('JIRA_NETWORK', 'network.refused');
    assert.deepEqual([(await look()).ok, (await look()).problem?.code], [false, 'JIRA_NETWORK']);
    world.unreachable = undefined;
    assert.equal((await look()).ok, true);
  });

  it('a token that may not read people is known all the same, and a site that limits its calls answers', async () => {
    world.answer = failing('JIRA_SCOPE');
    assert.deepEqual(await look(), { ok: true });
    const other = new World();
    await other.check.look();
    other.clock.advance(60 * SECOND);
    other.answer = failing('JIRA_RATE_LIMIT');
    assert.deepEqual(await other.check.look(), { ok: true, user: 'Ada' });
  });
});
