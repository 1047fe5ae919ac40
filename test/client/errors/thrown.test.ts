import assert from 'node:assert/strict';
import { asJiraError, JiraError } from '../../../nodes/client/errors/jira-error';
import { stackOf, thrownMessage } from '../../../nodes/client/errors/thrown';

const fails = () => {
  throw new Error('it fights back');
};

describe('whatever is thrown', () => {
  for (const [what, thrown, message] of [
    ['an error', new Error('broken'), 'broken'],
    ["JSONata's plain object", { code: 'T2001', message: 'no number' }, 'no number'],
    ['a text', 'broken', 'broken'],
    ['nothing', undefined, 'undefined'],
    ['a symbol', Symbol('broken'), 'Symbol(broken)'],
    ['an object without a text', Object.create(null), 'object'],
    ['a proxy', new Proxy({}, { get: fails, getPrototypeOf: fails }), 'object'],
    ['an error whose message throws', Object.defineProperty(new Error(), 'message', { get: fails }), 'object'],
  ] as const) {
    it(`has a message: ${what}`, () => {
      assert.equal(thrownMessage(thrown), message);
      assert.equal(asJiraError(thrown).code, 'JIRA_INTERNAL');
      assert.equal(typeof stackOf(thrown), 'string');
    });
  }

  it('stays inside as the cause, and an error of Jira stays itself', () => {
    const fault = new TypeError('x is not a function');
    const error = asJiraError(fault);
    assert.equal(error.cause, fault);
    assert.deepEqual(error.values, { detail: 'TypeError: x is not a function' });
    assert.equal(error.knowing({ received: 3 }).withOutcome('done').cause, fault);
    const known = new JiraError('JIRA_INPUT', 'input.missing');
    assert.equal(asJiraError(known), known);
  });

  it('tells no credentials, in its name or in its stack', () => {
    const fault = new Error('sent Bearer abc.def and "Basic YWRhOg==" to https://ada:geheim@jira.example.com');
    for (const text of [stackOf(fault), String(asJiraError(fault).values.detail)]) {
      assert.match(text, /sent Bearer … and "Basic …" to https:\/\/…@jira\.example\.com/);
    }
  });
});
