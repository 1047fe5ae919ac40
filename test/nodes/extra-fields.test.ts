import assert from 'node:assert/strict';
import { personId } from '../../demo/seed/people';
import type { Deployment } from '../../nodes/client/http/request';
import { entry, isRecord, type JsonRecord } from '../../nodes/client/json';
import { DEPLOYMENTS, demoJira } from '../support/demo';
import { flowOf, nodeRedInProcess, type Outcome } from '../support/nodes';

const CREATE = { type: 'jira-issue-create', extraFields: 'use' };
const ROW = { project: 'OPS', issueType: 'Bug', summary: 'A row' };
const ben = { cloud: { accountId: personId('cloud', 'ben') }, datacenter: { name: 'ben' } } as const;

/** Cells of a table, every one a text, and what Jira wants for each. */
const CELLS: readonly [
  column: string,
  cell: unknown,
  sent: (option: (name: string) => object, on: Deployment) => unknown,
][] = [
  ['Story Points', '5', () => 5],
  ['story points', '0.5', () => 0.5],
  ['Serial number', '00123', () => '00123'],
  ['Serial number', 4711, () => '4711'],
  ['duedate', '2026-12-24', () => '2026-12-24'],
  ['Due date', '24.12.2026', () => '2026-12-24'],
  ['Inspection date', '2026-12-24', () => '2026-12-24'],
  ['Impact', 'high', (option) => option('High')],
  ['Affected lines', 'Line 1, line 2', (option) => [option('Line 1'), option('Line 2')]],
  ['Affected lines', 'Line 1', (option) => [option('Line 1')]],
  ['Site contact', 'ben@example.com', (_option, on) => ben[on]],
  ['Reporter', 'ben@example.com', (_option, on) => ben[on]],
  ['Components', 'hydraulics', (option) => [option('Hydraulics')]],
];

describe('what a payload holds beyond the inputs', () => {
  nodeRedInProcess();
  const demo = demoJira();

  async function send(deployment: Deployment, payload: unknown, node: object = CREATE): Promise<Outcome> {
    return (await flowOf(demo.site(deployment), { ...CREATE, ...node })).send({ payload });
  }

  const sentFields = (method = 'POST'): JsonRecord => {
    const sent = demo.requests().filter((one) => one.method === method);
    const fields = entry(sent.at(-1)?.requestBody, 'fields');
    return isRecord(fields) ? fields : {};
  };
  const warnings = ({ jira }: Outcome) => (jira as { warnings?: string[] }).warnings ?? [];

  for (const deployment of DEPLOYMENTS) {
    const field = (name: string) =>
      demo.jira[deployment].fields.find((one) =>
        [one.id, one.name].some((known) => known.toLowerCase() === name.toLowerCase()),
      );

    describe(`on ${deployment}`, () => {
      for (const [column, cell, sent] of CELLS) {
        it(`the column ${column} with ${JSON.stringify(cell)} arrives`, async () => {
          const outcome = await send(deployment, { ...ROW, [column]: cell });
          assert.equal(outcome.error, undefined, outcome.error?.message);
          assert.deepEqual(warnings(outcome), []);
          const option = (name: string) => ({ id: optionId(deployment, column, name) });
          assert.deepEqual(sentFields()[field(column)?.id ?? column], sent(option, deployment));
        });
      }

      it('a cascading choice arrives from one cell', async () => {
        const outcome = await send(deployment, { ...ROW, Location: 'plant north -> Hall A' });
        assert.equal(outcome.error, undefined, outcome.error?.message);
        assert.deepEqual(Object.keys(sentFields()[field('Location')?.id ?? ''] as object), ['id', 'child']);
      });

      it('inputs are known in any case, by the names of their fields too', async () => {
        const payload = { Project: 'OPS', 'Issue Type': 'Bug', Summary: 'Capital', Labels: 'a, b', PRIORITY: 'High' };
        const outcome = await send(deployment, payload);
        assert.equal(outcome.error, undefined, outcome.error?.message);
        assert.deepEqual(warnings(outcome), []);
        assert.deepEqual(sentFields(), {
          project: { key: 'OPS' },
          issuetype: { name: 'Bug' },
          summary: 'Capital',
          labels: ['a', 'b'],
          priority: { name: 'High' },
        });
      });

      it('what the form has no field for is one warning that names each, and no value', async () => {
        const unknown = Object.fromEntries(
          Array.from({ length: 50 }, (_, index) => [`sensor-${index}`, 'secret-4711']),
        );
        const outcome = await send(deployment, { ...ROW, ...unknown });
        const [warning = '', ...others] = warnings(outcome);
        assert.deepEqual(others, []);
        for (const name of Object.keys(unknown)) assert.ok(warning.includes(`"${name}"`), name);
        assert.ok(!JSON.stringify(outcome.jira).includes('secret-4711'));
      });

      it('a request object, a buffer, a function and a computed entry are named and not sent', async () => {
        const req: Record<string, unknown> = { headers: { authorization: 'secret-4711' } };
        req.self = req;
        const odd = { ...ROW, req, blob: Buffer.alloc(2_000_000), res: () => 1, 'Story Points': 3 };
        Object.defineProperty(odd, 'computed', {
          enumerable: true,
          get: () => {
            throw new Error('no');
          },
        });
        const outcome = await send(deployment, odd);
        assert.equal(outcome.error, undefined, outcome.error?.message);
        assert.equal(sentFields()[field('Story Points')?.id ?? ''], 3);
        assert.match(warnings(outcome).join(), /: "req", "blob", "res", "computed"\./);
        assert.ok(!JSON.stringify(outcome.jira).includes('secret-4711'));
      });

      it('a payload that Jira returned gives none, and no warning', async () => {
        const flow = await flowOf(demo.site(deployment), {
          type: 'jira-issue-update',
          extraFields: 'use',
          summary: 'New',
        });
        const self = 'https://jira.example/rest/api/3/issue/1';
        const outcome = await flow.send({ payload: { self, key: 'OPS-7', id: '1', 'Story Points': 99 } });
        assert.equal(outcome.error, undefined, outcome.error?.message);
        assert.deepEqual(sentFields('PUT'), { summary: 'New' });
        assert.deepEqual(warnings(outcome), []);
      });

      it('an update takes the fields that its issue has, null among them', async () => {
        const update = { type: 'jira-issue-update' };
        const outcome = await send(
          deployment,
          { key: 'OPS-7', 'Story points': 8, Impact: null, Colour: 'red' },
          update,
        );
        assert.equal(outcome.error, undefined, outcome.error?.message);
        const [points, impact] = [field('Story Points')?.id ?? '', field('Impact')?.id ?? ''];
        assert.deepEqual(sentFields('PUT'), { [points]: 8, [impact]: null });
        assert.match(warnings(outcome).join(), /: "Colour"\.$/);
      });

      it('an empty cell is no value', async () => {
        const outcome = await send(deployment, { ...ROW, 'Story Points': '', Impact: null, Colour: '' });
        assert.deepEqual(warnings(outcome), []);
        assert.deepEqual(Object.keys(sentFields()).sort(), ['issuetype', 'project', 'summary']);
      });

      it('an input that the node has from elsewhere is not overridden, whatever the column is called', async () => {
        const node = { summary: 'topic', summaryType: 'msg', priority: 'absent', priorityType: 'msg' };
        const flow = await flowOf(demo.site(deployment), { ...CREATE, ...node });
        const outcome = await flow.send({
          topic: 'From the topic',
          payload: { ...ROW, Summary: 'No', Priority: 'High' },
        });
        assert.equal(outcome.error, undefined, outcome.error?.message);
        assert.deepEqual(sentFields(), {
          project: { key: 'OPS' },
          issuetype: { name: 'Bug' },
          summary: 'From the topic',
        });
      });

      it('what was taken is told in msg.jira.input', async () => {
        const { jira } = await send(deployment, { ...ROW, 'Story Points': '5', Colour: 'red' });
        assert.deepEqual(jira?.input, { ...ROW, extraFields: { 'Story Points': '5' } });
      });
    });
  }

  it('a node saved before there was the choice only warns, and asks Jira nothing more', async () => {
    const flow = await flowOf(demo.site('cloud'), { type: 'jira-issue-create' });
    const outcome = await flow.send({ payload: { ...ROW, 'Story Points': '5', Labels: 'a' } });
    assert.deepEqual(
      demo.requests().map(({ method }) => method),
      ['POST'],
    );
    assert.deepEqual(Object.keys(sentFields()).sort(), ['issuetype', 'project', 'summary']);
    assert.match(warnings(outcome).join(), /: "Story Points", "Labels"\./);
  });

  it('to be ignored means without a word', async () => {
    const outcome = await send('cloud', { ...ROW, 'Story Points': '5' }, { extraFields: 'ignore' });
    assert.deepEqual(warnings(outcome), []);
  });

  it('two messages of a kind ask for the form once', async () => {
    const flow = await flowOf(demo.site('cloud'), CREATE);
    for (const points of ['1', '2']) await flow.send({ payload: { ...ROW, 'Story Points': points } });
    assert.equal(demo.requests().filter(({ method }) => method === 'GET').length, 2);
  });

  it('what Jira refuses to describe is said by its answer to the creation', async () => {
    const outcome = await send('cloud', { ...ROW, project: 'NOPE', 'Story Points': '1' });
    assert.equal(outcome.error?.code, 'JIRA_INVALID');
  });

  function optionId(deployment: Deployment, column: string, name: string): string | undefined {
    const jira = demo.jira[deployment];
    if (column === 'Components')
      return jira.projects.find(({ key }) => key === 'OPS')?.components.find((one) => one.name === name)?.id;
    return (
      jira.fields.find((one) => one.name === column) as { options?: { id: string; value: string }[] } | undefined
    )?.options?.find(({ value }) => value === name)?.id;
  }
});
