import assert from 'node:assert/strict';
import helper from 'node-red-node-test-helper';
import { type Action, defineAction, text } from '../../nodes/definition';
import { register } from '../../nodes/engine/register';
import { registerSite } from '../../nodes/site/site';
import { nodeRedInProcess } from '../support/nodes';
import { ScriptedServer } from '../support/server';

/** As if a later version had called an input by another name. */
const RENAMED = defineAction({
  type: 'jira-test-renamed',
  route: 'GET /issue/{issueIdOrKey}',
  returns: 'one',
  inputs: { issueIdOrKey: text({ required: true }) },
  migrate({ issueKey, issueKeyType, ...saved }) {
    return issueKey === undefined ? saved : { issueIdOrKey: issueKey, issueIdOrKeyType: issueKeyType, ...saved };
  },
  request: (params) => ({ params }),
});

describe('a node that an earlier version saved', () => {
  nodeRedInProcess();
  let jira: ScriptedServer;
  before(async () => {
    jira = await ScriptedServer.start({ otherwise: { body: {} } });
  });
  after(() => jira.stop());

  const askedBy = async (saved: object): Promise<string | undefined> => {
    const site = { id: 'site', type: 'jira-site', siteUrl: jira.url, deployment: 'cloud' };
    const node = { id: 'n', type: RENAMED.type, site: 'site', wires: [['out']], ...saved };
    await helper.load(
      (RED) => {
        registerSite(RED);
        register(RED, RENAMED as Action);
      },
      [site, node, { id: 'out', type: 'helper' }] as never,
      { site: { username: 'a', password: 'b' } },
    );
    const ended = new Promise((resolve) => helper.getNode('out').once('input', resolve));
    helper.getNode('n').receive({ payload: {} } as never);
    await ended;
    return jira.arrived.at(-1)?.url;
  };

  it('does what it did, though its properties have other names by now', async () => {
    assert.equal(await askedBy({ issueKey: 'OPS-1', issueKeyType: 'str' }), '/rest/api/3/issue/OPS-1');
  });

  it('and one of today is left as it is', async () => {
    assert.equal(await askedBy({ issueIdOrKey: 'OPS-2', issueIdOrKeyType: 'str' }), '/rest/api/3/issue/OPS-2');
  });
});
