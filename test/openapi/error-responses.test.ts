import assert from 'node:assert/strict';
import { checkExchange, type Exchange } from './index';
import { cloud, datacenter, withDocuments } from './samples';

const HTML = { 'content-type': 'text/html;charset=UTF-8' };
const PLAIN = { 'content-type': 'text/plain' };
const PROBLEM = { 'content-type': 'application/problem+json' };
const MYSELF = 'GET /rest/api/3/myself';
const MESSAGES = { errorMessages: ['Issue does not exist or you do not have permission to see it.'], errors: {} };

const REAL: Record<string, Exchange> = {
  "Jira's own error": cloud('GET /rest/api/3/issue/OPS-1', { status: 404, responseBody: MESSAGES }),
  'a body that Jira could not read': cloud('POST /rest/api/3/search/jql', {
    requestBody: { jql: 'x' },
    status: 400,
    responseBody: { errorMessages: ['Invalid request payload.'] },
  }),
  'a missing scope': cloud(MYSELF, {
    status: 401,
    responseBody: { code: 401, message: 'Unauthorized; scope does not match' },
  }),
  'a missing scope where the document gives another body': cloud('POST /rest/api/3/issue', {
    requestBody: { fields: {} },
    status: 401,
    responseBody: { code: 401, message: 'Unauthorized; scope does not match' },
  }),
  'a bearer token on the site host': cloud(MYSELF, { status: 403, responseBody: { error: 'Failed to parse' } }),
  'a login page': datacenter('GET /rest/api/2/myself', { status: 401, responseHeaders: HTML, responseBody: '<html>' }),
  'a failed XSRF check': cloud('POST /rest/api/3/issueLink', {
    requestBody: { type: { id: '1' }, inwardIssue: { key: 'A-1' }, outwardIssue: { key: 'B-2' } },
    status: 403,
    responseHeaders: PLAIN,
    responseBody: 'XSRF check failed',
  }),
  'Basic disabled on Data Center': datacenter('GET /rest/api/2/myself', {
    status: 403,
    responseBody: { message: 'Basic Authentication has been disabled on this instance.' },
  }),
  'a rate limit without a body': cloud(MYSELF, { status: 429 }),
  'a proxy that finds no server': cloud(MYSELF, { status: 503, responseHeaders: HTML, responseBody: '<h1>503</h1>' }),
  'a parameter of the wrong type': cloud('GET /rest/api/3/issue/OPS-1', {
    status: 400,
    responseHeaders: PROBLEM,
    responseBody: { type: 'about:blank', title: 'Bad Request', status: 400, detail: '?', instance: '/rest' },
  }),
  'a missing content type': cloud('POST /rest/api/3/search/approximate-count', {
    requestBody: { jql: 'x' },
    status: 415,
    responseHeaders: PROBLEM,
    responseBody: { type: 'about:blank', title: 'Unsupported Media Type', status: 415 },
  }),
};

const INVENTED: Record<string, Exchange> = {
  'an error body that nobody sends': cloud('GET /rest/api/3/issue/OPS-1', {
    status: 404,
    responseBody: { reason: '?' },
  }),
  'errors as a list': cloud('GET /rest/api/3/issue/OPS-1', {
    status: 404,
    responseBody: { errorMessages: [], errors: [] },
  }),
  'an error in words where Jira is sure to use JSON': cloud('GET /rest/api/3/issueLink/1', {
    status: 400,
    responseHeaders: PLAIN,
    responseBody: 'bad id',
  }),
  'a 400 without a word': cloud('GET /rest/api/3/issueLink/1', { status: 400 }),
  'a page that calls itself JSON': cloud(MYSELF, { status: 401, responseBody: '<html>' }),
  'a problem without its title': cloud(MYSELF, {
    status: 404,
    responseHeaders: PROBLEM,
    responseBody: { errorMessages: [] },
  }),
  'an error where the document gives another schema': cloud('POST /rest/api/3/issue/bulk', {
    requestBody: { issueUpdates: [{ fields: {} }] },
    status: 400,
    responseBody: MESSAGES,
  }),
};

describe('OpenAPI: error answers', () => {
  const documents = withDocuments();
  for (const [title, exchange] of Object.entries(REAL)) {
    it(`accepts ${title}`, () => {
      assert.deepEqual(checkExchange(documents(), exchange), []);
    });
  }
  for (const [title, exchange] of Object.entries(INVENTED)) {
    it(`catches ${title}`, () => {
      const violations = checkExchange(documents(), exchange);
      assert.ok(violations.length > 0, 'nothing was found');
      assert.deepEqual(new Set(violations.map(({ side }) => side)), new Set(['response']));
    });
  }

  it('does not judge a response that a test ordered, only the request', () => {
    const ordered = cloud('GET /rest/api/3/myself?expands=x', { status: 418, responseBody: '{"cut', injected: true });
    const violations = checkExchange(documents(), ordered);
    assert.deepEqual(
      violations.map(({ side }) => side),
      ['request'],
    );
  });
});
