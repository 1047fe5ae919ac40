import assert from 'node:assert/strict';
import type { Exchange } from '../../demo/index';
import { actions } from '../../nodes/actions/index';
import type { Deployment } from '../../nodes/client/http/request';
import { type Action, isReading } from '../../nodes/definition';
import { CASES, payloadOn } from '../support/cases';
import { DEPLOYMENTS, demoJira } from '../support/demo';
import { flowOf, nodeRedInProcess, type Outcome } from '../support/nodes';

/** POSTs that change nothing, by Atlassian's documents. */
const READING_POST = /\/(search(\/jql|\/approximate-count)?|comment\/list|issue\/bulkfetch)$/;
const writes = ({ method, path }: Exchange): boolean =>
  method !== 'GET' && !(method === 'POST' && READING_POST.test(path));

const WRITING = actions.filter((action) => !isReading(action as Action));
/** Values for everything that is needed, and ids of what a dry run only tried to make. */
const TRIED: Readonly<Record<string, string>> = {
  ...{ issueIdOrKey: 'OPS-0', commentId: '0', linkId: '0', inwardIssue: 'OPS-0', outwardIssue: 'OPS-0' },
  ...{
    project: 'OPS',
    issueType: 'Task',
    summary: 'x',
    body: 'x',
    assignee: 'none',
    linkType: 'Blocks',
    match: 'labels = never',
    before: 'OPS-0',
    timeSpent: '1h',
    worklogId: '0',
    person: 'me',
    url: 'https://example.com',
  },
};

/** A call with the root of the API, unless it says its root itself. */
function whole(deployment: Deployment, call: string): string {
  return call.includes(' /rest/') ? call : call.replace(' ', deployment === 'cloud' ? ' /rest/api/3' : ' /rest/api/2');
}

interface DryRun {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly problems: readonly { readonly field?: string; readonly message: string }[];
}

function dryRunIn({ jira, error }: Outcome): DryRun {
  assert.equal(error, undefined, error?.message);
  assert.ok(jira?.dryRun, 'the message is not marked as a dry run');
  return jira.dryRun as DryRun;
}

describe('a site in a dry run', () => {
  nodeRedInProcess();
  const demo = demoJira();
  const site = (deployment: Deployment) => demo.site(deployment, { dryRun: true });
  const written = () => demo.exchanges.filter(writes).map(({ method, path }) => `${method} ${path}`);
  const run = async (deployment: Deployment, node: Record<string, unknown>, payload: unknown): Promise<Outcome> =>
    (await flowOf(site(deployment), node)).send({ payload });

  for (const deployment of DEPLOYMENTS) {
    describe(`on ${deployment}`, () => {
      for (const [action, cases] of CASES) {
        const { type } = action;
        it(`${type} writes nothing, and gives the flow what it would give`, async () => {
          const outcome = await run(deployment, { type, ...cases.node }, payloadOn(deployment, cases));
          assert.deepEqual(written(), []);
          if (isReading(action)) {
            assert.equal(outcome.jira?.dryRun, undefined);
            cases.result(outcome.payload, deployment);
            return;
          }
          const { method, path, body, problems } = dryRunIn(outcome);
          assert.deepEqual(problems, []);
          const [call = '', sent] = cases.calls[deployment].findLast(([one]) => !one.startsWith('GET ')) ?? [];
          assert.equal(`${method} ${path}`, whole(deployment, call));
          if (sent !== undefined) assert.deepEqual(body, sent);
        });
      }

      for (const { type, inputs } of WRITING) {
        it(`${type} takes what was only tried before it, asks Jira nothing about it, and names no other thing`, async () => {
          const transition = type === 'jira-issue-transition' && { transition: 'Done' };
          const ranked = type === 'jira-issue-rank' && { issues: 'OPS-0' };
          const own = Object.entries(TRIED).filter(([name]) => name in inputs);
          const outcome = await run(deployment, { type }, { ...Object.fromEntries(own), ...transition, ...ranked });
          dryRunIn(outcome);
          assert.deepEqual(written(), []);
          const asked = demo.requests().filter(({ path }) => /\/(issue|comment|issueLink)\/(?!createmeta)/.test(path));
          assert.deepEqual(asked, []);
        });
      }

      it('a chain goes on to its end with an issue that was never made', async () => {
        const flow = await flowOf(
          site(deployment),
          { type: 'jira-issue-create', project: 'OPS', issueType: 'Task', summary: 'A test' },
          { type: 'jira-comment-add', body: 'Seen' },
          { type: 'jira-comment-update', body: 'Seen twice' },
          { type: 'jira-issue-transition', transition: 'Done' },
          { type: 'jira-issue-delete' },
        );
        const outcome = await flow.send({});
        assert.deepEqual(outcome.payload, { issueIdOrKey: 'OPS-0' });
        const { method, path } = dryRunIn(outcome);
        assert.match(`${method} ${path}`, /^DELETE .*\/issue\/OPS-0$/);
        assert.deepEqual(written(), []);
      });

      it('an issue that was never made can not be read, and that is said in words', async () => {
        const { error } = await run(deployment, { type: 'jira-issue-get' }, 'OPS-0');
        assert.equal(error?.code, 'JIRA_NOT_FOUND');
        assert.match(error.message, /^A dry run makes nothing in Jira, so there is nothing to read under OPS-0\./);
      });

      it('what a form needs, does not have or does not offer is told field by field, by name', async () => {
        const fields = { 'Root cause': 'x', Location: { value: 'Mars' }, resolution: { name: 'Done' } };
        const payload = { project: 'IT', issueType: 'Incident', summary: 'x', priority: 'Urgent', fields };
        const { problems, body } = dryRunIn(await run(deployment, { type: 'jira-issue-create' }, payload));
        assert.deepEqual(problems.map(({ field, message }) => `${field}: ${message}`).sort(), [
          'customfield_10031: Impact (customfield_10031) is needed and has no value.',
          "customfield_10035: Location (customfield_10035) can't be set: it is not on this form.",
          'priority: Priority (priority) can\'t be "Urgent"; possible values: Highest, High, Medium, Low, Lowest.',
          "resolution: Resolution (resolution) can't be set: it is not on this form.",
        ]);
        assert.equal((body as { fields: { summary: string } }).fields.summary, 'x');
      });

      it('an option below another one is looked for there, and each of a list for itself', async () => {
        const fields = { Location: ['Plant North', 'Roof'], 'Affected lines': ['Line 1', 'Line 99'] };
        const payload = { project: 'OPS', issueType: 'Bug', summary: 'x', fields };
        const { problems } = dryRunIn(await run(deployment, { type: 'jira-issue-create' }, payload));
        assert.equal(problems.length, 2);
        assert.match(
          problems[0]?.message ?? '',
          /^Location \(customfield_10035\) can't be "Roof"; possible values: Hall/,
        );
        assert.match(problems[1]?.message ?? '', /^Affected lines \(customfield_10032\) can't be "Line 99"/);
      });

      it('a type that the project does not have is told with those that it has', async () => {
        const payload = { project: 'OPS', issueType: 'Wish', summary: 'x' };
        const { problems } = dryRunIn(await run(deployment, { type: 'jira-issue-create' }, payload));
        assert.equal(problems.length, 1);
        assert.match(problems[0]?.message ?? '', /^issuetype can't be "Wish"; possible values: .*Bug/);
      });

      for (const [name, node, payload] of [
        ['comment', { type: 'jira-comment-add' }, { key: 'OPS-99999', body: 'x' }],
        ['change', { type: 'jira-issue-update' }, { key: 'OPS-99999', summary: 'x' }],
        ['transition', { type: 'jira-issue-transition' }, { key: 'OPS-99999', transition: '5' }],
        ['deletion', { type: 'jira-issue-delete' }, { issueIdOrKey: 'OPS-99999' }],
        ['comment to delete', { type: 'jira-comment-delete' }, { key: 'OPS-7', commentId: '99999' }],
        ['link to delete', { type: 'jira-link-delete' }, { linkId: '99999' }],
        ['link', { type: 'jira-link-create' }, { linkType: 'Blocks', inwardIssue: 'OPS-1', outwardIssue: 'OPS-99999' }],
      ] as const) {
        it(`a ${name} that has nothing to work on is a problem in Jira's own words`, async () => {
          const { problems } = dryRunIn(await run(deployment, node, payload));
          assert.equal(problems.length, 1);
          assert.match(problems[0]?.message ?? '', /not exist|No issue link|Can not find a comment|not found/i);
        });
      }

      it('a transition by id that the issue can not take, and a resolution that is not there, are told', async () => {
        const node = { type: 'jira-issue-transition' };
        const wrong = dryRunIn(await run(deployment, node, { key: 'OPS-7', transition: '99' }));
        assert.match(wrong.problems[0]?.message ?? '', /Resolve Issue → Resolved \(5\)/);
        const unresolved = dryRunIn(await run(deployment, node, { key: 'OPS-7', transition: '5' }));
        assert.match(unresolved.problems[0]?.message ?? '', /^Resolution \(resolution\) is needed/);
        const fine = dryRunIn(await run(deployment, node, { key: 'OPS-7', transition: '5', resolution: 'Done' }));
        assert.deepEqual(fine.problems, []);
      });

      it('what is an error before any write stays one', async () => {
        const none = await run(deployment, { type: 'jira-issue-create' }, { project: 'OPS', issueType: 'Bug' });
        assert.deepEqual([none.error?.code, none.error?.cause.outcome], ['JIRA_INPUT', 'not-done']);
        const person = await run(deployment, { type: 'jira-issue-assign' }, { key: 'OPS-1', assignee: 'Kim Larsen' });
        assert.equal(person.error?.code, 'JIRA_AMBIGUOUS');
        const transition = { key: 'OPS-7', transition: 'Resolved' };
        const way = await run(deployment, { type: 'jira-issue-transition' }, transition);
        assert.equal(way.error?.code, 'JIRA_AMBIGUOUS');
      });

      it('a Jira that can not be reached for the checks is an error, after which nothing is said to be done', async () => {
        demo.jira.fault({ path: /createmeta/, times: 9, response: { status: 503 } });
        const payload = { project: 'OPS', issueType: 'Bug', summary: 'x' };
        const { error } = await run(deployment, { type: 'jira-issue-create' }, payload);
        assert.deepEqual([error?.code, error?.cause.outcome], ['JIRA_UNAVAILABLE', 'not-done']);
      });

      it('a comment keeps its text in the form that the flow asked for', async () => {
        const node = { type: 'jira-comment-add', textFormat: 'markdown', richText: 'markdown' };
        const { payload } = await run(deployment, node, { key: 'OPS-1', body: 'Now **fixed**' });
        assert.equal((payload as { body: string }).body, 'Now **fixed**');
      });

      it('the node says that nothing was written, and how many problems there are', async () => {
        const flow = await flowOf(site(deployment), { type: 'jira-issue-update' });
        const shown: unknown[] = [];
        flow.node('n1').status = (status) => shown.push(status);
        await flow.send({ payload: { key: 'OPS-1', summary: 'x' } });
        await new Promise((resolve) => setImmediate(resolve));
        assert.deepEqual(shown.at(-1), { fill: 'yellow', shape: 'ring', text: 'dry run' });
        await flow.send({ payload: { key: 'OPS-1', priority: 'Urgent' } });
        await new Promise((resolve) => setImmediate(resolve));
        assert.deepEqual(shown.at(-1), { fill: 'yellow', shape: 'ring', text: 'dry run · problems: 1' });
      });
    });
  }

  for (const [dryRun, isDry] of [
    ['true', true],
    [' TRUE ', true],
    ['false', false],
    ['', false],
    [undefined, false],
  ] as const) {
    it(`is ${isDry ? '' : 'not '}meant by ${JSON.stringify(dryRun)}, as environment variables give it`, async () => {
      const flow = await flowOf(demo.site('cloud', { dryRun }), { type: 'jira-comment-add' });
      const { jira } = await flow.send({ payload: { key: 'OPS-1', body: 'x' } });
      assert.equal(jira?.dryRun !== undefined, isDry);
      assert.equal(written().length, isDry ? 0 : 1);
    });
  }

  it('that says neither yes nor no writes nothing either, and asks for one of them', async () => {
    const flow = await flowOf(demo.site('cloud', { dryRun: 'perhaps' }), { type: 'jira-comment-add' });
    const { error } = await flow.send({ payload: { key: 'OPS-1', body: 'x' } });
    assert.equal(error?.code, 'JIRA_CONFIG');
    assert.match(error.message, /"Dry run" must be true or false, but is "perhaps"/);
    assert.deepEqual(written(), []);
  });
});
