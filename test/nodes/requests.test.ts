import assert from 'node:assert/strict';
import type { Deployment } from '../../nodes/client/request';
import { actions } from '../../nodes/index';
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
        const outcome = await flow.send({ payload, topic: 'kept', headers: { kept: 'too' } });
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
