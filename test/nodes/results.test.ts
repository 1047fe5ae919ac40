import assert from 'node:assert/strict';
import type { Deployment } from '../../nodes/client/http/request';
import { DEPLOYMENTS, demoJira } from '../support/demo';
import { flowOf, nodeRedInProcess, type Outcome } from '../support/nodes';

const MARKDOWN = 'Seen at **14:02** in `line 2`:\n\n- 92 °C\n- limit _80 °C_';

function issueOf({ payload, error }: Outcome): { key: string; fields: Record<string, unknown> } {
  assert.equal(error, undefined, error?.message);
  return payload as { key: string; fields: Record<string, unknown> };
}

describe('what a flow gets from Jira', () => {
  nodeRedInProcess();
  const demo = demoJira();

  async function create(deployment: Deployment, payload: object, textFormat = 'markdown'): Promise<string> {
    const node = { type: 'jira-issue-create', project: 'OPS', issueType: 'Bug', summary: 'Pump 4', textFormat };
    return issueOf(await (await flowOf(demo.site(deployment), node)).send({ payload })).key;
  }

  async function read(deployment: Deployment, key: string, richText: string): Promise<Record<string, unknown>> {
    const flow = await flowOf(demo.site(deployment), { type: 'jira-issue-get', richText });
    return issueOf(await flow.send({ payload: key })).fields;
  }

  for (const deployment of DEPLOYMENTS) {
    describe(`on ${deployment}`, () => {
      it('Markdown comes back as Markdown, in the description and in fields of many lines', async () => {
        const key = await create(deployment, {
          description: MARKDOWN,
          fields: { 'Root cause': '1. _Seal_\n2. Bearing' },
        });
        const fields = await read(deployment, key, 'markdown');
        assert.equal(fields.description, MARKDOWN);
        assert.equal(fields.customfield_10030, '1. _Seal_\n2. Bearing');
      });

      it('plain text comes back character by character, whatever the server would make of it', async () => {
        const text =
          '  *not bold* _nor_ {code} [link|http://x] h1. !pic! \\ ~a~\n\n\n# 1\n- 2\n||a|b|\nTab\there 🙂 (x) :)\n';
        const key = await create(deployment, { description: text, fields: { 'Root cause': text } }, 'text');
        const fields = await read(deployment, key, 'text');
        assert.equal(fields.description, text);
        assert.equal(fields.customfield_10030, text);
      });

      it('native is what Jira stores', async () => {
        const fields = await read(deployment, await create(deployment, { description: '**14:02**' }), 'native');
        const strong = [{ type: 'text', text: '14:02', marks: [{ type: 'strong' }] }];
        const document = { type: 'doc', version: 1, content: [{ type: 'paragraph', content: strong }] };
        assert.deepEqual(fields.description, deployment === 'cloud' ? document : '*14:02*');
      });

      it('an Atlassian document is understood, whatever the text format', async () => {
        const content = [{ type: 'paragraph', content: [{ type: 'text', text: 'As a document' }] }];
        const key = await create(deployment, { description: { type: 'doc', version: 1, content } }, 'text');
        assert.equal((await read(deployment, key, 'text')).description, 'As a document');
      });

      it('null empties a field, and what was not given stays', async () => {
        const key = await create(deployment, { description: 'to be emptied', labels: ['stays'], priority: 'High' });
        const flow = await flowOf(demo.site(deployment), { type: 'jira-issue-update' });
        issueOf(await flow.send({ payload: { key, description: null, assignee: 'me' } }));
        const fields = await read(deployment, key, 'text');
        assert.equal(fields.description, null);
        assert.deepEqual(fields.labels, ['stays']);
        assert.equal((fields.assignee as { displayName: string }).displayName, 'Ada Lindqvist');
      });

      it('a person is found by e-mail address', async () => {
        const key = await create(deployment, { assignee: 'ben@example.com' });
        const { assignee } = await read(deployment, key, 'native');
        assert.equal((assignee as { displayName: string }).displayName, 'Ben Okafor');
      });

      it('a transition is found by the status that it leads to, and named in msg.jira', async () => {
        const key = await create(deployment, {});
        const flow = await flowOf(demo.site(deployment), { type: 'jira-issue-transition', transition: 'in progress' });
        const outcome = await flow.send({ payload: key });
        assert.deepEqual(issueOf(outcome), { issueIdOrKey: key });
        assert.deepEqual(outcome.jira?.transition, { id: '4', name: 'Start Progress', to: 'In Progress' });
        const { status } = await read(deployment, key, 'native');
        assert.equal((status as { name: string }).name, 'In Progress');
      });

      it('a resolution and a comment go with the transition, in one call', async () => {
        const key = await create(deployment, {});
        const flow = await flowOf(demo.site(deployment), { type: 'jira-issue-transition', textFormat: 'markdown' });
        const payload = { key, transition: { id: 5 }, resolution: 'Done', comment: '**Sealed**' };
        const outcome = await flow.send({ payload });
        assert.deepEqual(issueOf(outcome), { issueIdOrKey: key });
        assert.deepEqual(outcome.jira?.transition, { id: '5' });
        assert.equal(outcome.jira?.attempts, 1);
        const { resolution, comment } = await read(deployment, key, 'markdown');
        assert.equal((resolution as { name: string }).name, 'Done');
        assert.equal((comment as { comments: { body: string }[] }).comments.at(-1)?.body, '**Sealed**');
      });

      it('two transitions to one status are JIRA_AMBIGUOUS with both', async () => {
        const key = await create(deployment, {});
        const flow = await flowOf(demo.site(deployment), { type: 'jira-issue-transition', transition: 'Resolved' });
        const { error } = await flow.send({ payload: key });
        assert.equal(error?.code, 'JIRA_AMBIGUOUS');
        assert.match(error.message, /Resolve Issue → Resolved \(5\), Fixed on site → Resolved \(711\)/);
      });

      it('a loop of single pages reads every issue once, and ends by itself', async () => {
        const flow = await flowOf(demo.site(deployment), { type: 'jira-issue-search' });
        const keys: string[] = [];
        let payload: unknown = { jql: 'project = OPS ORDER BY key', fields: 'summary', maxResults: 30 };
        for (let rounds = 0; rounds < 20; rounds++) {
          const { payload: page, jira, error } = await flow.send({ payload });
          assert.equal(error, undefined, error?.message);
          keys.push(...(page as { key: string }[]).map(({ key }) => key));
          assert.equal(jira?.complete, jira?.next === null);
          payload = { next: jira?.next };
          if (jira?.next === null) break;
        }
        const { issues, projects } = demo.jira[deployment];
        const project = projects.find(({ key }) => key === 'OPS');
        const expected = [...issues.values()].filter(({ projectId }) => projectId === project?.id);
        assert.deepEqual(keys.sort(), expected.map(({ number }) => `OPS-${number}`).sort());
      });

      it('nothing found is an empty, complete list', async () => {
        const flow = await flowOf(demo.site(deployment), { type: 'jira-issue-search' });
        const { payload, jira } = await flow.send({ payload: 'project = OPS AND summary ~ "unheardof"' });
        assert.deepEqual(payload, []);
        assert.deepEqual([jira?.complete, jira?.count, jira?.next], [true, 0, null]);
      });

      it('query parameters that no input names are sent along', async () => {
        const flow = await flowOf(demo.site(deployment), { type: 'jira-issue-get' });
        issueOf(await flow.send({ payload: { key: 'OPS-1', queryParameters: { updateHistory: true } } }));
        assert.equal(demo.requests().at(-1)?.query, 'updateHistory=true');
      });
    });
  }

  it('properties that are missing, bare or typed are read alike', async () => {
    const forms = [
      {},
      { issueIdOrKey: 'OPS-2' },
      { issueIdOrKey: 'work.item', issueIdOrKeyType: 'msg' },
      { issueIdOrKey: '"OPS-" & 2', issueIdOrKeyType: 'jsonata' },
    ];
    for (const form of forms) {
      const flow = await flowOf(demo.site('cloud'), { type: 'jira-issue-get', ...form });
      const { payload } = await flow.send({ payload: { key: 'OPS-2' }, work: { item: 'OPS-2' } });
      assert.equal((payload as { key: string }).key, 'OPS-2');
    }
  });
});
