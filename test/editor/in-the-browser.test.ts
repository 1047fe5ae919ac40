import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { type Definition, loadNode, nodeOf, ROOT } from './browser';

/** What the editor would say of one input: `true`, or the reason. */
function check(type: string, name: string, value: unknown, valueType?: string): unknown {
  const validate = loadNode(type).definition.defaults[name]?.validate;
  assert.equal(validate?.length, 2, 'Node-RED shows reasons only of validators with two parameters');
  return validate?.call(nodeOf(type, { [name]: value, [`${name}Type`]: valueType }), value, {});
}

const labelOf = (type: string, properties: Readonly<Record<string, unknown>>) =>
  loadNode(type).definition.label.call(nodeOf(type, properties));

describe('a node on the flow', () => {
  it('is called what the palette calls it, in the words of its catalog', () => {
    const { definition } = loadNode('jira-issue-get');
    assert.equal(definition.paletteLabel?.call(nodeOf('jira-issue-get', {})), 'get issue');
    assert.equal(labelOf('jira-issue-get', { issueIdOrKey: '', issueIdOrKeyType: 'payload' }), 'get issue');
  });

  it('shows what it works on when that is fixed, so that two of a kind can be told apart', () => {
    assert.equal(labelOf('jira-issue-get', { issueIdOrKey: 'OPS-1', issueIdOrKeyType: 'str' }), 'get issue OPS-1');
    assert.equal(labelOf('jira-issue-get', { issueIdOrKey: 'OPS-1' }), 'get issue OPS-1', 'a flow written by hand');
    assert.equal(labelOf('jira-issue-get', { issueIdOrKey: 'payload.key', issueIdOrKeyType: 'msg' }), 'get issue');
  });

  for (const [jql, title] of [
    ['project = OPS AND\nstatus = Open', 'search project = OPS AND status…'],
    ['project = OPS AND priority = High', 'search project = OPS AND…'],
    ['x'.repeat(200), `search ${'x'.repeat(24)}…`],
    ['project = 設備保全部門 AND 状態 = 未着手', 'search project = 設備保全部門…'],
    ['summary ~ "👩‍🔧👩‍🔧👩‍🔧👩‍🔧👩‍🔧👩‍🔧👩‍🔧👩‍🔧"', 'search summary ~ "👩‍🔧👩‍🔧👩‍🔧👩‍🔧👩‍🔧👩‍🔧…'],
    ['project = OPS', 'search project = OPS'],
  ] as const) {
    it(`cuts what would push the node across the flow, behind a word where there is one: ${jql.slice(0, 40)}`, () => {
      assert.equal(labelOf('jira-issue-search', { jql, jqlType: 'str' }), title);
    });
  }

  it('is called by its name when it has one, in italics as other nodes are', () => {
    const { definition } = loadNode('jira-issue-get');
    const named = nodeOf('jira-issue-get', { name: 'the pump', issueIdOrKey: 'OPS-1', issueIdOrKeyType: 'str' });
    assert.equal(definition.label.call(named), 'the pump');
    assert.equal(definition.labelStyle?.call(named), 'node_label_italic');
  });
});

describe('a node that waits for events', () => {
  const event = (events: unknown) => labelOf('jira-event', { events });

  it('is called on the flow what it waits for', () => {
    assert.equal(event('issue.created'), 'issue created');
    assert.equal(event(['comment.added', 'issue.deleted', 'link.added']), 'comment added +2');
    assert.equal(event(undefined), 'issue created', 'a flow written by hand');
    assert.equal(event(''), 'Jira event');
  });

  for (const [name, value, problem] of [
    ['events', 'issue.created,comment.added', true],
    ['events', ['issue.created'], true],
    ['events', '', 'Events: at least one is needed'],
    ['events', 'issue.exploded', 'Events: one of them is no event'],
    ['events', 'issue.deleted', 'Events: one of them comes by webhook only'],
    ['events', '$(EVENTS)', true],
    ['every', '', true],
    ['every', '10', true],
    ['every', 9, 'Ask every (s): must be a whole number of at least 10'],
    ['every', '$(EVERY)', true],
    ['since', 'now', true],
    ['since', '-7d', true],
    ['since', '2026-11-27T09:00', true],
    ['since', 'soon', 'Begin with: must be now, a time such as 2026-11-27T09:00, or so long ago as -7d'],
  ] as const) {
    it(`with ${name} = ${JSON.stringify(value)} ${problem === true ? 'is right' : 'says what is wrong'}`, () =>
      assert.equal(check('jira-event', name, value), problem));
  }
});

describe('rows that are written in the form', () => {
  for (const [rows, problem] of [
    ['[{"Summary":"Pump 4 overheats"}]', true],
    ['{"Summary":"Pump 4 overheats"}', true],
    ['["Pump 4 overheats"]', 'Issues: must be a JSON array of objects, or one object'],
    ['7', 'Issues: must be a JSON array of objects, or one object'],
  ] as const) {
    it(`${rows} ${problem === true ? 'are right' : 'are told to be none'}`, () =>
      assert.equal(check('jira-issue-bulk-create', 'issues', rows, 'json'), problem));
  }
});

describe('the ports of a node', () => {
  const ports = (type: string, properties: object = {}) => {
    const { inputLabels, outputLabels } = loadNode(type).definition;
    const node = nodeOf(type, { ...properties });
    return [inputLabels?.call(node), outputLabels?.call(node)];
  };

  it('tell what a message has to bring, in the words of the form', () => {
    assert.deepEqual(ports('jira-comment-add'), ['msg.payload: Issue, Comment', 'msg.payload']);
    assert.deepEqual(ports('jira-user-list', { output: 'array' })[0], 'msg.payload');
  });

  it('tell how many messages a list becomes, so that nobody has to open the form to see it', () => {
    const of = (output: string) => ports('jira-project-list', { output })[1];
    assert.equal(of('array'), 'msg.payload: one message with all of them');
    assert.equal(of('pages'), 'msg.payload: a message for each page');
    assert.equal(of('items'), 'msg.payload: a message for each of them');
  });
});

describe('a form', () => {
  it('accepts every input at its default, and one that a flow leaves out', () => {
    assert.equal(check('jira-issue-get', 'issueIdOrKey', '', 'payload'), true);
    assert.equal(check('jira-issue-get', 'issueIdOrKey', undefined), true);
    assert.equal(check('jira-issue-get', 'fields', '', 'str'), true);
  });

  for (const [fieldInputs, problem] of [
    ['', true],
    [undefined, true],
    ['no JSON', true],
    ['{"customfield_1": {"type": "msg", "value": "payload.x"}, "customfield_2": 7}', true],
    ['{"customfield_1": {"type": "json", "value": "{"}}', 'customfield_1: Invalid JSON'],
  ] as const) {
    it(`looks at the sources of fields: ${fieldInputs}`, () => {
      const said = check('jira-issue-create', 'fieldInputs', fieldInputs);
      assert.ok(said === problem || String(said).startsWith(String(problem)), String(said));
    });
  }

  it('says that a required input is empty before a message has to fail', () => {
    assert.match(String(check('jira-issue-get', 'issueIdOrKey', '', 'str')), /^Issue: is needed/);
  });

  const accepted: [string, string, string, string][] = [
    ['jira-issue-search', 'maxResults', '50', 'num'],
    ['jira-issue-search', 'maxResults', `\${PAGE_SIZE}`, 'num'],
    ['jira-issue-search', 'reconcileIssues', '10001, 10002', 'str'],
    ['jira-issue-search', 'fields', '["summary"]', 'json'],
    ['jira-issue-create', 'fields', '{"Story Points": 5}', 'json'],
    ['jira-issue-create', 'fields', '{"Story Points": 5}', 'str'],
    ['jira-issue-create', 'assignee', 'null', 'json'],
    ['jira-issue-get', 'fieldsByKeys', 'true', 'bool'],
    ['jira-issue-get', 'fieldsByKeys', 'yes', 'env'],
  ];
  for (const [type, name, value, valueType] of accepted) {
    it(`accepts what the node can read: ${name} = ${value} (${valueType})`, () => {
      assert.equal(check(type, name, value, valueType), true);
    });
  }

  const refused: [string, string, string, string, RegExp][] = [
    ['jira-issue-search', 'maxResults', '-1', 'num', /^Page size: .*whole number/],
    ['jira-issue-search', 'maxResults', '2.5', 'num', /^Page size: .*whole number/],
    ['jira-issue-search', 'maxResults', 'many', 'str', /^Page size: .*whole number/],
    ['jira-issue-search', 'reconcileIssues', 'OPS-1', 'str', /^Fresh issues: .*ids/],
    ['jira-issue-search', 'fields', '{"a": 1}', 'json', /^Fields: .*array/],
    ['jira-issue-create', 'fields', '[1]', 'json', /^Fields: .*object/],
    ['jira-issue-create', 'fields', '{', 'json', /^Fields: Invalid JSON/],
    ['jira-issue-create', 'fields', 'null', 'json', /^Fields: .*object/],
    ['jira-issue-get', 'fieldsByKeys', 'maybe', 'str', /^Fields by key: .*true or false/],
  ];
  for (const [type, name, value, valueType, reason] of refused) {
    it(`refuses with a reason what the node can't read: ${name} = ${value} (${valueType})`, () => {
      assert.match(String(check(type, name, value, valueType)), reason);
    });
  }
});

describe('the dialog of a site', () => {
  const site = (): Definition => loadNode('jira-site').definition;
  const checkSite = (name: string, value: unknown) => site().defaults[name]?.validate?.call({}, value, {});

  it('keeps the properties and secrets that the runtime reads', () => {
    const { defaults, credentials } = site();
    const values = Object.fromEntries(Object.entries(defaults).map(([name, { value }]) => [name, value]));
    assert.deepEqual(values, {
      name: '',
      siteUrl: '',
      deployment: 'auto',
      authType: 'basic',
      basicSecret: 'apiToken',
      gateway: 'auto',
      authUrl: '',
      gatewayUrl: '',
      scopes: '',
      tls: '',
      proxy: '',
      publicUrl: '',
      dryRun: false,
      timeout: '30000',
      maxRetries: '4',
      maxWait: '120000',
      concurrency: '8',
      keepFor: '7',
      keepMost: '10000',
      maxQueue: '100000',
    });
    assert.equal(defaults.tls?.type, 'tls-config');
    assert.equal(defaults.proxy?.type, 'http proxy');
    const kinds = Object.entries(credentials ?? {}).map(([name, { type }]) => [name, type]);
    assert.deepEqual(kinds, [
      ['username', 'text'],
      ['password', 'password'],
      ['token', 'password'],
      ['clientId', 'text'],
      ['clientSecret', 'password'],
    ]);
  });

  for (const address of ['https://acme.atlassian.net', 'http://10.0.0.5:8080/jira/', `\${JIRA_URL}`]) {
    it(`takes the address ${address}`, () => assert.equal(checkSite('siteUrl', address), true));
  }

  const bad: [string, RegExp][] = [
    ['', /needed/],
    ['acme.atlassian.net', /https:\/\//],
    ['ftp://acme.example', /https:\/\//],
    ['https://me:secret@acme.example', /user name or a password/],
    ['https://acme.example/browse?x=1', /\?/],
  ];
  for (const [address, reason] of bad) {
    it(`says what is wrong with the address "${address}"`, () =>
      assert.match(String(checkSite('siteUrl', address)), reason));
  }

  it('takes numbers and environment variables as limits, and nothing else', () => {
    for (const value of ['5000', 5000, '', `\${JIRA_TIMEOUT}`]) assert.equal(checkSite('timeout', value), true);
    for (const value of ['soon', '-1', '1.5', '0'])
      assert.match(String(checkSite('timeout', value)), /Time limit .*at least 1/);
    assert.equal(checkSite('maxRetries', '0'), true);
  });

  describe('is invalid without what its method needs', () => {
    const checkCredentials = (properties: object, credentials?: object) =>
      site().defaults.authType?.validate?.call({ ...properties, id: 'new', credentials }, 'basic', {});
    const cloud = { authType: 'basic', siteUrl: 'https://acme.atlassian.net' };

    for (const [title, properties, credentials, problem] of [
      ['Cloud', cloud, {}, 'Needed: E-mail, API token'],
      ['Cloud, half of it', cloud, { username: 'ada' }, 'Needed: API token'],
      ['Cloud, as the editor knows a stored secret', cloud, { username: 'ada', has_password: true }, true],
      ['Cloud by another host', { ...cloud, siteUrl: 'https://j.example', basicSecret: 'apiToken' }, {}, /E-mail, API/],
      ['a password', { ...cloud, basicSecret: 'password' }, {}, 'Needed: User name, Password'],
      ['a version that stored no method', { ...cloud, siteUrl: 'https://j.example' }, {}, /User name, Password/],
      ['a kind of Jira that was chosen', { ...cloud, deployment: 'datacenter' }, {}, /User name, Password/],
      ['a personal access token', { authType: 'pat' }, { username: 'ada', password: 'x' }, 'Needed: Token'],
      ['OAuth 2.0', { authType: 'oauth2' }, { clientId: 'x' }, 'Needed: Client secret'],
      ['a service account', { authType: 'clientCredentials' }, { clientId: 'x', clientSecret: 'y' }, true],
      ['what nobody has told the editor yet', cloud, undefined, true],
      ['a site that is switched off', { ...cloud, d: true }, { username: 'ada', password: 'x' }, /disabled/],
    ] as const) {
      it(title, () => {
        const found = checkCredentials(properties, credentials);
        if (problem instanceof RegExp) assert.match(String(found), problem);
        else assert.equal(found, problem);
      });
    }
  });

  it('is called by the host of its address until it gets a name', () => {
    const label = (properties: object) => site().label.call(nodeOf('jira-site', { ...properties }));
    assert.equal(label({ siteUrl: 'https://acme.atlassian.net/' }), 'acme.atlassian.net');
    assert.equal(label({ siteUrl: '' }), 'Jira site');
    assert.equal(label({ name: 'ours', siteUrl: 'https://acme.atlassian.net' }), 'ours');
    assert.equal(label({ name: 'ours', dryRun: false }), 'ours');
  });

  it('is told apart in the lists of the nodes while it is in a dry run', () => {
    const label = (dryRun: unknown) => site().label.call(nodeOf('jira-site', { name: 'ours', dryRun }));
    assert.equal(label(true), 'ours (dry run)');
    assert.equal(label('true'), 'ours (dry run)');
    assert.equal(label(`\${DRY_RUN}`), 'ours', 'what the environment says is not known here');
  });
});

describe('the script of the forms', () => {
  it('fits the types of a browser, which the other sources are not checked against', function () {
    this.timeout(120_000);
    const compiler = require.resolve('typescript/bin/tsc');
    execFileSync(process.execPath, [compiler, '--noEmit', '-p', path.join(ROOT, 'nodes/editor')]);
  });
});
