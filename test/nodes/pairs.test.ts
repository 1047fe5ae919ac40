import assert from 'node:assert/strict';
import type { Exchange } from '../../demo/index';
import { personId } from '../../demo/seed/people';
import { actions } from '../../nodes/actions/index';
import type { Deployment } from '../../nodes/client/http/request';
import { DEPLOYMENTS, demoJira } from '../support/demo';
import { flowOf, nodeRedInProcess, type Outcome } from '../support/nodes';

type Properties = Readonly<Record<string, unknown>>;
/** What a payload can name; `gone`: it named something that the node has deleted. */
type Thing = 'issue' | 'comment' | 'link' | 'project' | 'issue type' | 'user' | 'gone';

interface Place {
  /** The message that lets the node do its work as the first of two, and what its result names. */
  readonly sent: (deployment: Deployment) => unknown;
  readonly gives: readonly Thing[] | 'a list';
  /** What the node needs from the one before it: with nothing set in its form, and with this set. */
  readonly needs: readonly (Thing | 'more')[];
  readonly form?: { readonly set: Properties; readonly needs: readonly Thing[]; readonly body?: Properties };
}

const ben = (deployment: Deployment): string => (deployment === 'cloud' ? personId('cloud', 'ben') : 'ben');
const comment = { key: 'OPS-7', commentId: '10501' };

const PLACES: Readonly<Record<string, Place>> = {
  'jira-issue-create': {
    sent: () => ({ project: 'OPS', issueType: 'Task', summary: 'First of two', labels: ['first'] }),
    gives: ['issue'],
    needs: ['more'],
    form: {
      set: { project: 'OPS', issueType: 'Task', summary: 'Second' },
      needs: [],
      body: { fields: { project: { key: 'OPS' }, issuetype: { name: 'Task' }, summary: 'Second' } },
    },
  },
  'jira-issue-update': {
    sent: () => ({ key: 'OPS-7', summary: 'Changed by the first' }),
    gives: ['issue'],
    needs: ['issue', 'more'],
    form: { set: { summary: 'Second' }, needs: ['issue'], body: { fields: { summary: 'Second' } } },
  },
  'jira-issue-get': { sent: () => 'OPS-7', gives: ['issue'], needs: ['issue'] },
  'jira-issue-search': {
    sent: () => 'project = OPS ORDER BY key',
    gives: 'a list',
    needs: ['more'],
    form: { set: { jql: 'project = OPS' }, needs: [] },
  },
  'jira-issue-picker': {
    sent: () => 'pump',
    gives: [],
    needs: ['more'],
    form: { set: { query: 'pump' }, needs: [] },
  },
  'jira-issue-assign': {
    sent: () => ({ key: 'OPS-7', assignee: 'me' }),
    gives: ['issue'],
    needs: ['issue', 'more'],
    form: { set: { assignee: 'none' }, needs: ['issue'] },
  },
  'jira-issue-transition': {
    sent: () => ({ key: 'OPS-7', transition: { id: 711 } }),
    gives: ['issue'],
    needs: ['issue', 'more'],
  },
  'jira-transition-list': { sent: () => 'OPS-7', gives: 'a list', needs: ['issue'] },
  'jira-issue-delete': {
    sent: () => ({ key: 'OPS-7', deleteSubtasks: true }),
    gives: ['issue', 'gone'],
    needs: ['issue'],
    form: { set: { deleteSubtasks: 'true' }, needs: ['issue'] },
  },
  'jira-comment-add': {
    sent: () => ({ key: 'OPS-7', body: 'First' }),
    gives: ['issue', 'comment'],
    needs: ['issue', 'more'],
    form: { set: { body: 'Second' }, needs: ['issue'] },
  },
  'jira-comment-update': {
    sent: () => ({ ...comment, body: 'First' }),
    gives: ['issue', 'comment'],
    needs: ['issue', 'comment', 'more'],
    form: { set: { body: 'Second' }, needs: ['issue', 'comment'] },
  },
  'jira-comment-get': { sent: () => comment, gives: ['issue', 'comment'], needs: ['issue', 'comment'] },
  'jira-comment-list': { sent: () => 'OPS-7', gives: 'a list', needs: ['issue'] },
  'jira-comment-list-by-ids': {
    sent: () => ({ key: 'OPS-7', ids: [10501] }),
    gives: 'a list',
    needs: ['more'],
    form: { set: { ids: '10501', issueIdOrKey: 'OPS-7' }, needs: [] },
  },
  'jira-comment-delete': {
    sent: () => ({ key: 'OPS-7', commentId: '10502' }),
    gives: ['issue', 'comment'],
    needs: ['issue', 'comment'],
  },
  'jira-link-create': {
    sent: () => ({ linkType: 'Blocks', inwardIssue: 'OPS-1', outwardIssue: 'OPS-9' }),
    gives: ['link'],
    needs: ['more'],
    form: { set: { linkType: 'Relates', inwardIssue: 'OPS-2', outwardIssue: 'OPS-8' }, needs: [] },
  },
  'jira-link-get': { sent: () => '10302', gives: ['link'], needs: ['link'] },
  'jira-link-delete': { sent: () => ({ linkId: '10302' }), gives: ['link', 'gone'], needs: ['link'] },
  'jira-project-get': { sent: () => 'OPS', gives: ['project'], needs: ['project'] },
  'jira-project-list': { sent: () => ({}), gives: 'a list', needs: [] },
  'jira-user-get': { sent: ben, gives: ['user'], needs: ['user'] },
  'jira-user-email': { sent: ben, gives: [], needs: ['user'] },
  'jira-user-list': { sent: () => ({}), gives: 'a list', needs: [] },
  'jira-field-list': { sent: () => ({}), gives: 'a list', needs: [] },
  'jira-issue-type-get': { sent: () => '10004', gives: ['issue type'], needs: ['issue type'] },
  'jira-issue-type-list': { sent: () => ({}), gives: 'a list', needs: [] },
  'jira-issue-type-list-for-project': { sent: () => 'OPS', gives: 'a list', needs: ['project'] },
};

const types = actions.map(({ type }) => type);
const isWrite = ({ method, path }: Exchange): boolean =>
  method !== 'GET' && !/\/(search(\/(jql|approximate-count))?|comment\/list)$/.test(path);

describe('two nodes, one after the other', () => {
  nodeRedInProcess();
  const demo = demoJira();

  it('every action is tried in both places', () => assert.deepEqual(Object.keys(PLACES).sort(), [...types].sort()));

  for (const deployment of DEPLOYMENTS) {
    for (const first of types) {
      for (const second of types) {
        it(`${first} → ${second} on ${deployment}: finds its thing, or says what is missing`, async () => {
          const { needs, form } = place(second);
          await check(deployment, first, second, {}, needs);
          if (!form) return;
          demo.jira.reset();
          demo.forget();
          await check(deployment, first, second, form.set, form.needs, form.body);
        });
      }
    }
  }

  async function check(
    deployment: Deployment,
    first: string,
    second: string,
    form: Properties,
    needs: Place['needs'],
    body?: Properties,
  ): Promise<void> {
    const flow = await flowOf(demo.site(deployment), { type: first }, { type: second, ...form });
    const outcome = await flow.send({ payload: place(first).sent(deployment) });
    const codes = expected(deployment, first, needs);
    assert.ok(codes.includes(outcome.error?.code), outcome.error?.message ?? 'worked, but should not have');
    if (outcome.error?.code === 'JIRA_INPUT') assertNothingWritten(first);
    if (outcome.error === undefined) assertSameThing(outcome, needs);
    if (outcome.error === undefined && body) assert.deepEqual(demo.requests().at(-1)?.requestBody, body);
  }

  /** The codes that may come out, `undefined` for a result. */
  function expected(deployment: Deployment, first: string, needs: Place['needs']): readonly (string | undefined)[] {
    const { gives } = place(first);
    if (needs.length === 0) return [undefined];
    // An e-mail's result is no record of Jira, but on Cloud it holds the account id by its own name.
    const named = first === 'jira-user-email' && deployment === 'cloud' ? ['user'] : gives;
    if (named === 'a list' || !needs.every((thing) => (named as readonly string[]).includes(thing)))
      return ['JIRA_INPUT'];
    if (gives.includes('gone')) return ['JIRA_NOT_FOUND'];
    const isGone = first === 'jira-comment-delete' && needs.includes('comment');
    return isGone ? ['JIRA_NOT_FOUND', 'JIRA_INVALID'] : [undefined];
  }

  /** A second node that misses something has changed nothing. */
  function assertNothingWritten(first: string): void {
    const reads = actions.find(({ type }) => type === first)?.reads;
    assert.equal(demo.requests().filter(isWrite).length, reads ? 0 : 1);
  }

  /** The thing that the first node worked on is the one in the second node's inputs. */
  function assertSameThing(outcome: Outcome, needs: Place['needs']): void {
    if (!needs.includes('issue')) return;
    const created = demo
      .requests()
      .find(({ method, path }) => method === 'POST' && path.endsWith('/issue'))?.responseBody;
    const key = created && typeof created === 'object' && 'key' in created ? String(created.key) : undefined;
    const issue = String((outcome.jira?.input as Properties | undefined)?.issueIdOrKey);
    // A comment names its issue only by the id inside its address.
    const known = [key ?? 'OPS-7', ...idsOf('OPS-7')];
    assert.ok(known.includes(issue), `${issue} is none of ${known}`);
  }

  function idsOf(key: string): string[] {
    const number = Number(key.split('-')[1]);
    return [demo.jira.cloud, demo.jira.datacenter].flatMap(({ issues, projects }) => {
      const project = projects.find((one) => key.startsWith(`${one.key}-`));
      return [...issues.values()]
        .filter((one) => one.projectId === project?.id && one.number === number)
        .map(({ id }) => id);
    });
  }

  function place(type: string): Place {
    const found = PLACES[type];
    assert.ok(found);
    return found;
  }
});
