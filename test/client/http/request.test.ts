import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { pathOf, type Request, repeatability, writtenIssue } from '../../../nodes/client/http/request';

const ASSIGN = { route: 'PUT /issue/{issueIdOrKey}/assignee' } as const;

describe('A request', () => {
  it('keeps one value one segment, and gives it back as it was', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (issue, comment) => {
        fc.pre([issue, comment].every((value) => !['', '.', '..'].includes(value.trim())));
        const request: Request = {
          route: 'GET /issue/{issueIdOrKey}/comment/{id}',
          params: { issueIdOrKey: issue, id: comment },
        };
        const { pathname } = new URL(`https://jira.example.com${pathOf(request)}`);
        assert.deepEqual(pathname.slice(1).split('/').map(decodeURIComponent), [
          'issue',
          issue.trim(),
          'comment',
          comment.trim(),
        ]);
      }),
    ));

  it('is a fault of this package without a value for its route, and never asks for the template', () => {
    assert.throws(() => pathOf(ASSIGN), /without its parameter issueIdOrKey/);
    assert.throws(() => pathOf({ ...ASSIGN, params: Object.create({ issueIdOrKey: 'OPS-1' }) }), TypeError);
  });

  it('names the issue that it writes to, and none that it reads', () => {
    const params = { issueIdOrKey: ' ops-1' };
    assert.equal(writtenIssue({ ...ASSIGN, params }), 'OPS-1');
    assert.equal(writtenIssue({ route: 'POST /issue' }), undefined);
    assert.equal(writtenIssue({ route: 'GET /issue/{issueIdOrKey}', params }), undefined);
    assert.equal(writtenIssue({ route: 'DELETE /issueLink/{linkId}', params: { linkId: '10' } }), undefined);
  });

  it('is repeated as safely as its method allows, unless it says otherwise', () => {
    const kinds = (['GET', 'POST', 'PUT', 'DELETE'] as const).map((method) =>
      repeatability({ route: `${method} /issue` }),
    );
    assert.deepEqual(kinds, ['read', 'once', 'idempotent', 'idempotent']);
    assert.equal(repeatability({ route: 'POST /search', reads: true }), 'read');
    assert.equal(repeatability({ route: 'PUT /issue', adds: true }), 'once');
    assert.equal(repeatability({ route: 'POST /issue/{id}/watchers', repeatable: true }), 'idempotent');
    assert.equal(repeatability({ route: 'POST /issue/{id}/watchers', repeatable: true, adds: true }), 'once');
  });
});
