import assert from 'node:assert/strict';
import { cpuTime } from '../support/cpu-time';
import { checkExchange, type Exchange } from './index';
import { ADF, CLOUD_COMMENT, CLOUD_LINK, cloud, datacenter, SITE, withDocuments } from './samples';

const GOOD: Record<string, Exchange> = {
  'Cloud creates an issue': cloud('POST /rest/api/3/issue', {
    requestBody: {
      fields: { project: { key: 'OPS' }, issuetype: { name: 'Bug' }, summary: 'Pump 4 overheats', description: ADF },
      update: { labels: [{ add: 'hot' }] },
    },
    status: 201,
    responseBody: {
      id: '10234',
      key: 'OPS-57',
      self: `${SITE}/rest/api/3/issue/10234`,
      transition: { status: 200, errorCollection: { errorMessages: [], errors: {} } },
    },
  }),
  'Cloud refuses an issue field by field': cloud('POST /rest/api/3/issue', {
    requestBody: { fields: {} },
    status: 400,
    responseBody: { errorMessages: [], errors: { summary: 'You must specify a summary of the issue.' } },
  }),
  'Cloud answers with an issue': cloud(
    'GET /rest/api/3/issue/OPS-57?fields=summary,status&fieldsByKeys=false&expand=names',
    {
      responseBody: {
        expand: 'renderedFields,names',
        id: '10234',
        self: `${SITE}/rest/api/3/issue/10234`,
        key: 'OPS-57',
        fields: { summary: 'Pump 4 overheats', assignee: null },
      },
    },
  ),
  'Cloud unassigns': cloud('PUT /rest/api/3/issue/OPS-57/assignee', { requestBody: { accountId: null }, status: 204 }),
  'Cloud transitions': cloud('POST /rest/api/3/issue/OPS-57/transitions', {
    requestBody: { transition: { id: '31' }, update: { comment: [{ add: { body: ADF } }] } },
    status: 204,
  }),
  'Cloud adds a comment': cloud('POST /rest/api/3/issue/OPS-57/comment?expand=renderedBody', {
    requestBody: {
      body: ADF,
      visibility: { type: 'role', value: 'Developers' },
      properties: [{ key: 'sd.public.comment', value: { internal: true } }],
    },
    status: 201,
    responseBody: CLOUD_COMMENT,
  }),
  'Cloud lists comments, newest first': cloud(
    'GET /rest/api/3/issue/OPS-57/comment?startAt=0&maxResults=100&orderBy=%2Bcreated',
    { responseBody: { startAt: 0, maxResults: 100, total: 1, comments: [CLOUD_COMMENT] } },
  ),
  'Cloud reads comments by ids': cloud('POST /rest/api/3/comment/list', {
    requestBody: { ids: [10871, 10902] },
    responseBody: { startAt: 0, maxResults: 1000, total: 1, isLast: true, values: [CLOUD_COMMENT] },
  }),
  'Cloud links two issues without an answer': cloud('POST /rest/api/3/issueLink', {
    requestBody: { type: { name: 'Blocks' }, inwardIssue: { key: 'A-1' }, outwardIssue: { id: '10001' } },
    status: 201,
  }),
  'Cloud reads a link': cloud('GET /rest/api/3/issueLink/10321', { responseBody: CLOUD_LINK }),
  'Cloud searches': cloud('POST /rest/api/3/search/jql', {
    requestBody: {
      jql: 'project = OPS',
      fields: ['summary'],
      expand: 'names',
      maxResults: 100,
      reconcileIssues: [10234],
    },
    responseBody: { issues: [{ id: '10234' }], nextPageToken: 'CAEaAggy', isLast: false },
  }),
  'Cloud ends a search with a null token': cloud('POST /rest/api/3/search/jql', {
    requestBody: { jql: 'project = OPS' },
    responseBody: { issues: [], nextPageToken: null, isLast: true },
  }),
  'Cloud has removed the old search': cloud('GET /rest/api/3/search?jql=project%3DOPS', {
    status: 410,
    responseBody: { errorMessages: ['The requested API has been removed.'], errors: {} },
  }),
  'Cloud lists projects by repeated ids': cloud('GET /rest/api/3/project/search?id=10010&id=10011&expand=lead,url', {
    responseBody: { startAt: 0, maxResults: 50, total: 0, isLast: true, values: [] },
  }),
  'Cloud takes a file': cloud('POST /rest/api/3/issue/OPS-57/attachments', {
    requestHeaders: { 'content-type': 'multipart/form-data; boundary=x', 'x-atlassian-token': 'no-check' },
    responseBody: [{ id: '10001', filename: 'pump.png', size: 3 }],
  }),
  'Cloud counts': cloud('POST /rest/api/3/search/approximate-count', {
    requestBody: { jql: 'project = OPS' },
    responseBody: { count: 153 },
  }),
  'Cloud serves v3 operations under v2': cloud('GET /rest/api/2/serverInfo', {
    responseBody: { baseUrl: SITE, version: '1001.0.0', deploymentType: 'Cloud', versionNumbers: [1001, 0, 0] },
  }),
  'an operation that only the full document has': cloud('GET /rest/api/3/dashboard?maxResults=5', {
    responseBody: { dashboards: [], maxResults: 5, startAt: 0, total: 0 },
  }),
  'the tenant info is no part of the documents': cloud('GET /_edge/tenant_info', { responseBody: { cloudId: 'x' } }),
  'Data Center lists projects as an array': datacenter('GET /rest/api/2/project?includeArchived=false', {
    responseBody: [{ self: 'http://jira.example.com/rest/api/2/project/10010', id: '10010', key: 'OPS', name: 'Ops' }],
  }),
  'Data Center answers with an issue whose fields are anything': datacenter('GET /rest/api/2/issue/OPS-1?fields=*all', {
    responseBody: {
      id: '10001',
      key: 'OPS-1',
      self: 'http://jira.example.com/jira/rest/api/2/issue/10001',
      fields: { summary: 'Pump', labels: ['hot'], duedate: null },
    },
  }),
  'Data Center searches': datacenter('POST /rest/api/2/search', {
    requestBody: {
      jql: '',
      startAt: 0,
      maxResults: 50,
      fields: ['*navigable'],
      expand: ['names'],
      validateQuery: true,
    },
    responseBody: { expand: 'schema,names', startAt: 0, maxResults: 50, total: 0, issues: [] },
  }),
  'Data Center puts the create screens into values': datacenter(
    'GET /rest/api/2/issue/createmeta/OPS/issuetypes?startAt=0&maxResults=50',
    {
      responseBody: {
        maxResults: 50,
        startAt: 0,
        total: 1,
        isLast: true,
        values: [{ id: '10004', name: 'Bug', subtask: false }],
      },
    },
  ),
  'Data Center expands transitions': datacenter('GET /rest/api/2/issue/OPS-1/transitions?expand=transitions.fields', {
    responseBody: { expand: 'transitions', transitions: [{ id: '31', name: 'Done', opsbarSequence: 10 }] },
  }),
  'Data Center knows v2 as latest': datacenter('GET /rest/api/latest/field', { responseBody: [] }),
  'Data Center unassigns': datacenter('PUT /rest/api/2/issue/OPS-1/assignee', {
    requestBody: { name: null },
    status: 204,
  }),
};

describe('OpenAPI: what Jira really does is not called wrong', () => {
  const documents = withDocuments();
  for (const [title, exchange] of Object.entries(GOOD)) {
    it(title, () => {
      assert.deepEqual(checkExchange(documents(), exchange), []);
    });
  }

  it('is quick enough to check every call of every test', () => {
    const started = cpuTime();
    let checked = 0;
    while (cpuTime() - started < 200) {
      for (const exchange of Object.values(GOOD)) {
        checkExchange(documents(), exchange);
        checked += 1;
      }
    }
    const milliseconds = (cpuTime() - started) / checked;
    assert.ok(milliseconds < 1, `${milliseconds} ms for one exchange`);
  });
});
