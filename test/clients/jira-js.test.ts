import assert from 'node:assert/strict';
import { demoCredentials } from '../../demo/index';
import { foreignClientDemo } from './demo';

/** An import at the top would have to be of a CommonJS module, and its types are those of an ES module. */
async function signIn(host: string) {
  const { Version3Client } = await import('jira.js');
  const { username, password } = demoCredentials.cloud.ada;
  return new Version3Client({ host, authentication: { basic: { email: username, apiToken: password } } });
}

/**
 * jira.js is written by other people against real Cloud sites: where it and the demo Jira get along, the demo is not just our own idea
 * of Jira.
 */
describe('jira.js, a client of other people, on the demo Cloud', () => {
  const demo = foreignClientDemo();
  let jira: Awaited<ReturnType<typeof signIn>>;
  beforeEach(async () => {
    jira = await signIn(demo.jira.cloudUrl);
  });
  const create = (summary: string): Promise<{ id: string; key: string }> =>
    jira.issues.createIssue({
      fields: { project: { key: 'OPS' }, issuetype: { name: 'Task' }, summary },
    }) as Promise<{ id: string; key: string }>;

  it('knows who it is, and what the server is', async () => {
    assert.equal((await jira.myself.getCurrentUser()).displayName, 'Ada Lindqvist');
    assert.equal((await jira.serverInfo.getServerInfo()).deploymentType, 'Cloud');
  });

  it('creates an issue from a plain description, reads, changes and deletes it', async () => {
    const { key } = await create('Pump 4 overheats');
    // A text is made a document by jira.js itself.
    await jira.issues.editIssue({ issueIdOrKey: key, fields: { summary: 'Pump 4 runs hot', labels: ['hot'] } });
    const read = await jira.issues.getIssue({ issueIdOrKey: key, fields: ['summary', 'labels', 'description'] });
    assert.deepEqual([read.fields.summary, read.fields.labels], ['Pump 4 runs hot', ['hot']]);
    await jira.issues.deleteIssue({ issueIdOrKey: key });
    await assert.rejects(jira.issues.getIssue({ issueIdOrKey: key }), { status: 404 });
  });

  it('tells what Jira has against an issue, field by field', async () => {
    const wrong = jira.issues.createIssue({
      fields: { project: { key: 'OPS' }, issuetype: { name: 'Task' } } as never,
    });
    await assert.rejects(wrong, (error: { status?: number; response?: { errors?: object } }) => {
      assert.equal(error.status, 400);
      assert.match(JSON.stringify(error.response), /summary/);
      return true;
    });
  });

  it('searches page by page until there is no token', async () => {
    const keys: string[] = [];
    let pages = 0;
    for (let nextPageToken: string | null | undefined; ; ) {
      const page = await jira.issueSearch.searchForIssuesUsingJqlEnhancedSearchPost({
        jql: 'project = OPS ORDER BY key',
        fields: ['summary'],
        maxResults: 7,
        ...(nextPageToken ? { nextPageToken } : {}),
      });
      pages++;
      keys.push(...(page.issues ?? []).map((issue) => issue.key));
      nextPageToken = page.nextPageToken;
      if (!nextPageToken) break;
    }
    const { count } = await jira.issueSearch.countIssues({ jql: 'project = OPS' });
    assert.equal(keys.length, count);
    assert.equal(new Set(keys).size, keys.length);
    assert.ok(pages > 1);
  });

  it('searches by GET as well', async () => {
    const page = await jira.issueSearch.searchForIssuesUsingJqlEnhancedSearch({
      jql: 'project = OPS',
      fields: ['summary', 'status'],
      expand: 'names',
      maxResults: 2,
    });
    assert.equal(page.issues?.length, 2);
    assert.ok(page.nextPageToken);
  });

  it('adds, lists, changes and deletes comments', async () => {
    const { key } = await create('Talked about');
    const { issueComments } = jira;
    for (const comment of ['One', 'Two', 'Three']) await issueComments.addComment({ issueIdOrKey: key, comment });
    const first = await issueComments.getComments({ issueIdOrKey: key, startAt: 0, maxResults: 2, orderBy: 'created' });
    const second = await issueComments.getComments({
      issueIdOrKey: key,
      startAt: 2,
      maxResults: 2,
      orderBy: 'created',
    });
    assert.deepEqual([first.total, first.comments?.length, second.comments?.length], [3, 2, 1]);
    const id = second.comments?.[0]?.id ?? '';
    const changed = await issueComments.updateComment({ issueIdOrKey: key, id, body: 'Three, corrected' });
    assert.match(JSON.stringify(changed.body), /Three, corrected/);
    const byIds = await issueComments.getCommentsByIds({ ids: [Number(id)] });
    assert.equal(byIds.values?.[0]?.id, id);
    await issueComments.deleteComment({ issueIdOrKey: key, id });
    assert.equal((await issueComments.getComments({ issueIdOrKey: key })).total, 2);
  });

  it('moves an issue along its workflow', async () => {
    const { key } = await create('To be done');
    const { transitions = [] } = await jira.issues.getTransitions({ issueIdOrKey: key });
    const authentication = transitions.find((one) => one.to?.name === 'In Progress');
    assert.ok(authentication?.id);
    await jira.issues.doTransition({ issueIdOrKey: key, transition: { id: authentication.id } });
    const { fields } = await jira.issues.getIssue({ issueIdOrKey: key, fields: ['status'] });
    assert.equal(fields.status.name, 'In Progress');
  });

  it('links two issues the way round that Jira does, and removes the link', async () => {
    const [a, b] = [await create('Blocks'), await create('Is blocked')];
    await jira.issueLinks.linkIssues({
      type: { name: 'Blocks' },
      inwardIssue: { key: a.key },
      outwardIssue: { key: b.key },
    });
    const { fields } = await jira.issues.getIssue({ issueIdOrKey: a.key, fields: ['issuelinks'] });
    const [link] = fields.issuelinks;
    assert.equal(link?.outwardIssue?.key, b.key);
    const linkId = link?.id ?? '';
    assert.equal((await jira.issueLinks.getIssueLink({ linkId })).inwardIssue?.key, a.key);
    await jira.issueLinks.deleteIssueLink({ linkId });
    await assert.rejects(jira.issueLinks.getIssueLink({ linkId }), { status: 404 });
  });

  it('assigns by account id, and finds people, projects, fields and issue types', async () => {
    const { key } = await create('Somebody’s');
    const [ben] = await jira.userSearch.findUsers({ query: 'ben@example.com' });
    assert.ok(ben);
    await jira.issues.assignIssue({ issueIdOrKey: key, accountId: ben.accountId });
    const { fields } = await jira.issues.getIssue({ issueIdOrKey: key, fields: ['assignee'] });
    assert.equal(fields.assignee?.accountId, ben.accountId);
    const projects = await jira.projects.searchProjects({ query: 'OPS', orderBy: 'key' });
    assert.deepEqual(
      projects.values.map((project) => project.key),
      ['OPS'],
    );
    const project = await jira.projects.getProject({ projectIdOrKey: 'OPS' });
    const types = await jira.issueTypes.getIssueTypesForProject({ projectId: Number(project.id) });
    assert.ok(types.some((type) => type.name === 'Bug'));
    assert.ok((await jira.issueFields.getFields()).some((field) => field.name === 'Story Points'));
    assert.ok((await jira.users.getAllUsers({ maxResults: 5 })).length === 5);
  });
});
