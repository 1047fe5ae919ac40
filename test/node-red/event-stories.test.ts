import assert from 'node:assert/strict';
import { textEntry } from '../../nodes/client/json';
import { DEPLOYMENTS, demoJira } from '../support/demo';
import { story } from '../support/examples';
import { type RealNodeRed, startNodeRed } from '../support/node-red';
import { NODE_REDS_OF_THIS_RUN } from '../support/node-red-versions';
import { callAs } from '../support/person';
import { ScriptedServer } from '../support/server';
import { until } from '../support/until';

/** The stories that begin with something that happens in Jira. What happened is there before they start, so that no test waits for a round. */
const SINCE = '-1m';

for (const version of NODE_REDS_OF_THIS_RUN) {
  describe(`the stories that begin with an event, in a real Node-RED ${version}`, () => {
    const demo = demoJira();
    let nodeRed: RealNodeRed;

    before(async function () {
      this.timeout(120_000);
      nodeRed = await startNodeRed({ version });
    });
    // What a node that is gone has heard is forgotten.
    afterEach(() => nodeRed.deploy([]));
    after(() => nodeRed?.stop());

    for (const deployment of DEPLOYMENTS) {
      describe(`on ${deployment}`, () => {
        const call = (method: string, place: string, body?: object) =>
          callAs('ben', demo, deployment, method, place, body);

        it('a new issue becomes an MQTT message', async () => {
          const fields = { project: { key: 'OPS' }, issuetype: { name: 'Task' }, summary: 'Pump 9 drips' };
          const key = textEntry(await call('POST', 'issue', { fields }), 'key');
          const from = nodeRed.log().length;
          await imported('new-issues-to-mqtt', {}, ['mqtt out', { type: 'debug', complete: 'true', console: true }]);
          const shown = await until(
            () => nodeRed.log().slice(from).join('\n'),
            (log) => log.includes(`key: '${key}'`),
          );
          assert.match(shown, /topic: 'jira\/OPS\/created'/);
          assert.match(shown, /summary: 'Pump 9 drips'/);
          assert.match(shown, /by: 'Ben /);
        });

        it('a new status is told in the chat', async () => {
          const chat = await ScriptedServer.start({ otherwise: { body: 'ok' } });
          try {
            await call('POST', 'issue/OPS-2/transitions', { transition: { id: '21' } });
            await imported('status-to-chat', {}, ['http request', { url: `http://127.0.0.1:${chat.port}/hook` }]);
            const [line] = await until(
              () => chat.arrived.filter(({ body }) => body.includes('OPS-2 ')),
              ({ length }) => length > 0,
            );
            assert.match(line?.body ?? '', /"text":"OPS-2 .+: .+ → In Progress \(Ben .+\)"/);
          } finally {
            await chat.stop();
          }
        });

        it('a comment with a command moves its issue, and another one does not', async () => {
          const comment = (text: string) => ({
            body:
              deployment === 'datacenter'
                ? text
                : { type: 'doc', version: 1, content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] },
          });
          await call('POST', 'issue/OPS-3/comment', comment('this is not yet /close'));
          await call('POST', 'issue/OPS-2/comment', comment('/close it works again'));
          await imported('close-by-comment');
          const statusOf = (key: string) => {
            const id = demo.jira[deployment].findIssue(key)?.values.get('status');
            return String(id);
          };
          const before = statusOf('OPS-3');
          await until(
            () => call('GET', 'issue/OPS-2?fields=status'),
            (issue) => /"name":"Done"/.test(JSON.stringify(issue)),
          );
          assert.equal(statusOf('OPS-3'), before);
        });
      });

      /** Deploys a story on the demo, with other properties for its events and for one more type of node. */
      async function imported(
        name: string,
        event: object = {},
        [type, properties]: readonly [string, object] = ['', {}],
      ): Promise<void> {
        const { siteUrl, credentials, properties: site } = demo.site(deployment);
        await nodeRed.deploy(
          story(name).map((node) => ({
            ...node,
            ...(node.type === 'jira-site' && { siteUrl, credentials, ...site }),
            ...(node.type === 'jira-event' && { since: SINCE, ...event }),
            ...(node.type === 'debug' && { console: true }),
            ...(node.type === type && properties),
          })),
        );
      }
    }
  });
}
