import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { errorOfResponse, isGood } from '../../../nodes/client/errors/response-errors';
import { readMessages } from '../../../nodes/client/errors/response-messages';
import type { RawResponse } from '../../../nodes/client/http/transport';
import { cpuTime } from '../../support/cpu-time';

const NOW = Date.UTC(2026, 0, 5, 12);

const raw = (status: number, body: unknown = '', headers: Record<string, string> = {}): RawResponse => ({
  status,
  headers,
  text: typeof body === 'string' ? body : JSON.stringify(body),
});
const codeOf = (response: RawResponse, changes = false): string | undefined =>
  isGood(response) ? undefined : errorOfResponse(response, changes, NOW).code;

describe("Jira's response", () => {
  describe('gives its own words to the user, whatever shape they have:', () => {
    const SHAPES: readonly (readonly [
      what: string,
      body: unknown,
      messages: readonly string[],
      errors?: Record<string, string>,
    ])[] = [
      ['messages', { errorMessages: ['One.', 'Two.'], errors: {} }, ['One.', 'Two.']],
      ['messages without fields', { errorMessages: ['Unexpected character'] }, ['Unexpected character']],
      [
        'fields',
        { errorMessages: [], errors: { summary: 'You must specify a summary.', customfield_10010: 'Bad.' } },
        [],
        { summary: 'You must specify a summary.', customfield_10010: 'Bad.' },
      ],
      [
        'both, with more around them',
        { errorMessages: ['One.'], errors: { a: 'b' }, status: 400, warningMessages: ['x'], httpStatusCode: 400 },
        ['One.'],
        { a: 'b' },
      ],
      [
        'problem+json',
        { type: 'about:blank', title: 'Not Found', status: 404, detail: 'No endpoint GET /x.', instance: '/x' },
        ['No endpoint GET /x.'],
      ],
      ['problem+json without detail', { title: 'Method Not Allowed', status: 405 }, ['Method Not Allowed']],
      ['the gateway', { code: 401, message: 'Unauthorized' }, ['Unauthorized']],
      [
        'a bad bearer',
        { error: 'Failed to parse Connect Session Auth Token' },
        ['Failed to parse Connect Session Auth Token'],
      ],
      [
        'the token endpoint',
        { error: 'invalid_grant', error_description: 'Unknown refresh token.' },
        ['Unknown refresh token.'],
      ],
      ['a filter of Data Center', { message: 'null for uri: x', 'status-code': 404 }, ['null for uri: x']],
      ['plain text', 'XSRF check failed', ['XSRF check failed']],
      ['nothing', '', []],
      ['white space', ' \r\n ', []],
      ['a page', '<!DOCTYPE html>\n<html><head><title>\n Log in \n</title></head><body>…</body></html>', ['Log in']],
      ['a page without a title', '<html><body><h1>Secret page</h1></body></html>', []],
      ['a fragment of a page', '<h1>Bad Gateway</h1><hr/><address>nginx</address>', []],
      ['XML without a message', '<?xml version="1.0"?><status><status-code>404</status-code></status>', []],
      [
        'XML',
        '<?xml version="1.0"?><status><status-code>404</status-code><message>No issue &quot;A&amp;B&quot;.</message></status>',
        ['No issue "A&B".'],
      ],
      [
        'several messages in XML',
        '<errors><errorMessages>One.</errorMessages><errorMessages><![CDATA[Two & more.]]></errorMessages></errors>',
        ['One.', 'Two & more.'],
      ],
      ['one text instead of a list', { errorMessages: 'One.' }, ['One.']],
      [
        'a list of errors',
        { errors: [{ message: 'One.' }, { code: 7, message: 'Two.' }, 'Three.'] },
        ['One.', 'Two.', 'Three.'],
      ],
      ['a text of errors', { errors: 'One.' }, ['One.']],
      [
        'errors that are records',
        { errors: { summary: { message: 'Too long.' }, labels: ['One.', 'Two.'] } },
        [],
        {
          summary: 'Too long.',
          labels: 'One. Two.',
        },
      ],
      ['one message of its own name', { errorMessage: 'One.' }, ['One.']],
      ['an error that is a record', { error: { code: 400, message: 'One.' } }, ['One.']],
      ['a list of messages', { messages: ['One.', 'Two.'] }, ['One.', 'Two.']],
      ['a list of records', [{ message: 'One.' }, { errorMessages: ['Two.'] }], ['One.', 'Two.']],
      [
        'records that failed among many',
        {
          errors: [
            {
              status: 400,
              elementErrors: { errorMessages: ['One.'], errors: { summary: 'Two.' } },
              failedElementNumber: 0,
            },
          ],
        },
        ['One.'],
        { summary: 'Two.' },
      ],
      ['a JSON text', '"One."', ['One.']],
      [
        'messages with markup',
        { errorMessages: ['<b>One</b> &lt; 2<br/>three. See <a href="x">that</a>.'] },
        ['One &lt; 2 three. See that.'],
      ],
      [
        'messages that hold signs of JQL',
        { errorMessages: ["The operators are '=', '<', '>' and '<='."] },
        ["The operators are '=', '<', '>' and '<='."],
      ],
      ['messages over several lines', { message: 'One.\n\tTwo.\u0000' }, ['One. Two.']],
      ['half a document', '{"errorMessages":["On', ['{"errorMessages":["On']],
      ['null', 'null', []],
      ['a list', [], []],
      ['a number', '42', []],
      ['messages that are none', { errorMessages: [null, {}], errors: [null, {}] }, []],
      [
        'messages of the wrong types',
        { errorMessages: [{ key: 'x' }, 7, null], errors: { a: { b: 1 } } },
        ['{"key":"x"}', '7'],
        { a: '{"b":1}' },
      ],
      ['empty messages', { errorMessages: [''], errors: {} }, []],
    ];
    for (const [what, body, errorMessages, errors = {}] of SHAPES)
      it(what, () => assert.deepEqual(readMessages(raw(400, body)), { errorMessages, errors }));

    it('and never more than a user can read', () => {
      const long = 'x'.repeat(5_000);
      for (const body of [
        long,
        { errorMessages: [long] },
        { message: long },
        { errors: { a: long } },
        `<title>${long}</title>`,
      ]) {
        const { errorMessages, errors } = readMessages(raw(400, body));
        for (const message of [...errorMessages, ...Object.values(errors)]) assert.equal(message.length, 300);
      }
    });

    it('also as text/plain that begins like markup', () => {
      const { errorMessages } = readMessages(raw(400, '<i>summary</i> is missing', { 'content-type': 'text/plain' }));
      assert.deepEqual(errorMessages, ['summary is missing']);
    });

    it('and no more of them than a user can read', () => {
      const many = Array.from({ length: 5_000 }, (_, index) => `Error ${index}.`);
      const listed = readMessages(raw(400, { errorMessages: many, errors: { ...many } }));
      assert.deepEqual([listed.errorMessages.length, Object.keys(listed.errors).length], [50, 50]);
      for (const entry of ['errors', 'errorMessages']) {
        const nested = `{"${entry}":[`.repeat(5_000) + ']}'.repeat(5_000);
        assert.deepEqual(readMessages(raw(400, nested)), { errorMessages: [], errors: {} });
      }
    });

    it('and never a page of HTML, whatever it holds', () =>
      fc.assert(
        fc.property(fc.string(), (inside) => {
          const { errorMessages } = readMessages(
            raw(502, `<html><body><p>${inside.replaceAll('<', '')}</p></body></html>`),
          );
          assert.deepEqual(errorMessages, []);
        }),
      ));

    it('in no time, also for a page made to take long', () => {
      for (const unit of ['<title', '<message>', '<!', '<a ', '<![CDATA[']) {
        const long = unit.repeat(100_000);
        for (const response of [raw(502, `<html>${long}`), raw(400, { message: long }), raw(400, `<x>${long}`)]) {
          const start = cpuTime();
          readMessages(response);
          assert.ok(cpuTime() - start < 500, unit);
        }
      }
    });

    it('and survives any body', () =>
      fc.assert(
        fc.property(fc.oneof(fc.string(), fc.json()), fc.integer({ min: 300, max: 599 }), (body, status) => {
          assert.ok(errorOfResponse(raw(status, body), true, NOW));
        }),
      ));
  });

  describe('becomes a code that a flow can branch on:', () => {
    const CODES: Record<number, string> = {
      302: 'JIRA_RESPONSE',
      400: 'JIRA_INVALID',
      401: 'JIRA_AUTH',
      402: 'JIRA_INVALID',
      403: 'JIRA_FORBIDDEN',
      404: 'JIRA_NOT_FOUND',
      405: 'JIRA_INVALID',
      409: 'JIRA_CONFLICT',
      410: 'JIRA_NOT_FOUND',
      413: 'JIRA_TOO_LARGE',
      414: 'JIRA_TOO_LARGE',
      415: 'JIRA_INVALID',
      422: 'JIRA_INVALID',
      429: 'JIRA_RATE_LIMIT',
      431: 'JIRA_TOO_LARGE',
      500: 'JIRA_UNAVAILABLE',
      502: 'JIRA_UNAVAILABLE',
      503: 'JIRA_UNAVAILABLE',
      599: 'JIRA_UNAVAILABLE',
    };
    for (const [status, code] of Object.entries(CODES))
      it(`${status} is ${code}`, () => {
        const error = errorOfResponse(raw(Number(status)), false, NOW);
        assert.deepEqual(
          [error?.code, error?.facts.statusCode, error?.facts.outcome],
          [code, Number(status), 'not-done'],
        );
      });

    for (const status of [500, 502, 503, 504])
      it(`${status} of a change is JIRA_OUTCOME_UNKNOWN: it may have happened`, () => {
        const error = errorOfResponse(raw(status), true, NOW);
        assert.deepEqual([error?.code, error?.facts.outcome], ['JIRA_OUTCOME_UNKNOWN', 'unknown']);
      });

    it('none for a good response', () => {
      for (const status of [200, 201, 202, 204]) assert.equal(codeOf(raw(status, { errorMessages: ['x'] })), undefined);
    });

    it('the same in every language', () => {
      for (const message of [
        'Issue existiert nicht',
        '課題は存在しません',
        'La tâche n’existe pas',
        'scope',
        'XSRF',
        'CAPTCHA',
      ])
        for (const [status, code] of Object.entries(CODES))
          assert.equal(codeOf(raw(Number(status), { errorMessages: [message] })), code);
    });
  });

  it('says how many seconds to wait', () => {
    const seconds = (value: string) =>
      errorOfResponse(raw(429, '', { 'retry-after': value }), false, NOW)?.facts.retryAfter;
    assert.deepEqual(
      [seconds('17'), seconds('0.2'), seconds('Mon, 05 Jan 2026 12:00:20 GMT'), seconds('x')],
      [17, 1, 20, undefined],
    );
  });

  describe('tells refused credentials by their header, in any case:', () => {
    const seraph = (value: string) => ({ 'x-seraph-loginreason': value });
    for (const status of [200, 401, 403, 404])
      it(`AUTHENTICATED_FAILED with ${status}`, () => {
        assert.equal(codeOf(raw(status, '[]', seraph('AUTHENTICATED_FAILED'))), 'JIRA_AUTH');
        assert.equal(codeOf(raw(status, '[]', seraph('authenticated_failed, AUTHENTICATED_FAILED'))), 'JIRA_AUTH');
      });

    const refusal = (headers: Record<string, string>, status = 403) => {
      const { code, reason } = errorOfResponse(raw(status, '<html>', headers), false, NOW);
      return [code, reason];
    };
    const deniedReason = (value: string) => ({ 'x-authentication-denied-reason': value });

    it('AUTHENTICATION_DENIED without a reason, or for that of a challenge, is a CAPTCHA', () => {
      const challenge = deniedReason('captcha_challenge; login-url=https://jira.example/login.jsp?x=1');
      for (const headers of [
        seraph('AUTHENTICATION_DENIED'),
        challenge,
        { ...seraph('AUTHENTICATION_DENIED'), ...challenge },
      ])
        assert.deepEqual(refusal(headers), ['JIRA_AUTH', 'auth.captcha']);
    });

    it('any other reason is told as it is, and not as a CAPTCHA', () => {
      assert.deepEqual(refusal(deniedReason('AUTHENTICATED_FAILED'), 401), ['JIRA_AUTH', 'auth.refused']);
      for (const headers of [
        deniedReason('AUTHENTICATION_DENIED'),
        { ...seraph('AUTHENTICATION_DENIED'), ...deniedReason('ACCOUNT_LOCKED; <b>login-url=x') },
      ])
        assert.deepEqual(refusal(headers), ['JIRA_AUTH', 'auth.loginDenied']);
      const locked = raw(403, '', deniedReason('ACCOUNT_LOCKED; <b>login-url=x'));
      assert.equal(errorOfResponse(locked, false, NOW).values.detail, 'ACCOUNT_LOCKED');
    });

    it('OK proves nothing against the response', () => {
      assert.equal(codeOf(raw(404, '', seraph('OK'))), 'JIRA_NOT_FOUND');
      assert.equal(codeOf(raw(200, '', seraph('OK'))), undefined);
    });
  });

  it('names a missing scope and a suspected forgery as what they are', () => {
    assert.equal(codeOf(raw(401, { code: 401, message: 'Unauthorized; scope does not match' })), 'JIRA_SCOPE');
    assert.equal(errorOfResponse(raw(403, 'XSRF check failed'), true, NOW)?.reason, 'jira.xsrf');
  });
});
