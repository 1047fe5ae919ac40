import assert from 'node:assert/strict';
import { cpuTime } from '../support/cpu-time';
import { collectExchanges, describeViolations } from './collector';
import { Documents, loadDocuments } from './documents';
import { failOnViolations } from './hooks';
import { cloud, withDocuments } from './samples';

const WRONG_AND_REFUSED = cloud('GET /rest/api/3/issue/OPS-1?field=x', {
  status: 404,
  responseBody: { errorMessages: ['?'], errors: {} },
});
const WRONG_BODY_ACCEPTED = cloud('GET /rest/api/3/issue/OPS-2', { requestBody: { a: 1 }, responseBody: { id: '1' } });
const WRONG_AND_ACCEPTED = cloud('GET /rest/api/3/issue/OPS-2?field=x', { responseBody: { id: '1' } });

describe('OpenAPI: the collector of exchanges', () => {
  const documents = withDocuments();

  it('lists equal mistakes once, with how often they were made', () => {
    const collector = collectExchanges(documents());
    collector.observe(WRONG_AND_ACCEPTED);
    collector.observe(WRONG_AND_REFUSED);
    const violations = collector.violations();
    assert.equal(violations.length, 1);
    assert.equal(violations[0]?.count, 2);
    assert.match(describeViolations(violations), /query field: is not a parameter of this operation \(2×\)/);
  });

  it('lets the tests of the demo send it wrong requests, as long as it refuses them or Jira would pass over what is wrong', () => {
    const collector = collectExchanges(documents(), { requestsOf: 'tests' });
    collector.observe(WRONG_AND_REFUSED);
    collector.observe(WRONG_AND_ACCEPTED);
    assert.deepEqual(collector.violations(), []);
    collector.observe(WRONG_BODY_ACCEPTED);
    assert.equal(collector.violations().length, 1);
  });

  it('judges the responses to clients of other people, not how they ask', () => {
    const collector = collectExchanges(documents(), { requestsOf: 'others' });
    collector.observe(WRONG_BODY_ACCEPTED);
    assert.deepEqual(collector.violations(), []);
    collector.observe(cloud('GET /rest/api/3/issue/OPS-2', { responseBody: { id: 1 } }));
    assert.equal(collector.violations().length, 1);
  });

  it('counts by operation, so that one can see what was checked', () => {
    const collector = collectExchanges(documents());
    collector.observe(cloud('GET /rest/api/3/issue/OPS-1', { responseBody: { id: '1' } }));
    collector.observe(cloud('GET /rest/api/3/issue/OPS-2', { responseBody: { id: '2' } }));
    collector.observe(cloud('GET /_edge/tenant_info', { responseBody: { cloudId: 'x' } }));
    assert.deepEqual(collector.count(), {
      'cloud GET /_edge/tenant_info': 1,
      'cloud GET /rest/api/3/issue/{issueIdOrKey}': 2,
    });
  });

  it('fails the run at its end when anything was wrong', () => {
    const collector = collectExchanges(documents());
    failOnViolations(collector.violations());
    collector.observe(WRONG_AND_ACCEPTED);
    assert.throws(() => failOnViolations(collector.violations()), /1 disagreement/);
  });
});

describe('OpenAPI: where the documents are absent', () => {
  it('says so and checks nothing on the machine of a contributor', () => {
    assert.equal(loadDocuments('/nowhere', {}), undefined);
    const collector = collectExchanges(undefined);
    collector.observe(WRONG_AND_ACCEPTED);
    assert.deepEqual(collector.violations(), []);
  });

  it('fails in continuous integration, where nothing may go unchecked', () => {
    assert.throws(() => loadDocuments('/nowhere', { CI: 'true' }), /OpenAPI documents not found at \/nowhere/);
  });
});

describe('OpenAPI: reading the documents', () => {
  const documents = withDocuments();

  it('takes less than a second until the first exchange is checked', () => {
    documents();
    const started = cpuTime();
    const fresh = loadDocuments();
    assert.ok(fresh instanceof Documents);
    const collector = collectExchanges(fresh);
    collector.observe(WRONG_AND_ACCEPTED);
    assert.ok(cpuTime() - started < 1_000, `${cpuTime() - started} ms`);
  });
});
