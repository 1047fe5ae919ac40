import assert from 'node:assert/strict';
import { checkExchange, type Exchange } from './index';
import { ADF, CLOUD_COMMENT, CLOUD_LINK, cloud, datacenter, SITE, withDocuments } from './samples';

const { outwardIssue: _outward, ...LINK_WITHOUT_AN_END } = CLOUD_LINK;
const SEARCH = 'POST /rest/api/3/search/jql';
const NO_ISSUES = { issues: [], isLast: true };

/** Title, exchange, and a pattern for each violation in the form `side: where: what`. */
const WRONG: [string, Exchange, RegExp[]][] = [
  [
    'a path that Jira does not have',
    cloud('GET /rest/api/3/issues/OPS-1', { responseBody: {} }),
    [/^request: cloud \/rest\/api\/3\/issues\/OPS-1: the document has no such path/, /^response: .* 404 or 405/],
  ],
  [
    'a Cloud path asked of Data Center',
    datacenter('POST /rest/api/2/comment/list', {
      requestBody: { ids: [1] },
      status: 404,
      responseBody: { message: 'x' },
    }),
    [/^request: .*no such path/],
  ],
  [
    'a method that the path does not have',
    cloud('PATCH /rest/api/3/issue/OPS-1', { status: 405 }),
    [/^request: .*has no PATCH here/, /^response: .*405: a 405 comes with a body/],
  ],
  [
    "a word that the full document knows, taken for an issue's key",
    cloud('DELETE /rest/api/3/issue/archive', { status: 204 }),
    [/^request: cloud \/rest\/api\/3\/issue\/archive: the document has no DELETE/, /^response/],
  ],
  [
    'a misspelt query parameter',
    cloud('GET /rest/api/3/issue/OPS-1?field=summary', { responseBody: { id: '1' } }),
    [/^request: .*query field: is not a parameter/],
  ],
  [
    'a parameter of Cloud sent to Data Center',
    datacenter('GET /rest/api/2/issue/OPS-1?failFast=true', { responseBody: { id: '1' } }),
    [/query failFast/],
  ],
  [
    'a text where a number is due',
    cloud('GET /rest/api/3/issue/OPS-1/comment?startAt=first', { responseBody: { comments: [] } }),
    [/query startAt: must be integer, not first/],
  ],
  [
    'a text where a number is due on Data Center, which types it as text',
    datacenter('GET /rest/api/2/issue/OPS-1/comment?maxResults=all', { responseBody: { comments: [] } }),
    [/query maxResults: must be integer/],
  ],
  [
    'a flag that is neither true nor false',
    cloud('GET /rest/api/3/issue/OPS-1?fieldsByKeys=yes', { responseBody: { id: '1' } }),
    [/query fieldsByKeys: must be boolean/],
  ],
  [
    'a plus sign that nobody encoded',
    cloud('GET /rest/api/3/issue/OPS-1/comment?orderBy=+created', { responseBody: { comments: [] } }),
    [/query orderBy: must be one of/],
  ],
  [
    'a comma list where the parameter must be repeated',
    cloud('GET /rest/api/3/project/search?id=10010,10011', { responseBody: { values: [] } }),
    [/query id: must be repeated/],
  ],
  [
    'a single value given twice',
    cloud('GET /rest/api/3/issue/OPS-1?expand=names&expand=schema', { responseBody: { id: '1' } }),
    [/query expand: is given more than once/],
  ],
  [
    'a required parameter left out',
    cloud('GET /rest/api/3/issuetype/project', { responseBody: [] }),
    [/query projectId: is required/],
  ],
  [
    'more than the largest page',
    cloud('GET /rest/api/3/project/search?maxResults=500', { responseBody: { values: [] } }),
    [/query maxResults: must be <= 100/],
  ],
  [
    'an unknown key in a closed body',
    cloud(SEARCH, { requestBody: { jql: 'a = b', startAt: 0 }, responseBody: NO_ISSUES }),
    [/^request: .*body: has the unknown property "startAt"/],
  ],
  [
    'a list where a comma list is due in a body',
    cloud(SEARCH, { requestBody: { jql: 'a = b', expand: ['names'] }, responseBody: NO_ISSUES }),
    [/body\/expand: must be string/],
  ],
  [
    'a text where an object is due in a body',
    cloud('POST /rest/api/3/issue/OPS-1/transitions', { requestBody: { transition: '31' }, status: 204 }),
    [/body\/transition: must be object/],
  ],
  [
    'ids as texts where numbers are due',
    cloud('POST /rest/api/3/comment/list', { requestBody: { ids: ['10871'] }, responseBody: { values: [] } }),
    [/body\/ids\/\*: must be integer/],
  ],
  [
    'a required key left out of a body',
    cloud('POST /rest/api/3/issueLink', {
      requestBody: { type: { id: '1' }, inwardIssue: { key: 'A-1' } },
      status: 201,
    }),
    [/body: must have required property 'outwardIssue'/],
  ],
  [
    'a read-only member sent',
    cloud('POST /rest/api/3/issue/OPS-1/comment', {
      requestBody: { id: '7', body: ADF },
      status: 201,
      responseBody: CLOUD_COMMENT,
    }),
    [/^request: .*body\/id: is read-only/],
  ],
  [
    'a Data Center user named as on Cloud',
    datacenter('PUT /rest/api/2/issue/OPS-1/assignee', { requestBody: { accountId: '712020:5f0c' }, status: 204 }),
    [/body: must have required property 'name'/, /unknown property "accountId"/],
  ],
  [
    'a body without its content type',
    cloud(SEARCH, { requestBody: { jql: 'a = b' }, requestHeaders: {}, responseBody: NO_ISSUES }),
    [/^request: .*content-type: must be application\/json, not missing/],
  ],
  ['a required body left out', cloud(SEARCH, { responseBody: NO_ISSUES }), [/^request: .*body: is required/]],
  [
    'a body where the operation takes none',
    cloud('DELETE /rest/api/3/issue/OPS-1', { requestBody: { deleteSubtasks: true }, status: 204 }),
    [/^request: .*body: the operation takes none/],
  ],
  [
    'a success that the operation does not have',
    cloud('POST /rest/api/3/issue/OPS-1/comment', { requestBody: { body: ADF }, responseBody: CLOUD_COMMENT }),
    [/^response: .*answer 200: is not a status of this operation/],
  ],
  [
    'a failure that the operation does not have',
    cloud('GET /rest/api/3/myself', { status: 404, responseBody: { errorMessages: ['?'], errors: {} } }),
    [/answer 404: is not a status/],
  ],
  [
    'an answer without a member that is always there',
    cloud('GET /rest/api/3/issueLink/10321', { responseBody: LINK_WITHOUT_AN_END }),
    [/^response: .*answer 200: must have required property 'outwardIssue'/],
  ],
  [
    'an answer with a member that Jira does not send',
    cloud(SEARCH, { requestBody: { jql: 'a = b' }, responseBody: { ...NO_ISSUES, total: 0 } }),
    [/unknown property "total"/],
  ],
  [
    'an answer with a text where an object is due',
    cloud('GET /rest/api/3/issue/OPS-1', { responseBody: { id: '1', fields: 'none' } }),
    [/answer 200\/fields: must be object/],
  ],
  [
    'an answer with a number for an id',
    datacenter('GET /rest/api/2/issue/OPS-1', { responseBody: { id: 10001, fields: {} } }),
    [/answer 200\/id: must be string/],
  ],
  [
    'a single record where Data Center sends a list',
    datacenter('GET /rest/api/2/field', { responseBody: { id: 'summary', name: 'Summary' } }),
    [/answer 200: must be array/],
  ],
  [
    'an ISO timestamp, which Jira never writes',
    cloud('POST /rest/api/3/issue/OPS-1/comment', {
      requestBody: { body: ADF },
      status: 201,
      responseBody: { ...CLOUD_COMMENT, created: '2026-11-20T09:20:11.000Z' },
    }),
    [/answer 201\/created: must match format "date-time"/],
  ],
  [
    'a link created with an answer, which would spare clients a look-up that real sites need',
    cloud('POST /rest/api/3/issueLink', {
      requestBody: { type: { id: '1' }, inwardIssue: { key: 'A-1' }, outwardIssue: { key: 'B-2' } },
      status: 201,
      responseBody: CLOUD_LINK,
    }),
    [/answer 201: has a body, where Jira sends none/],
  ],
  [
    'a 204 with a body',
    datacenter('DELETE /rest/api/2/issue/OPS-1', { status: 204, responseBody: {} }),
    [/answer 204: has a body/],
  ],
  [
    'a 204 with a body where the document leaves its form open',
    cloud('PUT /rest/api/3/issue/OPS-1/assignee', { requestBody: { accountId: '-1' }, status: 204, responseBody: {} }),
    [/answer 204: has a body/],
  ],
  [
    'an answer without its body',
    cloud('GET /rest/api/3/myself'),
    [/answer 200: has no body, though the document promises one/],
  ],
  [
    'JSON that says it is a page',
    cloud('GET /rest/api/3/myself', {
      responseHeaders: { 'Content-Type': 'text/html' },
      responseBody: { self: `${SITE}/rest/api/3/user?accountId=1`, accountId: '1' },
    }),
    [/content-type: must be application\/json, not text\/html/],
  ],
];

describe('OpenAPI: a mistake of the nodes or of the demo is caught', () => {
  const documents = withDocuments();
  for (const [title, exchange, expected] of WRONG) {
    it(title, () => {
      const found = checkExchange(documents(), exchange).map(({ side, where, what }) => `${side}: ${where}: ${what}`);
      const text = found.join('\n');
      assert.equal(found.length, expected.length, text || 'nothing was found');
      expected.forEach((pattern, index) => {
        assert.match(found[index] ?? '', pattern);
      });
    });
  }
});
