import assert from 'node:assert/strict';
import { DEPLOYMENTS, demoJira } from '../support/demo';
import { flowOf, nodeRedInProcess } from '../support/nodes';

const circle: Record<string, unknown> = {};
circle.inside = [circle];

const circularDocument = { type: 'doc', version: 1, content: [{ type: 'paragraph', content: [circle] }] };

function deepDocument(): object {
  let node: object = { type: 'text', text: 'deep' };
  for (let depth = 0; depth < 100_000; depth += 1) node = { type: 'bulletList', content: [node] };
  return { type: 'doc', version: 1, content: [node] };
}

const CREATE = { type: 'jira-issue-create', project: 'OPS', issueType: 'Bug', summary: 'Unsendable' };
const CASES: readonly [title: string, node: object, payload: object][] = [
  ['a description that holds itself', CREATE, { description: circularDocument }],
  ['a description that is nested 100,000 times', CREATE, { description: deepDocument() }],
  ['a field that holds itself', CREATE, { fields: { Impact: circle } }],
  ['a list in a field that holds itself', CREATE, { fields: { 'Affected lines': [circle] } }],
  ['rich text in a field that holds itself', CREATE, { fields: { environment: circularDocument } }],
  ['an operation that holds itself', CREATE, { update: { labels: [{ add: circle }] } }],
  ['an entity property that holds itself', CREATE, { properties: { place: circle } }],
  ['a comment that holds itself', { type: 'jira-comment-add', issueIdOrKey: 'OPS-1' }, { body: circularDocument }],
  [
    'a comment that is nested 100,000 times',
    { type: 'jira-comment-add', issueIdOrKey: 'OPS-1' },
    { body: deepDocument() },
  ],
];

describe('what no JSON can hold', () => {
  nodeRedInProcess();
  const demo = demoJira();

  for (const deployment of DEPLOYMENTS) {
    for (const [title, node, payload] of CASES) {
      it(`${deployment}: ${title} is refused before any call`, async () => {
        const { error } = await (await flowOf(demo.site(deployment), { ...node })).sendAsItIs({ payload });
        assert.equal(error?.code, 'JIRA_INPUT');
        assert.equal(demo.requests().length, 0);
      });
    }
  }
});
