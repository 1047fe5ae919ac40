import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { type Deployment, hasOwnRoot, methodOf, templateOf } from '../../nodes/client/http/request';
import { entry, isRecord, listEntry, textEntry } from '../../nodes/client/json';
import { type Action, givesRichText, routeOn } from '../../nodes/definition';
import { adfToText, isAdf } from '../../nodes/jira/rich-text';
import type { Cases } from '../actions/define-cases';
import { exampleResponse } from '../openapi/examples';
import { withDocuments } from '../openapi/samples';
import { assertHolds } from '../support/assert';
import { CASES, casesOf, payloadOn } from '../support/cases';
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

const ROOT = { cloud: '/rest/api/3', datacenter: '/rest/api/2' } as const;
const BODY = { body: 'text' };

/** A record of the first kind names something for the second node. */
const CHAINS = [
  ['jira-issue-create', 'jira-issue-get', 'issueIdOrKey'],
  ['jira-issue-get', 'jira-comment-add', 'issueIdOrKey'],
  ['jira-comment-add', 'jira-comment-get', 'commentId'],
  ['jira-project-get', 'jira-issue-type-list-for-project', 'projectIdOrKey'],
  ['jira-issue-type-get', 'jira-issue-type-get', 'issueTypeId'],
] as const;

/** What the rows that were written are told as. */
function createdRows(body: unknown): readonly object[] {
  return listEntry(body, 'issues').map((issue, index) => ({ index, ok: true, ...reference(issue) }));
}

function reference(issue: unknown): object {
  const [id, key, self] = ['id', 'key', 'self'].map((name) => textEntry(issue, name));
  return { id, key, self };
}

function written(payload: unknown): readonly unknown[] {
  return Array.isArray(payload) ? payload.filter((row) => entry(row, 'ok') === true) : [];
}

describe("records as Atlassian's own documents show them", () => {
  nodeRedInProcess();
  const documents = withDocuments();
  const servers = new Map<Deployment, ScriptedServer>();

  const example = (deployment: Deployment, method: string, path: string): { status: number; body: unknown } => {
    const operation = documents().find(deployment, method, path)?.operation;
    assert.ok(operation, `${deployment} has no ${method} ${path}`);
    return exampleResponse(documents(), deployment, operation);
  };
  const respondWithExample =
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
      servers.set(deployment, await ScriptedServer.start({ otherwise: respondWithExample(deployment) }));
    }
  });
  after(() => Promise.all([...servers.values()].map((server) => server.stop())));

  /** The result that the node must hand on, by the document. */
  const shown = (deployment: Deployment, action: Action, { example: { records } = {} }: Cases): unknown => {
    const route = routeOn(action, deployment);
    if (route === undefined || action.record === undefined || action.returns === 'echo') return undefined;
    // What is there already is handed on as the search shows it.
    if (action.type === 'jira-issue-upsert') return undefined;
    const path = templateOf(route).replace(/\{\w+\}/g, '1');
    const root = hasOwnRoot(route) ? '' : ROOT[deployment];
    const { body } = example(deployment, methodOf(route), root + path);
    // Jira responds to some creations with nothing, and the node looks up what came of them.
    if (body === undefined || body === null) return undefined;
    const where = typeof records === 'string' ? records : records?.[deployment];
    const found = where?.split('.').reduce(entry, body) ?? body;
    if (action.returns === 'rows') return createdRows(body);
    return action.returns === 'many' && !Array.isArray(found) ? [found] : found;
  };
  const run = async (deployment: Deployment, sent: unknown, ...nodes: readonly Record<string, unknown>[]) => {
    const outcome = await (await flowOf(site(deployment), ...nodes)).send({ payload: sent });
    assert.equal(outcome.error, undefined, outcome.error?.message);
    return outcome;
  };

  for (const deployment of DEPLOYMENTS) {
    describe(`on ${deployment}`, () => {
      for (const [action, cases] of CASES) {
        const { type } = action;
        const sent = payloadOn(deployment, { ...cases, ...cases.example });

        it(`${type} takes it all in and drops nothing`, async () => {
          const { payload } = await run(deployment, sent, { type });
          const expected = shown(deployment, action, cases);
          if (expected === undefined) return;
          const isShown = isRecord(expected) || typeof expected === 'number' || listLength(expected) > 0;
          assert.ok(isShown, 'the document shows nothing here');
          // Jira answers with the id of a link alone; the rest of it is what was sent.
          if (type === 'jira-weblink-add') return assertHolds(payload, expected as object);
          assert.deepEqual(action.returns === 'rows' ? written(payload) : payload, expected);
        });

        for (const richText of givesRichText(action) ? ['text', 'markdown'] : []) {
          it(`${type} hands on every word as ${richText}`, async () => {
            const native = await run(deployment, sent, { type });
            const { payload } = await run(deployment, sent, { type, richText });
            assert.deepEqual(outline(payload), outline(native.payload));
          });
        }
      }

      for (const [type, next, input] of CHAINS) {
        it(`${type} → ${next}: the second finds what the first is about`, async () => {
          const { example, payload } = casesOf(type);
          const sent = payloadOn(deployment, { payload, ...example });
          const { jira } = await run(deployment, sent, { type }, { type: next, ...BODY });
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
