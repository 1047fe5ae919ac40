import assert from 'node:assert/strict';
import { handful, named } from '../../nodes/jira/names';
import { demoJira } from '../support/demo';
import { flowOf, nodeRedInProcess } from '../support/nodes';

const names = (found: readonly { name: string }[]) => found.map(({ name }) => name);
const find = (all: readonly string[], wanted: string) =>
  names(
    named(
      all.map((name) => ({ name })),
      wanted,
      ({ name }) => [name],
    ),
  );

describe('a thing named by a person', () => {
  it('is the one that is spelled exactly so, though another one differs by case alone', () => {
    assert.deepEqual(find(['Dependent', 'dependent'], 'dependent'), ['dependent']);
    assert.deepEqual(find(['Story points', 'Story Points'], 'Story Points'), ['Story Points']);
  });

  it('is found in any case, and whatever spaces stand around', () => {
    assert.deepEqual(find(['Task '], ' task'), ['Task ']);
    assert.deepEqual(find(['Dependent', 'dependent'], 'DEPENDENT'), ['Dependent', 'dependent']);
  });

  it('is told from others by a handful of candidates, however many there are', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => `Field ${index}`);
    assert.equal(handful(hundred), 'Field 0, Field 1, Field 2, Field 3, Field 4 … (+95)');
    assert.equal(handful(['one', 'two']), 'one, two');
  });
});

describe('fields that share a name', () => {
  nodeRedInProcess();
  const demo = demoJira();
  const points = (id: string, name: string, project?: string) => ({
    id,
    name,
    schema: { type: 'number' },
    ...(project !== undefined && { scope: { type: 'PROJECT', project: { id: project } } }),
  });

  async function create(fields: readonly object[], name: string) {
    demo.jira.fault({
      deployment: 'cloud',
      path: /\/field$/,
      times: 2,
      response: { status: 200, body: JSON.stringify(fields) },
    });
    demo.jira.fault({
      deployment: 'cloud',
      method: 'POST',
      path: /\/issue$/,
      times: 1,
      response: { status: 400, body: '{}' },
    });
    const flow = await flowOf(demo.site('cloud'), { type: 'jira-issue-create' });
    const payload = { project: 'OPS', issueType: 'Task', summary: 'Sized', fields: { [name]: 5 } };
    const { error } = await flow.send({ payload });
    const sent = demo.requests().find(({ method }) => method === 'POST')?.requestBody;
    return { error, sent: Object.keys(Object(Object(sent).fields)) };
  }

  it('are told apart by exact spelling', async () => {
    const { sent, error } = await create(
      [points('customfield_1', 'Story points'), points('customfield_2', 'Story Points')],
      'Story Points',
    );
    assert.ok(sent.includes('customfield_2'), error?.message);
  });

  it('mean the own field of the project in question', async () => {
    const both = [points('customfield_1', 'Size', '99999'), points('customfield_2', 'Size', '10010')];
    const { sent, error } = await create(both, 'Size');
    assert.ok(sent.includes('customfield_2'), error?.message);
  });

  it('are an error with a handful of them where nothing tells', async () => {
    const many = Array.from({ length: 100 }, (_, index) => points(`customfield_${index + 1}`, 'Size'));
    const { error, sent } = await create(many, 'Size');
    assert.equal(error?.code, 'JIRA_AMBIGUOUS');
    assert.ok((error?.message.length ?? 0) < 400, error?.message);
    assert.deepEqual(sent, []);
  });
});
