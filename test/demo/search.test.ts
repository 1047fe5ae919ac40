import assert from 'node:assert/strict';
import { addIssues } from '../../demo/index';
import { demoSites, NOW } from './support';

interface Listed {
  readonly id: string;
  readonly key: string;
}

describe('demo Jira: search', () => {
  const clock = { now: NOW };
  const sites = demoSites(clock);
  const search = (body: unknown) => sites.cloud('POST', '/search/jql', { body });
  const keys = (issues: readonly Listed[]) => issues.map(({ key }) => key);
  afterEach(() => {
    clock.now = NOW;
  });

  it('gives ids alone unless fields are asked for', async () => {
    const { json } = await search({ jql: 'key = OPS-7' });
    assert.deepEqual(json, { issues: [{ id: '10207' }], isLast: true });
    const byKey = await search({ jql: 'key = OPS-7', fields: ['key'] });
    assert.equal(byKey.json.issues[0].key, 'OPS-7');
    assert.equal('fields' in byKey.json.issues[0], false);
  });

  it('goes through all pages by token, each issue once, and has no total', async () => {
    const found: string[] = [];
    let nextPageToken: string | undefined;
    do {
      const { json } = await search({
        jql: 'project = OPS ORDER BY key',
        fields: ['summary'],
        maxResults: 40,
        nextPageToken,
      });
      assert.equal('total' in json || 'startAt' in json || 'maxResults' in json, false);
      found.push(...keys(json.issues));
      nextPageToken = json.nextPageToken;
      assert.equal(json.isLast, nextPageToken === undefined);
    } while (nextPageToken);
    assert.equal(found.length, 110);
    assert.equal(new Set(found).size, 110);
    assert.equal(found[0], 'OPS-1');
  });

  it('gives at most 100 issues with fields and 50 with heavy ones, however many are asked for', async () => {
    const count = async (more: object) =>
      (await search({ jql: 'project is not empty', maxResults: 5000, ...more })).json.issues.length;
    assert.equal(await count({}), 200);
    assert.equal(await count({ fields: ['key'] }), 200);
    assert.equal(await count({ fields: ['summary'] }), 100);
    assert.equal(await count({ fields: ['*all'] }), 50);
    assert.equal(await count({ fields: ['summary'], expand: 'renderedFields' }), 50);
  });

  it('leaves a gap on a later page where an issue has gone, while a token remains', async () => {
    const body = { jql: 'project = OPS ORDER BY key', fields: ['key'], maxResults: 5 };
    const first = (await search(body)).json;
    for (const key of ['OPS-6', 'OPS-7', 'OPS-11']) await sites.cloud('DELETE', `/issue/${key}?deleteSubtasks=true`);
    await sites.cloud('DELETE', '/issue/OPS-8?deleteSubtasks=true');
    const second = (await search({ ...body, nextPageToken: first.nextPageToken })).json;
    assert.deepEqual(second.issues, []);
    assert.equal(second.isLast, false);
    assert.notEqual(second.nextPageToken, first.nextPageToken);
  });

  it('holds thousands of issues, and gives 5000 ids on a page', async () => {
    const added = addIssues(sites.jira.cloud, 'OPS', 6000);
    const first = (await search({ jql: 'project = OPS ORDER BY key', maxResults: 5000 })).json;
    assert.equal(first.issues.length, 5000);
    const { nextPageToken } = first;
    const rest = (await search({ jql: 'project = OPS ORDER BY key', maxResults: 5000, fields: ['key'], nextPageToken }))
      .json;
    assert.equal(rest.issues.length, 1110);
    assert.equal(rest.issues.at(-1).key, added.at(-1));
  });

  it('refuses a token it never gave, one of another query, and one older than seven days', async () => {
    const body = { jql: 'project = OPS', maxResults: 5 };
    assert.equal((await search({ ...body, nextPageToken: 'CAEaAggy' })).status, 400);
    const { nextPageToken } = (await search(body)).json;
    assert.equal((await search({ jql: 'project = IT', maxResults: 5, nextPageToken })).status, 400);
    assert.equal((await search({ ...body, nextPageToken })).status, 200);
    clock.now = new Date(NOW.getTime() + 7 * 24 * 3_600_000 + 1);
    assert.equal((await search({ ...body, nextPageToken })).status, 400);
  });

  it('reads only the body of a POST: a token in the address is the first page for ever', async () => {
    const body = { jql: 'project = OPS ORDER BY key', fields: ['key'], maxResults: 3 };
    const first = (await search(body)).json;
    const path = `/search/jql?nextPageToken=${first.nextPageToken}&maxResults=1`;
    const again = (await sites.cloud('POST', path, { body })).json;
    assert.deepEqual(keys(again.issues), keys(first.issues));
  });

  const closed: readonly (readonly [what: string, more: object])[] = [
    ['startAt', { startAt: 0 }],
    ['skip', { skip: 3 }],
    ['failFast', { failFast: true }],
    ['validateQuery', { validateQuery: true }],
    ['an array as expand', { expand: ['names'] }],
    ['fields as text', { fields: 'summary' }],
    ['maxResults as text', { maxResults: '50' }],
    ['keys to reconcile', { reconcileIssues: ['OPS-1'] }],
  ];
  for (const [what, more] of closed) {
    it(`refuses ${what} in the body`, async () => {
      const { status, json } = await search({ jql: 'project = OPS', ...more });
      assert.equal(status, 400);
      assert.deepEqual(json, {
        errorMessages: ['Invalid request payload. Refer to the REST API documentation and try again.'],
      });
    });
  }

  it('keeps to the limits of page size, properties and ids to reconcile', async () => {
    const status = async (more: object) => (await search({ jql: 'project = OPS', ...more })).status;
    assert.equal(await status({ maxResults: 0 }), 400);
    assert.equal(await status({ maxResults: 5001 }), 400);
    assert.equal(await status({ maxResults: 5000 }), 200);
    assert.equal(await status({ properties: ['a', 'b', 'c', 'd', 'e', 'f'] }), 400);
    assert.equal(await status({ reconcileIssues: Array.from({ length: 51 }, (_, index) => index) }), 400);
  });

  it('refuses a query that restricts nothing, on Cloud only', async () => {
    for (const jql of ['', 'ORDER BY created']) {
      const { status, json } = await search({ jql });
      assert.equal(status, 400);
      assert.match(json.errorMessages[0], /^Unbounded JQL queries are not allowed here/);
      assert.equal((await sites.dataCenter('POST', '/search', { body: { jql } })).status, 200);
    }
    assert.equal((await sites.cloud('POST', '/search/approximate-count', { body: { jql: '' } })).status, 400);
  });

  it('refuses names that do not exist or are hidden', async () => {
    for (const jql of ['project = NOPE', 'status = Asleep', 'colour = red', 'assignee = nobody', 'key = OPS-9999']) {
      assert.equal((await search({ jql })).status, 400, jql);
    }
    const hidden = await sites.cloud('POST', '/search/jql', { as: 'ben', body: { jql: 'project = SEC' } });
    assert.equal(hidden.status, 400);
  });

  it('takes a search by GET, with failFast and lists in one parameter', async () => {
    const { status, json } = await sites.cloud(
      'GET',
      '/search/jql?jql=key%20in%20(OPS-7,OPS-8)%20order%20by%20key&fields=summary,status&failFast=true&expand=names',
    );
    assert.equal(status, 200);
    assert.deepEqual(keys(json.issues), ['OPS-7', 'OPS-8']);
    assert.equal(json.names.status, 'Status');
    assert.equal('names' in json.issues[0], false);
    const wrong = await sites.cloud('GET', '/search/jql?jql=key%3DOPS-7&maxResults=many');
    assert.equal(wrong.status, 400);
    assert.equal(wrong.headers.get('content-type'), 'application/problem+json');
  });

  it('has removed the old search of Cloud', async () => {
    for (const response of [
      await sites.cloud('GET', '/search?jql=project%3DOPS'),
      await sites.cloud('POST', '/search', { body: { jql: 'project = OPS' } }),
      await sites.cloud('GET', '//rest/api/2/search?jql=project%3DOPS'),
    ]) {
      assert.equal(response.status, 410);
      assert.match(response.json.errorMessages[0], /has been removed/);
    }
  });

  it('counts without reading', async () => {
    const { json } = await sites.cloud('POST', '/search/approximate-count', { body: { jql: 'project = OPS' } });
    assert.deepEqual(json, { count: 110 });
  });

  it('finds by text, comments, people, custom fields, dates and parents', async () => {
    const count = async (jql: string) => {
      const response = await search({ jql, maxResults: 5000 });
      assert.equal(response.status, 200, response.text);
      return response.json.issues.length;
    };
    assert.ok((await count('summary ~ "pump"')) > 0);
    assert.ok((await count('text ~ "bearing"')) > 0);
    assert.ok((await count('assignee = "Ben Okafor"')) > 0);
    assert.ok((await count('assignee = currentUser()')) > 0);
    assert.ok((await count('Impact = High AND cf[10016] > 3')) > 0);
    assert.ok((await count('due < now() AND resolution is EMPTY')) > 0);
    assert.ok((await count('parent = OPS-8')) === 2);
    assert.ok((await count('statusCategory = Done AND priority >= High')) > 0);
    const weekAgo = NOW.getTime() - 7 * 24 * 3_600_000;
    const young = [...sites.jira.cloud.issues.values()].filter(({ created }) => created.getTime() >= weekAgo);
    assert.equal(await count('created >= -7d'), young.length);
  });

  it('cannot find what was created a moment ago where the index lags, unless reconciled; reading finds it', async () => {
    sites.jira.cloud.settings.indexLag = 5000;
    const fields = { project: { key: 'OPS' }, issuetype: { name: 'Task' }, summary: 'Brand new' };
    const { json: made } = await sites.cloud('POST', '/issue', { body: { fields } });
    const jql = 'summary ~ "brand new"';
    assert.deepEqual((await search({ jql })).json.issues, []);
    assert.equal((await search({ jql, reconcileIssues: [Number(made.id)] })).json.issues.length, 1);
    assert.equal((await sites.cloud('GET', `/issue/${made.key}`)).status, 200);
    clock.now = new Date(NOW.getTime() + 6000);
    assert.equal((await search({ jql })).json.issues.length, 1);
  });

  it('numbers pages on Data Center, with a total and the cap in maxResults', async () => {
    const { json } = await sites.dataCenter('POST', '/search', {
      body: { jql: 'project = OPS ORDER BY key', startAt: 108 },
    });
    assert.deepEqual(keys(json.issues), ['OPS-109', 'OPS-110']);
    assert.equal(json.total, 110);
    assert.equal(json.maxResults, 50);
    assert.equal('summary' in json.issues[0].fields, true);
    assert.equal('comment' in json.issues[0].fields, false);
    sites.jira.datacenter.settings.searchCap = 20;
    const capped = await sites.dataCenter('GET', '/search?jql=project%3DOPS&maxResults=2000');
    assert.equal(capped.json.maxResults, 20);
    assert.equal(capped.json.issues.length, 20);
    const none = await sites.dataCenter('GET', '/search?jql=project%3DOPS&maxResults=0');
    assert.deepEqual([none.json.issues.length, none.json.total], [0, 110]);
  });

  it('warns where a JQL function found more than it may, on every page', async () => {
    const jql = 'issue in watchedIssues() ORDER BY key';
    const whole = (await search({ jql, maxResults: 5000 })).json;
    assert.ok(whole.issues.length > 5);
    assert.equal('warnings' in whole, false);
    sites.jira.cloud.settings.jqlFunctionLimit = 5;
    const first = (await search({ jql, maxResults: 3 })).json;
    const details = { clause: 'watchedIssues()', arguments: '', limit: 5, actual: whole.issues.length };
    assert.deepEqual(first.warnings, [{ type: 'JQL_FUNCTION_LIMIT_EXCEEDED', details }]);
    const second = (await search({ jql, maxResults: 3, nextPageToken: first.nextPageToken })).json;
    assert.equal(second.issues.length, 2);
    assert.deepEqual(second.warnings, first.warnings);
  });

  it('finds linked and voted issues, and refuses what such a function cannot be asked', async () => {
    sites.jira.cloud.findIssue('OPS-9')?.voters.add(sites.jira.cloud.findUserByName('ada')?.id ?? '');
    const found = async (jql: string) => keys((await search({ jql, fields: ['key'] })).json.issues);
    assert.ok((await found('issue in linkedIssues("OPS-7")')).includes('OPS-8'));
    assert.deepEqual(await found('key in votedIssues()'), ['OPS-9']);
    const refused: readonly (readonly [jql: string, text: RegExp])[] = [
      ['issue = votedIssues()', /does not support the list value 'votedIssues\(\)'/],
      ['issue in votedIssues(1)', /expected '0' arguments but received '1'/],
      ['issue in linkedIssues()', /expected '1' arguments but received '0'/],
      ['issue in linkedIssues("OPS-9999")', /'OPS-9999' could not be found/],
      ['issue in currentUser()', /non-list value/],
      ['status in votedIssues()', /invalid for the field/],
    ];
    for (const [jql, text] of refused) {
      const { status, json } = await search({ jql });
      assert.equal(status, 400, jql);
      assert.match(json.errorMessages[0], text);
    }
  });

  it('lets unknown values pass on Data Center when not validating', async () => {
    const jql = 'key in (OPS-7, OPS-9999)';
    assert.equal((await sites.dataCenter('POST', '/search', { body: { jql } })).status, 400);
    const { json } = await sites.dataCenter('POST', '/search', { body: { jql, validateQuery: false } });
    assert.deepEqual(keys(json.issues), ['OPS-7']);
    assert.match(json.warningMessages[0], /OPS-9999/);
  });

  it('refuses unknown keys and an expand that is no list on Data Center', async () => {
    const refused = await sites.dataCenter('POST', '/search', { body: { jql: '', nextPageToken: 'x' } });
    assert.equal(refused.status, 400);
    assert.match(refused.json.errorMessages[0], /Unrecognized field "nextPageToken"/);
    assert.equal((await sites.dataCenter('POST', '/search', { body: { jql: '', expand: 'names' } })).status, 400);
    const { json } = await sites.dataCenter('POST', '/search', { body: { jql: 'key = OPS-7', expand: ['names'] } });
    assert.equal(json.names.summary, 'Summary');
  });
});
