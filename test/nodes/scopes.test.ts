import assert from 'node:assert/strict';
import { demoCredentials } from '../../demo/index';
import { actions } from '../../nodes/actions/index';
import { SIGN_IN_SCOPES, USUAL_SCOPES } from '../../nodes/client/auth/scopes';
import { nodeScopes } from '../../nodes/forms/scopes';
import { OPERATIONS } from '../faults/operations';
import { demoJira } from '../support/demo';
import { flowOf, nodeRedInProcess, type Outcome } from '../support/nodes';

describe('The scopes that the dialog of a site tells', () => {
  nodeRedInProcess();
  const demo = demoJira();

  /** Sends the node's usual message with a token that has these scopes and no others. */
  async function run(type: string, scopes: readonly string[]): Promise<Outcome> {
    const { cloud } = demo.jira;
    const login = demoCredentials.cloud.ada.username;
    const userId = cloud.credentials.find((known) => known.login === login)?.userId ?? '';
    cloud.credentials.push({ userId, scheme: 'basic', login, secret: 'a token with scopes', scopes });
    const { siteUrl } = demo.site('cloud');
    const credentials = { username: login, password: 'a token with scopes' };
    const properties = { gateway: 'always', gatewayUrl: demo.jira.gatewayUrl };
    const flow = await flowOf({ siteUrl, credentials, properties }, { type });
    return flow.send({ payload: OPERATIONS[type]?.payload('cloud') });
  }

  for (const action of actions) {
    const own = nodeScopes(action);
    const all = [...new Set([...own, ...SIGN_IN_SCOPES.split(' ')])];

    it(`are enough for ${action.type}`, async () => {
      const { error } = await run(action.type, all);
      assert.equal(error, undefined, error?.message);
    });

    it(`name one without which ${action.type} says JIRA_SCOPE, and which`, async () => {
      const [most = ''] = own.slice(-1);
      const { error } = await run(
        action.type,
        all.filter((scope) => scope !== most),
      );
      assert.equal(error?.code, 'JIRA_SCOPE', error?.message);
      assert.ok(error?.message.includes(`(${most})`), error?.message);
    });
  }

  // An app that was made without those of Jira Software is refused as a whole when they are asked for: the dialog offers them.
  it('are among those that are asked for where the field is left empty, but for those of other products', () => {
    const usual = USUAL_SCOPES.split(' ');
    const all = new Set([...actions.flatMap(nodeScopes), ...SIGN_IN_SCOPES.split(' ')]);
    const own = [...all].filter((scope) => !scope.endsWith(':jira-software'));
    assert.deepEqual(own.sort(), [...usual].sort());
  });
});
