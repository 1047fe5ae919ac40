import assert from 'node:assert/strict';
import { DEPLOYMENTS, demoJira } from '../support/demo';
import { EXAMPLES_OF_ACTIONS } from '../support/examples';
import { type RealNodeRed, startNodeRed } from '../support/node-red';
import { NODE_RED_VERSIONS } from '../support/node-red-versions';
import { shownAfter } from '../support/shown';

for (const version of NODE_RED_VERSIONS) {
  describe(`the examples in a real Node-RED ${version}`, () => {
    const demo = demoJira();
    let nodeRed: RealNodeRed;

    before(async function () {
      this.timeout(120_000);
      nodeRed = await startNodeRed({ version });
    });
    after(() => nodeRed?.stop());

    for (const deployment of DEPLOYMENTS) {
      for (const { name, flow } of EXAMPLES_OF_ACTIONS) {
        it(`${name}, imported and run on ${deployment}, does what it says`, async () => {
          const { siteUrl, credentials, properties } = demo.site(deployment);
          const onDemo = flow.map((node) => ({
            ...node,
            ...(node.type === 'jira-site' && { siteUrl, credentials, ...properties }),
            ...(node.type === 'debug' && { console: true }),
          }));
          await nodeRed.deploy(onDemo);
          for (const { id } of flow.filter(({ type }) => type === 'inject')) {
            const from = nodeRed.log().length;
            await nodeRed.request('POST', `/inject/${id}`);
            const shown = await shownAfter(nodeRed, from);
            assert.match(shown, /operation: '/, shown);
            assert.doesNotMatch(shown, /JIRA_[A-Z]+/, shown);
            assert.doesNotMatch(shown, /payload: (\[\]|\{\}|null|undefined)/, shown);
          }
        });
      }
    }
  });
}
