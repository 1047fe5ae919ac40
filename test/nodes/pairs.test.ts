import assert from 'node:assert/strict';
import type { Exchange } from '../../demo/index';
import { actions } from '../../nodes/index';
import { DEPLOYMENTS, demoJira } from '../support/demo';
import { flowOf, nodeRedInProcess, type Outcome } from '../support/nodes';

type Properties = Readonly<Record<string, unknown>>;

/** What each node is sent to do its work as the first of two. */
const FIRST: Readonly<Record<string, unknown>> = {
  'jira-issue-create': { project: 'OPS', issueType: 'Task', summary: 'First of two', labels: ['first'] },
  'jira-issue-update': { key: 'OPS-4', summary: 'Changed by the first' },
  'jira-issue-get': 'OPS-4',
  'jira-issue-search': 'project = OPS ORDER BY key',
  'jira-issue-transition': { key: 'OPS-4', transition: 'In Progress' },
  'jira-issue-delete': { key: 'OPS-4', deleteSubtasks: true },
  'jira-comment-add': { key: 'OPS-4', body: 'First of two' },
};

/** What a second node is told in its form so that only the issue is missing; and the body of its call, if it has one. */
const SECOND: Readonly<Record<string, { readonly form: Properties; readonly body?: object }>> = {
  'jira-issue-create': {
    form: { project: 'OPS', issueType: 'Task', summary: 'Second of two' },
    body: { fields: { project: { key: 'OPS' }, issuetype: { name: 'Task' }, summary: 'Second of two' } },
  },
  'jira-issue-update': {
    form: { summary: 'Changed by the second' },
    body: { fields: { summary: 'Changed by the second' } },
  },
  'jira-issue-get': { form: {} },
  'jira-issue-search': { form: { jql: 'project = OPS' } },
  'jira-issue-transition': { form: { transition: '21' }, body: { transition: { id: '21' } } },
  'jira-issue-delete': { form: { deleteSubtasks: 'true' } },
  'jira-comment-add': { form: { body: 'Second of two' } },
};

/** Nodes that need nothing but an issue. */
const CONTENT_WITH_AN_ISSUE = new Set(['jira-issue-get', 'jira-issue-delete']);
/** Nodes that don't work on the issue before them. */
const INDEPENDENT = new Set(['jira-issue-create', 'jira-issue-search']);

const types = actions.map(({ type }) => type);
const isWrite = ({ method, path }: Exchange): boolean => method !== 'GET' && !path.includes('/search');

describe('two nodes, one after the other', () => {
  nodeRedInProcess();
  const demo = demoJira();

  it('every action is tried in both places', () => {
    assert.deepEqual([Object.keys(FIRST).sort(), Object.keys(SECOND).sort()], [[...types].sort(), [...types].sort()]);
  });

  for (const deployment of DEPLOYMENTS) {
    for (const first of types) {
      for (const second of types) {
        it(`${first} → ${second} on ${deployment}: with nothing set, it works on that issue or says what is missing`, async () => {
          const outcome = await run(deployment, first, second, {});
          const expected = expectedWithDefaults(first, second);
          assert.equal(outcome.error?.code, expected, outcome.error?.message);
          if (expected === undefined) assertSameIssue(outcome, second);
          if (expected === 'JIRA_INPUT') assert.equal(demo.requests().filter(isWrite).length, first in READERS ? 0 : 1);
        });

        it(`${first} → ${second} on ${deployment}: what is set in the form is all that is sent`, async () => {
          const { form, body } = SECOND[second] ?? { form: {} };
          const outcome = await run(deployment, first, second, form);
          const expected = INDEPENDENT.has(second) ? undefined : expectedForAnIssue(first);
          assert.equal(outcome.error?.code, expected, outcome.error?.message);
          if (expected !== undefined) return;
          assertSameIssue(outcome, second);
          if (body) assert.deepEqual(demo.requests().at(-1)?.requestBody, body);
        });
      }
    }
  }

  const READERS: Readonly<Record<string, true>> = { 'jira-issue-get': true, 'jira-issue-search': true };

  async function run(
    deployment: 'cloud' | 'datacenter',
    first: string,
    second: string,
    form: Properties,
  ): Promise<Outcome> {
    const flow = await flowOf(demo.site(deployment), { type: first }, { type: second, ...form });
    return flow.send({ payload: FIRST[first] });
  }

  /** A list comes as an array, and a deleted issue is gone; everything else names its issue. */
  function expectedForAnIssue(first: string): string | undefined {
    if (first === 'jira-issue-search') return 'JIRA_INPUT';
    return first === 'jira-issue-delete' ? 'JIRA_NOT_FOUND' : undefined;
  }

  function expectedWithDefaults(first: string, second: string): string | undefined {
    return CONTENT_WITH_AN_ISSUE.has(second) ? expectedForAnIssue(first) : 'JIRA_INPUT';
  }

  /** The issue that the first node worked on is the one in the second node's call. */
  function assertSameIssue(outcome: Outcome, second: string): void {
    if (INDEPENDENT.has(second)) return;
    const created = demo
      .requests()
      .find(({ method, path }) => method === 'POST' && path.endsWith('/issue'))?.responseBody;
    const comment = demo.requests().find(({ path }) => path.endsWith('/OPS-4/comment'));
    const key = created && typeof created === 'object' && 'key' in created ? String(created.key) : 'OPS-4';
    const issue = String((outcome.jira?.input as Properties | undefined)?.issueIdOrKey);
    // A comment names its issue only by the id inside its address.
    if (comment) assert.match(issue, /^(OPS-4|\d+)$/);
    else assert.equal(issue, key);
  }
});
