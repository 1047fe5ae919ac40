import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { actions } from '../../nodes/actions/index';
import type { Deployment } from '../../nodes/client/http/request';
import { entry, isRecord, textEntry } from '../../nodes/client/json';
import type { Action } from '../../nodes/definition';
import { adfToText, isAdf } from '../../nodes/jira/rich-text';
import { exampleAnswer } from '../openapi/examples';
import { withDocuments } from '../openapi/samples';
import { DEPLOYMENTS } from '../support/demo';
import { flowOf, nodeRedInProcess, type SiteSetup } from '../support/nodes';
import { type Arrived, ScriptedServer, send } from '../support/server';

const SERVER_INFO = {
  cloud: {
    baseUrl: 'https://example.atlassian.net',
    version: '1001.0.0',
    versionNumbers: [1001],
    deploymentType: 'Cloud',
  },
  datacenter: {
    baseUrl: 'http://example.com',
    version: '10.3.24',
    versionNumbers: [10, 3, 24],
    deploymentType: 'Server',
  },
} as const;

interface Case {
  readonly sent: unknown;
  /** The operation whose example is what the node hands on, below the API root; nothing for nodes that echo. */
  readonly response?: string | Readonly<Record<Deployment, string>>;
  /** The entry of the example that holds a list node's records. */
  readonly records?: string | Readonly<Partial<Record<Deployment, string>>>;
}

const ROOT = { cloud: '/rest/api/3', datacenter: '/rest/api/2' } as const;
const BODY = { body: 'text' };
const COMMENT = { key: 'EX-1', commentId: '10000' };

const CASES: Readonly<Record<string, Case>> = {
  'jira-issue-create': { sent: { project: 'EX', issueType: 'Bug', summary: 'bug' }, response: 'POST /issue' },
  'jira-issue-update': { sent: { key: 'EX-1', summary: 'bug' } },
  'jira-issue-get': { sent: 'EX-1', response: 'GET /issue/{issueIdOrKey}' },
  'jira-issue-search': {
    sent: 'project = EX',
    response: { cloud: 'POST /search/jql', datacenter: 'POST /search' },
    records: 'issues',
  },
  'jira-issue-picker': { sent: 'bug', response: 'GET /issue/picker' },
  'jira-issue-assign': { sent: { key: 'EX-1', assignee: 'none' } },
  'jira-issue-transition': { sent: { key: 'EX-1', transition: 'Close Issue' } },
  'jira-transition-list': { sent: 'EX-1', response: 'GET /issue/{issueIdOrKey}/transitions', records: 'transitions' },
  'jira-issue-delete': { sent: { key: 'EX-1' } },
  'jira-comment-add': { sent: { key: 'EX-1', body: 'text' }, response: 'POST /issue/{issueIdOrKey}/comment' },
  'jira-comment-update': { sent: { ...COMMENT, body: 'text' }, response: 'PUT /issue/{issueIdOrKey}/comment/{id}' },
  'jira-comment-get': { sent: COMMENT, response: 'GET /issue/{issueIdOrKey}/comment/{id}' },
  'jira-comment-list': { sent: 'EX-1', response: 'GET /issue/{issueIdOrKey}/comment', records: 'comments' },
  'jira-comment-list-by-ids': {
    sent: { ids: [10000], issueIdOrKey: 'EX-1' },
    response: { cloud: 'POST /comment/list', datacenter: 'GET /issue/{issueIdOrKey}/comment/{id}' },
    records: { cloud: 'values' },
  },
  'jira-comment-delete': { sent: COMMENT },
  'jira-link-create': { sent: { type: 'Duplicate', inwardIssue: 'EX-1', outwardIssue: 'PR-2' } },
  'jira-link-get': { sent: '10001', response: 'GET /issueLink/{linkId}' },
  'jira-link-delete': { sent: { linkId: '10001' } },
  'jira-project-get': { sent: 'EX', response: 'GET /project/{projectIdOrKey}' },
  'jira-project-list': {
    sent: {},
    response: { cloud: 'GET /project/search', datacenter: 'GET /project' },
    records: { cloud: 'values' },
  },
  'jira-user-get': { sent: 'fred', response: 'GET /user' },
  'jira-user-email': { sent: 'fred' },
  'jira-user-list': {
    sent: {},
    response: { cloud: 'GET /users/search', datacenter: 'GET /user/list' },
    records: { datacenter: 'values' },
  },
  'jira-field-list': { sent: {}, response: 'GET /field' },
  'jira-issue-type-get': { sent: '3', response: 'GET /issuetype/{id}' },
  'jira-issue-type-list': { sent: {}, response: 'GET /issuetype' },
  'jira-issue-type-list-for-project': {
    sent: '10000',
    response: { cloud: 'GET /issuetype/project', datacenter: 'GET /project/{projectIdOrKey}' },
    records: { datacenter: 'issueTypes' },
  },
};

/** A record of the first kind names something for the second node. */
const CHAINS = [
  ['jira-issue-create', 'jira-issue-get', 'issueIdOrKey'],
  ['jira-issue-get', 'jira-comment-add', 'issueIdOrKey'],
  ['jira-comment-add', 'jira-comment-get', 'commentId'],
  ['jira-project-get', 'jira-issue-type-list-for-project', 'projectIdOrKey'],
  ['jira-issue-type-get', 'jira-issue-type-get', 'issueTypeId'],
] as const;

describe("records as Atlassian's own documents show them", () => {
  nodeRedInProcess();
  const documents = withDocuments();
  const servers = new Map<Deployment, ScriptedServer>();

  const example = (deployment: Deployment, method: string, path: string): { status: number; body: unknown } => {
    const operation = documents().find(deployment, method, path)?.operation;
    assert.ok(operation, `${deployment} has no ${method} ${path}`);
    return exampleAnswer(documents(), deployment, operation);
  };
  const answerWithExample =
    (deployment: Deployment) =>
    ({ method, url }: Arrived, response: ServerResponse): void => {
      const path = new URL(url, 'http://jira').pathname;
      send(
        response,
        path.endsWith('/serverInfo') ? { body: SERVER_INFO[deployment] } : example(deployment, method, path),
      );
    };
  const site = (deployment: Deployment): SiteSetup => ({
    siteUrl: servers.get(deployment)?.url ?? '',
    credentials: { username: 'mia@example.com', password: 'token' },
  });

  before(async () => {
    for (const deployment of DEPLOYMENTS) {
      servers.set(deployment, await ScriptedServer.start({ otherwise: answerWithExample(deployment) }));
    }
  });
  after(() => Promise.all([...servers.values()].map((server) => server.stop())));

  it('are shown to every action', () => {
    assert.deepEqual(Object.keys(CASES).sort(), actions.map(({ type }) => type).sort());
  });

  /** The result that the node must hand on, by the document. */
  const shown = (deployment: Deployment, action: Action, { response: answer, records }: Case): unknown => {
    if (answer === undefined) return undefined;
    const [method = '', place = ''] = (typeof answer === 'string' ? answer : answer[deployment]).split(' ');
    const { body } = example(deployment, method, ROOT[deployment] + place.replace(/\{\w+\}/g, '1'));
    const where = typeof records === 'string' ? records : records?.[deployment];
    const found = where === undefined ? body : entry(body, where);
    return action.returns === 'many' && !Array.isArray(found) ? [found] : found;
  };
  const run = async (deployment: Deployment, sent: unknown, ...nodes: readonly Record<string, unknown>[]) => {
    const outcome = await (await flowOf(site(deployment), ...nodes)).send({ payload: sent });
    assert.equal(outcome.error, undefined, outcome.error?.message);
    return outcome;
  };

  for (const deployment of DEPLOYMENTS) {
    describe(`on ${deployment}`, () => {
      for (const action of actions) {
        const { type, holds } = action;
        const known = CASES[type] ?? { sent: {} };

        it(`${type} takes it all in and drops nothing`, async () => {
          const { payload } = await run(deployment, known.sent, { type });
          const expected = shown(deployment, action, known);
          if (expected === undefined) return;
          assert.ok(isRecord(expected) || listLength(expected) > 0, 'the document shows nothing here');
          assert.deepEqual(payload, expected);
        });

        for (const richText of holds ? ['text', 'markdown'] : []) {
          it(`${type} hands on every word as ${richText}`, async () => {
            const native = await run(deployment, known.sent, { type });
            const { payload } = await run(deployment, known.sent, { type, richText });
            assert.deepEqual(outline(payload), outline(native.payload));
          });
        }
      }

      for (const [type, next, input] of CHAINS) {
        it(`${type} → ${next}: the second finds what the first is about`, async () => {
          const { jira } = await run(deployment, CASES[type]?.sent, { type }, { type: next, ...BODY });
          assert.ok(textEntry(entry(jira, 'input'), input), JSON.stringify(jira));
        });
      }
    });
  }
});

function listLength(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}

/** A record with its rich text as the words in it, whatever the form. */
function outline(value: unknown): unknown {
  if (isAdf(value)) return words(adfToText(value));
  if (typeof value === 'string') return words(value);
  if (Array.isArray(value)) return value.map(outline);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, outline(one)]));
}

function words(text: string): string {
  return (text.match(/[\p{L}\p{N}]+/gu) ?? []).join(' ');
}
