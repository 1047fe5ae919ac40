import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { encodePath, endpointOf, type Request, repeatability, writtenIssue } from '../../../nodes/client/http/request';

const put = (...path: string[]): Request => ({ method: 'PUT', path });

describe('A request', () => {
  it('keeps one id one segment, and gives it back as it was', () =>
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 }), (path) => {
        fc.pre(path.every((segment) => !['', '.', '..'].includes(segment.trim())));
        const { pathname } = new URL(`https://jira.example.com${encodePath(path)}`);
        assert.deepEqual(
          pathname.slice(1).split('/').map(decodeURIComponent),
          path.map((segment) => segment.trim()),
        );
      }),
    ));

  it('belongs to one endpoint for all ids: a pause holds for the next issue too', () => {
    assert.equal(endpointOf(put('issue', 'OPS-1')), 'PUT issue/*');
    assert.equal(endpointOf(put('issue', '10000', 'comment', '17')), 'PUT issue/*/comment/*');
    assert.equal(endpointOf({ method: 'POST', path: ['search', 'approximate-count'] }), 'POST search/*');
    assert.equal(endpointOf({ method: 'POST', path: ['issueLink'] }), 'POST issueLink');
  });

  it('names the issue that it writes to, and none that it reads', () => {
    assert.equal(writtenIssue(put('issue', 'ops-1', 'assignee')), 'OPS-1');
    assert.equal(writtenIssue({ method: 'POST', path: ['issue'] }), undefined);
    assert.equal(writtenIssue({ method: 'POST', path: ['issue', 'bulk'] }), undefined);
    assert.equal(writtenIssue({ method: 'GET', path: ['issue', 'OPS-1'] }), undefined);
    assert.equal(writtenIssue({ method: 'DELETE', path: ['issueLink', '10'] }), undefined);
  });

  it('is repeated as safely as its method allows, unless it says otherwise', () => {
    const kinds = (['GET', 'POST', 'PUT', 'DELETE'] as const).map((method) => repeatability({ method }));
    assert.deepEqual(kinds, ['read', 'once', 'idempotent', 'idempotent']);
    assert.equal(repeatability({ method: 'POST', reads: true }), 'read');
    assert.equal(repeatability({ method: 'PUT', adds: true }), 'once');
  });
});
