import assert from 'node:assert/strict';
import { DEPLOYMENTS, demoJira } from '../support/demo';
import { httpFlow } from '../support/http-flow';
import { type FlowNode, type RealNodeRed, startNodeRed } from '../support/node-red';
import { NODE_REDS_OF_THIS_RUN } from '../support/node-red-versions';
import version1 from './version-1.json';

/** A node as the editor of version 1 saved it: every property it knew, and the few that a user has set. */
function saved(type: keyof typeof version1, set: Readonly<Record<string, unknown>>): FlowNode {
  return { id: type, type, ...version1[type], site: 'site', ...set };
}

const SEARCH = saved('jira-issue-search', {
  jql: 'project = OPS ORDER BY key',
  jqlType: 'str',
  fields: 'place',
  fieldsType: 'msg',
  maxResults: '2',
  maxResultsType: 'num',
  paginateAll: true,
  limit: '5',
  strategy: 'sequential',
});
const COMMENT = saved('jira-comment-add', { body: '**Hot**', bodyType: 'str', textFormat: 'markdown' });

for (const version of NODE_REDS_OF_THIS_RUN) {
  describe(`a flow that version 1 saved, in a real Node-RED ${version},`, () => {
    const demo = demoJira();
    let nodeRed: RealNodeRed;
    before(async function () {
      this.timeout(120_000);
      nodeRed = await startNodeRed({ version });
    });
    after(() => nodeRed?.stop());

    for (const deployment of DEPLOYMENTS) {
      const run = async (node: FlowNode, msg: object) => {
        const { siteUrl, credentials, properties } = demo.site(deployment);
        const site = { id: 'site', type: 'jira-site', ...version1['jira-site'], siteUrl, credentials, ...properties };
        await nodeRed.deploy([site, ...httpFlow({ path: '/run', nodes: [node] })]);
        const { status, body } = await nodeRed.request('POST', '/run', msg);
        assert.equal(status, 200, JSON.stringify(body));
        return body as { payload: unknown; jira: { count: number; pages?: number; complete: boolean } };
      };

      it(`reads a list on ${deployment} as far, in pages as large and with the fields that it was set to`, async () => {
        const { payload, jira } = await run(SEARCH, { place: 'summary' });
        assert.ok(Array.isArray(payload));
        assert.deepEqual([payload.length, jira.count, jira.complete], [5, 5, false]);
        for (const { fields } of payload) assert.deepEqual(Object.keys(fields), ['summary']);
        assert.equal(demo.requests().filter(({ path }) => /\/search(\/jql)?$/.test(path)).length, 3);
      });

      it(`writes on ${deployment} what was set in the form, to what the message names`, async () => {
        const { payload } = await run(COMMENT, { payload: { issueIdOrKey: 'OPS-1' } });
        assert.match(JSON.stringify(payload), deployment === 'cloud' ? /"strong"/ : /\*Hot\*/);
      });
    }
  });
}
