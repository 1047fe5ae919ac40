import assert from 'node:assert/strict';
import { personId } from '../../demo/seed/people';
import type { Deployment } from '../../nodes/client/http/request';
import { DEPLOYMENTS, demoJira } from '../support/demo';
import { flowOf, nodeRedInProcess, type Outcome } from '../support/nodes';

const CREATE = { type: 'jira-issue-create', project: 'OPS', issueType: 'Bug', summary: 'Values' };
const ben = { cloud: { accountId: personId('cloud', 'ben') }, datacenter: { name: 'ben' } } as const;

/** Plain values as a flow has them, and what Jira wants for each. */
const VALUES: readonly [field: string, plain: unknown, sent: (on: Deployment) => unknown][] = [
  ['Impact', 'High', () => ({ value: 'High' })],
  ['Impact', { value: 'High' }, () => ({ value: 'High' })],
  ['Impact', null, () => null],
  ['Affected lines', ['Line 1', 'Line 2'], () => [{ value: 'Line 1' }, { value: 'Line 2' }]],
  ['Affected lines', 'Line 1', () => [{ value: 'Line 1' }]],
  ['Affected lines', [{ value: 'Line 2' }], () => [{ value: 'Line 2' }]],
  ['Site contact', 'ben@example.com', (on) => ben[on]],
  ['Site contact', { accountId: personId('cloud', 'ben'), name: 'ben' }, (on) => ben[on]],
  ['Serial number', 4711, () => '4711'],
  ['Story Points', '5', () => 5],
  ['Story Points', 0, () => 0],
  ['Inspection date', '2026-12-24T08:00:00.000Z', () => '2026-12-24'],
  ['Inspection date', new Date('2026-12-24T08:00:00.000Z'), () => '2026-12-24'],
  ['Inspection date', Date.parse('2026-12-24T08:00:00.000Z'), () => '2026-12-24'],
  ['components', 'Hydraulics', () => [{ name: 'Hydraulics' }]],
  ['labels', 'a, b', () => ['a', 'b']],
  ['priority', 'High', () => ({ name: 'High' })],
  ['reporter', 'me', (on) => (on === 'cloud' ? { accountId: personId('cloud', 'ada') } : { name: 'ada' })],
  ['duedate', '2026-12-24', () => '2026-12-24'],
];

describe('plain values of fields', () => {
  nodeRedInProcess();
  const demo = demoJira();

  const idOf = (name: string, deployment: Deployment): string =>
    demo.jira[deployment].fields.find((field) => field.name === name)?.id ?? name;

  async function create(deployment: Deployment, fields: object, node: object = CREATE): Promise<Outcome> {
    return (await flowOf(demo.site(deployment), { ...node })).send({ payload: { fields } });
  }

  for (const deployment of DEPLOYMENTS) {
    for (const [field, plain, sent] of VALUES) {
      it(`${deployment}: ${field} takes ${JSON.stringify(plain)}`, async () => {
        const { error } = await create(deployment, { [field]: plain });
        const body = demo.requests().at(-1)?.requestBody as { fields: Record<string, unknown> };
        assert.deepEqual(body.fields[idOf(field, deployment)], sent(deployment));
        assert.equal(error, undefined, error?.message);
      });
    }

    it(`${deployment}: a cascading select takes its two choices`, async () => {
      const options = demo.jira[deployment].fields.find(({ name }) => name === 'Location');
      assert.ok(options);
      const [upper, lower] = ['Plant North', 'Hall 1'];
      await create(deployment, { Location: [upper, lower] });
      const body = demo.requests().find(({ method }) => method === 'POST')?.requestBody as { fields: object };
      assert.deepEqual(Reflect.get(body.fields, options.id), { value: upper, child: { value: lower } });
    });

    it(`${deployment}: a value that Jira refuses comes back with those that it takes`, async () => {
      const { error } = await create(deployment, { Impact: 'Enormous' });
      assert.equal(error?.code, 'JIRA_INVALID');
      assert.match(error.message, /Impact \(customfield_\d+\): .+ Possible values: Low, Medium, High\./);
    });

    it(`${deployment}: an issue type that the project lacks comes back with those that it has`, async () => {
      const { error } = await create(deployment, {}, { ...CREATE, issueType: 'Dragon' });
      assert.equal(error?.code, 'JIRA_INVALID');
      assert.match(error.message, /issuetype: .+ Possible values: .*Bug/);
    });

    it(`${deployment}: an update says the same, from the edit screen`, async () => {
      const flow = await flowOf(demo.site(deployment), { type: 'jira-issue-update' });
      const { error } = await flow.send({ payload: { key: 'OPS-7', fields: { Impact: 'Enormous' } } });
      assert.match(error?.message ?? '', /Impact \(customfield_\d+\): .+ Possible values: Low, Medium, High\./);
    });

    it(`${deployment}: operations of an update are shaped item by item`, async () => {
      const flow = await flowOf(demo.site(deployment), { type: 'jira-issue-update', textFormat: 'markdown' });
      const update = {
        labels: [{ add: 'hot' }],
        'Affected lines': [{ set: ['Line 1'] }],
        description: [{ set: 'Now **hot**' }],
        comment: [{ add: { body: 'With _this_' } }],
      };
      const { error } = await flow.send({ payload: { key: 'OPS-7', update } });
      assert.equal(error, undefined, error?.message);
      const sent = demo.requests().at(-1)?.requestBody as { update: Record<string, unknown[]> };
      assert.deepEqual(sent.update.labels, [{ add: 'hot' }]);
      assert.deepEqual(sent.update[idOf('Affected lines', deployment)], [{ set: [{ value: 'Line 1' }] }]);
      const [{ add }] = sent.update.comment as [{ add: { body: unknown } }];
      if (deployment === 'datacenter') assert.equal(add.body, 'With _this_');
      else assert.equal((add.body as { type: string }).type, 'doc');
    });

    it(`${deployment}: an update that adds a comment is not repeated when its response is lost`, async () => {
      demo.jira.fault({ method: 'PUT', response: 'after', times: 5 });
      const flow = await flowOf(demo.site(deployment), { type: 'jira-issue-update' });
      const { error } = await flow.send({
        payload: { key: 'OPS-7', update: { comment: [{ add: { body: 'once' } }] } },
      });
      assert.equal(error?.code, 'JIRA_OUTCOME_UNKNOWN');
      assert.equal(demo.requests().filter(({ method }) => method === 'PUT').length, 1);
    });
  }
});
