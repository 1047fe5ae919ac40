import assert from 'node:assert/strict';
import JiraClient from 'jira-client';
import { demoCredentials } from '../../demo/index';
import { foreignClientDemo } from './demo';

/** jira-client is written by other people against Jira Server and Data Center; it speaks REST v2 with wiki markup. */
describe('jira-client, a client of other people, on the demo Data Center', () => {
  const demo = foreignClientDemo();
  const { ada } = demoCredentials.datacenter;
  const client = (authentication: object = { bearer: ada.token }): JiraClient => {
    const { protocol, hostname, port, pathname } = new URL(demo.jira.dataCenterUrl);
    return new JiraClient({
      protocol: protocol.slice(0, -1),
      host: hostname,
      port,
      base: pathname.slice(1),
      ...authentication,
    });
  };
  const create = async (summary: string): Promise<string> => {
    const { key } = await client().addNewIssue({
      fields: { project: { key: 'OPS' }, issuetype: { name: 'Task' }, summary, description: 'As *wiki*' },
    });
    return String(key);
  };

  it('signs in with a Personal Access Token, or with user name and password', async () => {
    assert.equal((await client().getCurrentUser()).name, 'ada');
    const withPassword = client({ username: ada.username, password: ada.password });
    assert.equal((await withPassword.getCurrentUser()).name, 'ada');
  });

  it('creates, reads, changes and deletes an issue', async () => {
    const key = await create('Pump 4 overheats');
    await client().updateIssue(key, { fields: { summary: 'Pump 4 runs hot' } });
    const { fields } = await client().findIssue(key);
    assert.deepEqual([fields.summary, fields.description], ['Pump 4 runs hot', 'As *wiki*']);
    await client().deleteIssue(key);
    await assert.rejects(client().findIssue(key), /does not exist/i);
  });

  it('searches page by page up to the total', async () => {
    const keys: string[] = [];
    for (let total = 1; keys.length < total; ) {
      const page = await client().searchJira('project = OPS ORDER BY key', {
        startAt: keys.length,
        maxResults: 7,
        fields: ['summary'],
      });
      total = page.total;
      keys.push(...page.issues.map((issue: { key: string }) => issue.key));
    }
    assert.ok(keys.length > 7);
    assert.equal(new Set(keys).size, keys.length);
  });

  it('adds, lists and changes comments', async () => {
    const key = await create('Talked about');
    const { id } = await client().addComment(key, 'One *bold* word');
    await client().addComment(key, 'Two');
    await client().updateComment(key, id, 'One, corrected');
    const { total, comments } = await client().getComments(key);
    assert.equal(total, 2);
    assert.equal(comments[0].body, 'One, corrected');
  });

  it('moves an issue along its workflow', async () => {
    const key = await create('To be done');
    const { transitions } = await client().listTransitions(key);
    const authentication = transitions.find((one: { to: { name: string } }) => one.to.name === 'In Progress');
    await client().transitionIssue(key, { transition: { id: authentication.id } });
    assert.equal((await client().findIssue(key)).fields.status.name, 'In Progress');
  });

  it('links two issues the way round that Jira does, and removes the link', async () => {
    const [a, b] = [await create('Blocks'), await create('Is blocked')];
    await client().issueLink({ type: { name: 'Blocks' }, inwardIssue: { key: a }, outwardIssue: { key: b } });
    const [link] = (await client().findIssue(a)).fields.issuelinks;
    assert.equal(link.outwardIssue.key, b);
    await client().deleteIssueLink(link.id);
    assert.deepEqual((await client().findIssue(a)).fields.issuelinks, []);
  });

  it('assigns by user name, and lists projects, fields, issue types and link types', async () => {
    const key = await create('Somebody’s');
    await client().updateAssignee(key, 'ben');
    assert.equal((await client().findIssue(key)).fields.assignee.name, 'ben');
    assert.ok((await client().listProjects()).some((project) => project.key === 'OPS'));
    assert.ok((await client().listFields()).some((field) => field.name === 'Story Points'));
    assert.ok((await client().listIssueTypes()).some((type: { name: string }) => type.name === 'Bug'));
    assert.ok((await client().listIssueLinkTypes()).issueLinkTypes.length > 0);
  });
});
