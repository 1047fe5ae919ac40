import assert from 'node:assert/strict';
import { DEPLOYMENTS, demoJira } from '../support/demo';
import { httpFlow } from '../support/http-flow';
import { type Flows, type RealNodeRed, startNodeRed } from '../support/node-red';
import { NODE_REDS_OF_THIS_RUN } from '../support/node-red-versions';
import { until } from '../support/until';

/** Long enough for something to be written that must not be. */
const QUIET_MS = 1_500;

for (const version of NODE_REDS_OF_THIS_RUN) {
  describe(`a dry run beside writes that happen once and are kept, in a real Node-RED ${version}`, function () {
    this.timeout(60_000);
    const demo = demoJira();
    let nodeRed: RealNodeRed;
    before(async () => {
      nodeRed = await startNodeRed({ version });
    });
    after(() => nodeRed?.stop());

    for (const deployment of DEPLOYMENTS) {
      const flows = (dryRun: boolean, more: object): Flows => {
        const { siteUrl, credentials, properties } = demo.site(deployment, { dryRun, maxRetries: '0' });
        const node = { id: `${deployment}-add`, type: 'jira-comment-add', site: deployment, ...more };
        return [
          { id: deployment, type: 'jira-site', siteUrl, credentials, ...properties },
          ...httpFlow({ path: `/${deployment}`, nodes: [node] }),
        ];
      };
      const send = async (payload: object) => {
        const { status, body } = await nodeRed.request('POST', `/${deployment}`, { payload });
        const msg = body as { jira: Record<string, unknown>; error?: { message: string } };
        assert.equal(status, 200, msg.error?.message);
        return msg.jira;
      };
      const said = () =>
        [...demo.jira[deployment].comments.values()].flatMap(
          ({ body }) => JSON.stringify(body).match(/said \w+/) ?? [],
        );
      const quiet = () => new Promise((resolve) => setTimeout(resolve, QUIET_MS));

      it(`notes no key, so that the real write still happens (${deployment})`, async () => {
        const payload = { key: 'OPS-4', body: 'said once', onceKey: `dry ${deployment}` };
        await nodeRed.deploy(flows(true, { once: true }));
        for (const _ of [1, 2]) {
          const { dryRun, duplicate } = await send(payload);
          assert.ok(dryRun);
          assert.equal(duplicate, undefined);
        }
        await nodeRed.deploy(flows(false, { once: true }));
        assert.equal((await send(payload)).duplicate, undefined);
        assert.equal((await send(payload)).duplicate, true);
        assert.deepEqual(said(), ['said once']);
      });

      it(`keeps nothing, and what was kept before stays until it is over (${deployment})`, async () => {
        const keeps = { whenAway: 'keep' };
        await nodeRed.deploy(flows(false, keeps));
        await demo.jira.pullPlug();
        try {
          // The answer comes with the message, once Jira is back: nobody waits for it here.
          void nodeRed
            .request('POST', `/${deployment}`, { payload: { key: 'OPS-4', body: 'said before' } })
            .catch(() => {});
          await quiet();
          await nodeRed.deploy(flows(true, keeps));
        } finally {
          await demo.jira.plugIn();
        }
        assert.ok((await send({ key: 'OPS-4', body: 'said meanwhile' })).dryRun);
        await quiet();
        assert.deepEqual(said(), []);
        await nodeRed.deploy(flows(false, keeps));
        await until(said, ({ length }) => length > 0, { within: 20_000, every: 50 });
        await quiet();
        assert.deepEqual(said(), ['said before']);
      });
    }
  });
}
