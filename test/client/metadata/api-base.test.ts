import assert from 'node:assert/strict';
import { JiraError } from '../../../nodes/client/errors/jira-error';
import { pathOf, type Request } from '../../../nodes/client/http/request';
import { type ApiBaseOptions, findApiBase } from '../../../nodes/client/metadata/api-base';

const SITE = 'https://acme.example';
const GATEWAY = 'https://gateway.example';
const THROUGH = { base: `${GATEWAY}/ex/jira/cloud-1`, gateway: true };
const DIRECT = { base: SITE, gateway: false };
const REFUSED = new JiraError('JIRA_AUTH', 'auth.refused');

/** What is answered, or thrown, at each address. */
type World = Readonly<Record<string, unknown>>;

const apiBase = (options: Partial<ApiBaseOptions>, world: World = {}) => {
  const asked: string[] = [];
  const ask = async (base: string, request: Request): Promise<unknown> => {
    const address = base + pathOf(request);
    asked.push(address);
    const response = world[address];
    if (response instanceof Error) throw response;
    return response;
  };
  const whole = { siteUrl: SITE, gateway: 'auto', gatewayUrl: GATEWAY, apiRoot: '/rest/api/3', ...options } as const;
  return findApiBase({ authType: 'basic', deployment: 'cloud', ...whole }, ask).then((found) => ({ found, asked }));
};

const TENANT = { [`${SITE}/_edge/tenant_info`]: { cloudId: 'cloud-1' } };
const AT_SITE = `${SITE}/rest/api/3/myself`;
const AT_GATEWAY = `${THROUGH.base}/rest/api/3/myself`;
const RESOURCES = `${GATEWAY}/oauth/token/accessible-resources`;

describe('Where the API of a site is reached', () => {
  for (const [title, options] of [
    ['Data Center', { deployment: 'datacenter' }],
    ['a Personal Access Token', { authType: 'pat' }],
  ] as const) {
    it(`${title}: at the site, without asking anybody`, async () => {
      assert.deepEqual(await apiBase(options), { found: DIRECT, asked: [] });
    });
  }

  it('an API token that the site takes never leaves the site', async () => {
    assert.deepEqual(await apiBase({}), { found: DIRECT, asked: [AT_SITE] });
  });

  it('an API token with scopes, which the site refuses, is used at the gateway', async () => {
    const { found } = await apiBase({}, { ...TENANT, [AT_SITE]: REFUSED });
    assert.deepEqual(found, THROUGH);
  });

  it('and so is one without the scope to ask who it is', async () => {
    const { found } = await apiBase(
      {},
      { ...TENANT, [AT_SITE]: REFUSED, [AT_GATEWAY]: new JiraError('JIRA_SCOPE', 'scope') },
    );
    assert.deepEqual(found, THROUGH);
  });

  it('a wrong token stays with the site, whose words are the better ones', async () => {
    const { found } = await apiBase({}, { ...TENANT, [AT_SITE]: REFUSED, [AT_GATEWAY]: REFUSED });
    assert.deepEqual(found, DIRECT);
  });

  describe('if the site refuses the token and the gateway can not be asked', () => {
    const refused = new JiraError('JIRA_AUTH', 'auth.refused', { status: 401 }, { statusCode: 401, retryable: false });
    const failing = async (world: World) => {
      const error: unknown = await apiBase({}, { ...TENANT, [AT_SITE]: refused, ...world }).catch((thrown) => thrown);
      assert.ok(error instanceof JiraError);
      return error;
    };

    for (const [title, failure, detail] of [
      ['is not found', new JiraError('JIRA_NETWORK', 'network.dns', { detail: 'ENOTFOUND' }), 'ENOTFOUND'],
      ['does not answer', new JiraError('JIRA_TIMEOUT', 'network.timeout'), 'JIRA_TIMEOUT'],
      ['is down', new JiraError('JIRA_UNAVAILABLE', 'jira.unavailable', {}, { statusCode: 503 }), 503],
    ] as const) {
      it(`the refusal is told, and that the gateway ${title}`, async () => {
        const { code, reason, values, facts } = await failing({ [AT_GATEWAY]: failure });
        assert.deepEqual([code, reason], ['JIRA_AUTH', 'auth.gatewayFailed']);
        assert.deepEqual(values, { status: 401, gateway: GATEWAY, detail });
        assert.deepEqual(facts, refused.facts);
      });
    }

    for (const [title, response] of [
      ['nothing of the kind', {}],
      ['a page', new JiraError('JIRA_RESPONSE', 'response.notJson')],
      ['not found', new JiraError('JIRA_NOT_FOUND', 'jira.pageNotFound', {}, { statusCode: 404 })],
    ] as const) {
      it(`the refusal is told, and that the address leads to no gateway: it answers ${title}`, async () => {
        const { code, reason, facts } = await failing({ [`${SITE}/_edge/tenant_info`]: response });
        assert.deepEqual([code, reason], ['JIRA_AUTH', 'auth.noCloudId']);
        assert.deepEqual(facts, refused.facts);
      });
    }

    it('a call that was cancelled stays one, and a fault of ours too', async () => {
      const cancelled = new JiraError('JIRA_CANCELLED', 'cancelled');
      assert.equal((await failing({ [AT_GATEWAY]: cancelled })).reason, 'cancelled');
      const fault = new TypeError('of ours');
      await assert.rejects(apiBase({}, { ...TENANT, [AT_SITE]: refused, [AT_GATEWAY]: fault }), fault);
    });
  });

  it('what says nothing of the token decides nothing', async () => {
    for (const error of [new JiraError('JIRA_UNAVAILABLE', 'unavailable'), new Error('a fault of ours')]) {
      await assert.rejects(apiBase({}, { [AT_SITE]: error }), error);
    }
  });

  it('the gateway can be forbidden', async () => {
    assert.deepEqual(await apiBase({ gateway: 'never' }, { [AT_SITE]: REFUSED }), { found: DIRECT, asked: [] });
  });

  for (const [title, options] of [
    ['where it is asked for', { gateway: 'always' }],
    ['for a service account', { authType: 'clientCredentials' }],
  ] as const) {
    it(`the gateway is used ${title}, without a try at the site`, async () => {
      const { found, asked } = await apiBase(options, TENANT);
      assert.deepEqual([found, asked], [THROUGH, [`${SITE}/_edge/tenant_info`]]);
    });
  }

  it('a site that Atlassian does not know is said to be none', async () => {
    await assert.rejects(apiBase({ gateway: 'always' }), { reason: 'config.noCloudId' });
  });

  describe('for a person who has signed in', () => {
    const granted = (...sites: object[]) => apiBase({ authType: 'oauth2' }, { [RESOURCES]: sites });
    const jira = (id: string, url: string) => ({ id, url, scopes: ['read:jira-work'] });

    it('is the site that was granted and asked for, never another', async () => {
      const { found } = await granted(jira('cloud-2', 'https://other.example'), jira('cloud-1', `${SITE}/`));
      assert.deepEqual(found, THROUGH);
    });

    it('is not the same site of another product', async () => {
      const confluence = { id: 'cloud-3', url: SITE, scopes: ['read:confluence-content.all'] };
      assert.deepEqual((await granted(confluence, jira('cloud-1', SITE))).found, THROUGH);
      await assert.rejects(granted(confluence), { reason: 'config.noSiteGranted' });
    });

    it('names what was granted instead, so that the person can choose again', async () => {
      const other = jira('cloud-2', 'https://other.example');
      await assert.rejects(granted(other, jira('cloud-4', 'no address')), (error) => {
        assert.ok(error instanceof JiraError);
        assert.deepEqual(
          [error.reason, error.values.sites],
          ['config.otherSiteGranted', 'https://other.example, no address'],
        );
        return true;
      });
    });

    it('can not be told from a response that is no list', async () => {
      await assert.rejects(apiBase({ authType: 'oauth2' }, { [RESOURCES]: {} }), { reason: 'config.noSiteGranted' });
    });
  });
});
