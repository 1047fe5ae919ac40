import assert from 'node:assert/strict';
import { isRecord } from '../../nodes/client/json';
import { demoJira, siteSetup } from '../support/demo';
import { type RealNodeRed, startNodeRed } from '../support/node-red';
import { NODE_REDS_OF_THIS_RUN } from '../support/node-red-versions';
import { until } from '../support/until';

const PORT_OF_NOBODY = 'http://127.0.0.1:1';

for (const version of NODE_REDS_OF_THIS_RUN) {
  describe(`a webhook that starts a flow, in a real Node-RED ${version}`, function () {
    this.timeout(120_000);
    const demo = demoJira();
    let nodeRed: RealNodeRed;

    before(async () => {
      nodeRed = await startNodeRed({ version });
    });

    after(() => nodeRed.stop());

    const flows = (more: object = {}) => {
      const { siteUrl, credentials, properties } = siteSetup(demo.jira, 'datacenter', { publicUrl: nodeRed.url });
      const place = { z: 'tab', x: 1, y: 1 };
      const event = { via: 'webhook', registration: 'automatic', events: ['issue.created', 'comment.added'], jql: '' };
      return [
        { id: 'tab', type: 'tab' },
        { id: 'site', type: 'jira-site', siteUrl, credentials, ...properties },
        { id: 'event', type: 'jira-event', ...place, site: 'site', ...event, wires: [['shown']], ...more },
        {
          id: 'shown',
          type: 'debug',
          ...place,
          active: true,
          console: true,
          tosidebar: false,
          complete: 'event.id',
          wires: [],
        },
      ];
    };

    async function webhook(): Promise<Readonly<Record<string, unknown>>> {
      const { body } = await nodeRed.request('GET', '/jira/events/event');
      assert.ok(isRecord(body) && isRecord(body.webhook), JSON.stringify(body));
      return body.webhook;
    }

    const registered = () => until(webhook, (one) => one.registered === true || one.lastProblem !== null);

    async function makeIssue(): Promise<string> {
      const { siteUrl, credentials } = siteSetup(demo.jira, 'datacenter');
      const headers = { authorization: `Bearer ${String(credentials.token)}`, 'content-type': 'application/json' };
      const fields = { project: { key: 'OPS' }, issuetype: { name: 'Task' }, summary: 'Told at once' };
      const response = await fetch(`${siteUrl}/rest/api/2/issue`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ fields }),
      });
      const body: unknown = await response.json();
      assert.ok(isRecord(body), JSON.stringify(body));
      return String(body.id);
    }

    it('is registered by the node, and its message is there at once', async () => {
      await nodeRed.deploy(flows());
      const { lastProblem, address } = await registered();
      assert.equal(lastProblem, null);
      const id = await makeIssue();
      await until(
        () => nodeRed.logLinesNaming(`issue:${id}:created`).length,
        (count) => count === 1,
      );
      assert.ok((await webhook()).lastDeliveryAt);
      // A redeploy finds it again, and what comes meanwhile is not lost.
      await nodeRed.deploy(flows({ name: 'renamed' }), 'nodes');
      assert.equal((await registered()).address, address);
      assert.equal(demo.jira.datacenter.webhooks.admin.size, 1);
      const another = await makeIssue();
      await until(
        () => nodeRed.logLinesNaming(`issue:${another}:created`).length,
        (count) => count === 1,
      );
      await nodeRed.deploy(flows().filter(({ id: one }) => one !== 'event'));
      await until(
        () => demo.jira.datacenter.webhooks.admin.size,
        (size) => size === 0,
      );
      const key = String(address).split('/').at(-1) ?? '';
      assert.deepEqual(nodeRed.logLinesNaming(key), []);
    });

    it('says what to do where it cannot be registered', async () => {
      const { siteUrl, credentials, properties } = siteSetup(demo.jira, 'cloud', { publicUrl: PORT_OF_NOBODY });
      const site = { id: 'site', type: 'jira-site', siteUrl, credentials, ...properties };
      await nodeRed.deploy([...flows().filter(({ id }) => id !== 'site'), site]);
      const { lastProblem } = await registered();
      assert.ok(isRecord(lastProblem), JSON.stringify(lastProblem));
      assert.match(String(lastProblem.message), /private network/);
      assert.match(String(lastProblem.hint), /reachable from the internet by https/);
    });
  });
}
