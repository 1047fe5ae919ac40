import assert from 'node:assert/strict';
import { personId } from '../../demo/seed/people';
import { actions } from '../../nodes/actions/index';
import type { Deployment } from '../../nodes/client/http/request';
import { assertHolds } from '../support/assert';
import { DEPLOYMENTS, demoJira } from '../support/demo';
import { flowOf, nodeRedInProcess } from '../support/nodes';

interface Case {
  readonly node: Readonly<Record<string, unknown>>;
  readonly payload: unknown;
  /** The calls that leave, look-ups included: method, path below the API root with its query, and body. */
  readonly calls: Readonly<Record<Deployment, readonly (readonly [call: string, body?: unknown])[]>>;
  /** What the flow gets, as far as it is fixed. */
  readonly result: (payload: unknown, deployment: Deployment) => void;
}

const ROOT = { cloud: '/rest/api/3', datacenter: '/rest/api/2' } as const;

function adf(...content: object[]): object {
  return { type: 'doc', version: 1, content };
}
const paragraph = (...content: object[]): object => ({ type: 'paragraph', content });
const plain = (text: string): object => ({ type: 'text', text });
const bold = (text: string): object => ({ type: 'text', text, marks: [{ type: 'strong' }] });
const has = (expected: object) => (payload: unknown) => assertHolds(payload, expected);
const same = (...calls: readonly (readonly [call: string, body?: unknown])[]): Case['calls'] => ({
  cloud: calls,
  datacenter: calls,
});

/** A person is a bare payload: the account id on Cloud, the user name on Data Center. */
const BEN = { cloud: personId('cloud', 'ben'), datacenter: 'ben' };

const CASES: Readonly<Record<string, Case>> = {
  'jira-issue-create': {
    node: { textFormat: 'markdown' },
    payload: {
      project: 'OPS',
      issueType: 'Bug',
      summary: 'Pump 4 overheats',
      description: 'Seen at **14:02**',
      assignee: 'none',
      priority: 'High',
      labels: 'alarm, line-2',
      parent: '',
      fields: { 'Story Points': 5 },
    },
    calls: {
      cloud: [
        ['GET /field'],
        [
          'POST /issue',
          {
            fields: {
              customfield_10016: 5,
              project: { key: 'OPS' },
              issuetype: { name: 'Bug' },
              summary: 'Pump 4 overheats',
              description: adf(paragraph(plain('Seen at '), bold('14:02'))),
              assignee: null,
              priority: { name: 'High' },
              labels: ['alarm', 'line-2'],
            },
          },
        ],
      ],
      datacenter: [
        ['GET /field'],
        [
          'POST /issue',
          {
            fields: {
              customfield_10016: 5,
              project: { key: 'OPS' },
              issuetype: { name: 'Bug' },
              summary: 'Pump 4 overheats',
              description: 'Seen at *14:02*',
              assignee: null,
              priority: { name: 'High' },
              labels: ['alarm', 'line-2'],
            },
          },
        ],
      ],
    },
    result: (payload) => {
      assert.deepEqual(Object.keys(payload as object).sort(), ['id', 'key', 'self']);
      assert.match((payload as { key: string }).key, /^OPS-\d+$/);
    },
  },
  'jira-issue-update': {
    node: {},
    payload: { key: 'OPS-1', summary: 'Pump 4 runs hot', description: null, notifyUsers: 'true' },
    calls: same(['PUT /issue/OPS-1?notifyUsers=true', { fields: { summary: 'Pump 4 runs hot', description: null } }]),
    result: has({ issueIdOrKey: 'OPS-1' }),
  },
  'jira-issue-get': {
    node: {},
    payload: { issueIdOrKey: 'OPS-1', fields: ['summary', 'status'], expand: 'names' },
    calls: same(['GET /issue/OPS-1?fields=summary%2Cstatus&expand=names']),
    result: has({ key: 'OPS-1', fields: {} }),
  },
  'jira-issue-search': {
    node: {},
    payload: { jql: 'project = OPS ORDER BY key', maxResults: 3, expand: ['names', 'schema'] },
    calls: {
      cloud: [
        [
          'POST /search/jql',
          { jql: 'project = OPS ORDER BY key', fields: ['*navigable'], expand: 'names,schema', maxResults: 3 },
        ],
      ],
      datacenter: [
        [
          'POST /search',
          { jql: 'project = OPS ORDER BY key', fields: ['*navigable'], expand: ['names', 'schema'], maxResults: 3 },
        ],
      ],
    },
    result: (payload) => assert.equal((payload as unknown[]).length, 3),
  },
  'jira-issue-transition': {
    node: {},
    payload: { key: 'OPS-2', transition: 'in progress' },
    calls: same(['GET /issue/OPS-2/transitions'], ['POST /issue/OPS-2/transitions']),
    result: has({ issueIdOrKey: 'OPS-2' }),
  },
  'jira-issue-delete': {
    node: {},
    payload: { key: 'OPS-3', deleteSubtasks: true },
    calls: same(['DELETE /issue/OPS-3?deleteSubtasks=true']),
    result: (payload) => assert.deepEqual(payload, { issueIdOrKey: 'OPS-3' }),
  },
  'jira-comment-add': {
    node: { richText: 'text' },
    payload: { key: 'OPS-1', comment: 'Back to 61 °C.\n*Watching* it.', internal: true },
    calls: {
      cloud: [
        [
          'POST /issue/OPS-1/comment',
          {
            body: adf(paragraph(plain('Back to 61 °C.'), { type: 'hardBreak' }, plain('*Watching* it.'))),
            properties: [{ key: 'sd.public.comment', value: { internal: true } }],
          },
        ],
      ],
      datacenter: [
        [
          'POST /issue/OPS-1/comment',
          {
            body: 'Back to 61 °C.\n\\*Watching\\* it.',
            properties: [{ key: 'sd.public.comment', value: { internal: true } }],
          },
        ],
      ],
    },
    result: has({ body: 'Back to 61 °C.\n*Watching* it.' }),
  },
  'jira-issue-assign': {
    node: {},
    payload: { key: 'OPS-1', assignee: 'ben@example.com' },
    calls: {
      cloud: [
        ['GET /user/search?query=ben%40example.com&maxResults=50'],
        ['PUT /issue/OPS-1/assignee', { accountId: BEN.cloud }],
      ],
      datacenter: [
        ['GET /user/search?username=ben%40example.com&maxResults=50'],
        ['PUT /issue/OPS-1/assignee', { name: 'ben' }],
      ],
    },
    result: (payload) => assert.deepEqual(payload, { issueIdOrKey: 'OPS-1' }),
  },
  'jira-issue-picker': {
    node: {},
    payload: 'pump',
    calls: same(['GET /issue/picker?query=pump']),
    result: (payload) => assert.ok(Array.isArray((payload as { sections: unknown }).sections)),
  },
  'jira-transition-list': {
    node: {},
    payload: { key: 'OPS-2', expand: 'transitions.fields' },
    calls: same(['GET /issue/OPS-2/transitions?expand=transitions.fields']),
    result: (payload) => assert.ok((payload as { name: string }[]).every(({ name }) => name)),
  },
  'jira-comment-update': {
    node: { textFormat: 'markdown' },
    payload: { key: 'OPS-7', commentId: '10503', body: 'Now **fixed**' },
    calls: {
      cloud: [
        ['GET /issue/OPS-7/comment/10503'],
        [
          'PUT /issue/OPS-7/comment/10503',
          {
            body: adf(paragraph(plain('Now '), bold('fixed'))),
            visibility: { type: 'role', value: 'Administrators', identifier: 'Administrators' },
          },
        ],
      ],
      datacenter: [
        ['GET /issue/OPS-7/comment/10503'],
        [
          'PUT /issue/OPS-7/comment/10503',
          { body: 'Now *fixed*', visibility: { type: 'role', value: 'Administrators' } },
        ],
      ],
    },
    result: has({ id: '10503', visibility: { value: 'Administrators' } }),
  },
  'jira-comment-get': {
    node: { richText: 'text' },
    payload: { key: 'OPS-7', commentId: '10501' },
    calls: same(['GET /issue/OPS-7/comment/10501']),
    result: (payload) => assert.equal(typeof (payload as { body: unknown }).body, 'string'),
  },
  'jira-comment-list': {
    node: {},
    payload: { key: 'OPS-7', orderBy: 'created', maxResults: 2 },
    calls: same(['GET /issue/OPS-7/comment?orderBy=created&maxResults=2']),
    result: (payload) => {
      const times = (payload as { created: string }[]).map(({ created }) => created);
      assert.equal(times.length, 2);
      assert.deepEqual(times, [...times].sort());
    },
  },
  'jira-comment-list-by-ids': {
    node: { issueIdOrKey: 'OPS-7' },
    payload: [10502, '10501', 99999],
    calls: {
      cloud: [['POST /comment/list', { ids: [10502, 10501, 99999] }]],
      datacenter: [
        ['GET /issue/OPS-7/comment/10502'],
        ['GET /issue/OPS-7/comment/10501'],
        ['GET /issue/OPS-7/comment/99999'],
        ['GET /myself'],
      ],
    },
    result: (payload) =>
      assert.deepEqual(
        (payload as { id: string }[]).map(({ id }) => id),
        ['10502', '10501'],
      ),
  },
  'jira-comment-delete': {
    node: {},
    payload: { key: 'OPS-7', commentId: 10502 },
    calls: same(['DELETE /issue/OPS-7/comment/10502']),
    result: (payload) => assert.deepEqual(payload, { issueIdOrKey: 'OPS-7', commentId: '10502' }),
  },
  'jira-link-create': {
    node: {},
    payload: { type: 'blocks', inwardIssue: 'OPS-1', outwardIssue: { key: 'OPS-9' }, comment: 'Needed first' },
    calls: {
      cloud: [
        ['GET /issueLinkType'],
        [
          'POST /issueLink',
          {
            type: { id: '10000' },
            inwardIssue: { key: 'OPS-1' },
            outwardIssue: { key: 'OPS-9' },
            comment: { body: adf(paragraph(plain('Needed first'))) },
          },
        ],
        ['GET /issue/OPS-1?fields=issuelinks'],
      ],
      datacenter: [
        ['GET /issueLinkType'],
        [
          'POST /issueLink',
          {
            type: { id: '10000' },
            inwardIssue: { key: 'OPS-1' },
            outwardIssue: { key: 'OPS-9' },
            comment: { body: 'Needed first' },
          },
        ],
        ['GET /issue/OPS-1?fields=issuelinks'],
      ],
    },
    result: (payload) => {
      assertHolds(payload, { type: { name: 'Blocks' }, inwardIssue: { key: 'OPS-1' }, outwardIssue: { key: 'OPS-9' } });
      assert.match((payload as { id: string }).id, /^\d+$/);
    },
  },
  'jira-link-get': {
    node: {},
    payload: 10302,
    calls: same(['GET /issueLink/10302']),
    result: has({ id: '10302', type: { name: 'Blocks' } }),
  },
  'jira-link-delete': {
    node: {},
    payload: { linkId: '10302' },
    calls: same(['DELETE /issueLink/10302']),
    result: (payload) => assert.deepEqual(payload, { linkId: '10302' }),
  },
  'jira-project-get': {
    node: {},
    payload: { project: 'OPS', expand: ['lead', 'description'] },
    calls: same(['GET /project/OPS?expand=lead%2Cdescription']),
    result: has({ key: 'OPS', id: '10010' }),
  },
  'jira-project-list': {
    node: {},
    payload: { query: 'op', keys: ['OPS', 'IT'], orderBy: '-name' },
    calls: {
      cloud: [['GET /project/search?query=op&orderBy=-name&keys=OPS&keys=IT']],
      datacenter: [['GET /project']],
    },
    result: (payload) =>
      assert.deepEqual(
        (payload as { key: string }[]).map(({ key }) => key),
        ['OPS'],
      ),
  },
  'jira-user-get': {
    node: {},
    payload: BEN,
    calls: {
      cloud: [[`GET /user?accountId=${encodeURIComponent(BEN.cloud)}`]],
      datacenter: [['GET /user?username=ben']],
    },
    result: has({ displayName: 'Ben Okafor' }),
  },
  'jira-user-email': {
    node: {},
    payload: BEN,
    calls: {
      cloud: [[`GET /user?accountId=${encodeURIComponent(BEN.cloud)}`]],
      datacenter: [['GET /user?username=ben']],
    },
    result: has({ email: 'ben@example.com', source: 'profile' }),
  },
  'jira-user-list': {
    node: {},
    payload: { maxResults: 5 },
    calls: { cloud: [['GET /users/search?maxResults=5']], datacenter: [['GET /user/list?maxResults=5']] },
    result: (payload) => assert.equal((payload as unknown[]).length, 5),
  },
  'jira-field-list': {
    node: {},
    payload: { startAt: 1, maxResults: 2 },
    calls: same(['GET /field']),
    result: (payload) => assert.equal((payload as unknown[]).length, 2),
  },
  'jira-issue-type-get': {
    node: {},
    payload: 10004,
    calls: same(['GET /issuetype/10004']),
    result: has({ id: '10004', name: 'Bug' }),
  },
  'jira-issue-type-list': {
    node: {},
    payload: {},
    calls: same(['GET /issuetype']),
    result: (payload) => assert.ok((payload as { name: string }[]).some(({ name }) => name === 'Bug')),
  },
  'jira-issue-type-list-for-project': {
    node: {},
    payload: 'OPS',
    calls: {
      cloud: [['GET /project/OPS'], ['GET /issuetype/project?projectId=10010']],
      datacenter: [['GET /project/OPS']],
    },
    result: (payload) => assert.ok((payload as { name: string }[]).some(({ name }) => name === 'Bug')),
  },
};

describe('what each node asks of Jira, and gives to the flow', () => {
  nodeRedInProcess();
  const demo = demoJira();

  it('every action is walked', () => {
    assert.deepEqual(Object.keys(CASES).sort(), actions.map(({ type }) => type).sort());
  });

  for (const [type, { node, payload, calls, result }] of Object.entries(CASES)) {
    for (const deployment of DEPLOYMENTS) {
      it(`${type} on ${deployment}`, async () => {
        const flow = await flowOf(demo.site(deployment), { type, ...node });
        const sent = payload === BEN ? BEN[deployment] : payload;
        const outcome = await flow.send({ payload: sent, topic: 'kept', headers: { kept: 'too' } });
        assert.equal(outcome.error, undefined, outcome.error?.message);
        const asked = demo.requests().map(({ method, path, query, requestBody }) => {
          const call = `${method} ${path.slice(ROOT[deployment].length)}${query && `?${query}`}`;
          return { call, body: requestBody };
        });
        const expected = calls[deployment];
        assert.deepEqual(
          asked.map(({ call }) => call),
          expected.map(([call]) => call),
        );
        for (const [index, [, body]] of expected.entries()) {
          if (body !== undefined) assert.deepEqual(asked[index]?.body, body);
        }
        for (const { path, requestHeaders } of demo.requests()) {
          assert.ok(path.startsWith(ROOT[deployment]), path);
          assert.equal(requestHeaders['x-atlassian-token'], 'no-check');
          assert.match(requestHeaders['user-agent'] ?? '', /node-red-jira/);
        }
        result(outcome.payload, deployment);
        assert.equal(outcome.topic, 'kept');
        assert.deepEqual(outcome.headers, { kept: 'too' });
        assertHolds(outcome.jira, { operation: type.slice(5), deployment, attempts: expected.length });
      });
    }
  }
});
