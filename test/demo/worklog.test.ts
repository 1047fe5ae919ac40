import assert from 'node:assert/strict';
import { type Ask, adf, demoSites } from './support';

const started = '2026-11-20T08:00:00.000+0000';
const HOUR = 3600;

describe('demo Jira: worklogs', () => {
  const sites = demoSites();
  const path = '/issue/OPS-8/worklog';

  for (const deployment of ['cloud', 'datacenter'] as const) {
    const cloud = deployment === 'cloud';
    const ask = (method: string, where: string, asked?: Ask) =>
      cloud ? sites.cloud(method, where, asked) : sites.dataCenter(method, where, asked);
    const log = (query = '', more = {}, as: Ask['as'] = 'ada') =>
      ask('POST', `${path}${query}`, { as, body: { timeSpent: '1h', started, ...more } });
    const left = async () =>
      (await ask('GET', '/issue/OPS-8?fields=timetracking')).json.fields.timetracking.remainingEstimateSeconds;

    describe(`on ${deployment}`, () => {
      it('take from what is left as they are told, never below nothing', async () => {
        assert.equal((await log('?adjustEstimate=new&newEstimate=5h')).status, 201);
        assert.equal(await left(), 5 * HOUR);
        const { id } = (await log()).json;
        assert.equal(await left(), 4 * HOUR);
        await log('?adjustEstimate=leave');
        assert.equal(await left(), 4 * HOUR);
        await log('?adjustEstimate=manual&reduceBy=90m');
        assert.equal(await left(), 2.5 * HOUR);
        assert.equal((await ask('PUT', `${path}/${id}`, { body: { timeSpent: '2h' } })).status, 200);
        assert.equal(await left(), 1.5 * HOUR);
        assert.equal((await ask('DELETE', `${path}/${id}?adjustEstimate=manual&increaseBy=1h`)).status, 204);
        assert.equal(await left(), 2.5 * HOUR);
        const last = (await log('', { timeSpent: '1d' })).json;
        assert.equal(await left(), 0);
        await ask('DELETE', `${path}/${last.id}`);
        assert.equal(await left(), 8 * HOUR);
      });

      it('refuse an adjustment that lacks its amount, that nobody knows, or that a change does not have', async () => {
        assert.deepEqual(Object.keys((await log('?adjustEstimate=new')).json.errors), ['newEstimate']);
        assert.deepEqual(Object.keys((await log('?adjustEstimate=manual&reduceBy=soon')).json.errors), [
          'adjustmentAmount',
        ]);
        assert.equal((await log('?adjustEstimate=perhaps')).status, 400);
        const { id } = (await log()).json;
        const manual = `${path}/${id}?adjustEstimate=manual&reduceBy=1h`;
        assert.equal((await ask('PUT', manual, { body: { timeSpent: '2h' } })).status, 400);
      });

      it('are only for those who may see them', async () => {
        const visibility = { type: 'role', value: 'Administrators' };
        const { id, visibility: shown } = (await log('', { visibility })).json;
        assert.equal(shown.value, 'Administrators');
        assert.equal((await ask('GET', `${path}/${id}`, { as: 'ben' })).status, 404);
        const ids = (await ask('GET', path, { as: 'ben' })).json.worklogs.map((one: { id: string }) => one.id);
        assert.equal(ids.includes(id), false);
        assert.equal((await ask('PUT', `${path}/${id}`, { body: { timeSpent: '2h' } })).json.visibility.type, 'role');
        assert.equal((await log('', { visibility: { type: 'role', value: 'Nobody' } })).status, 400);
      });

      it('need the permission, the format of Jira, at least a minute, and tracking of time', async () => {
        assert.equal((await log('', {}, 'cara')).status, cloud ? 400 : 403);
        assert.equal((await log('', { started: '2026-11-20T08:00:00Z' })).status, 400);
        assert.equal((await log('', { timeSpent: '30x' })).status, 400);
        assert.equal((await log('', { timeSpent: undefined, timeSpentSeconds: 59 })).status, 400);
        sites.jira[deployment].settings.timeTracking = false;
        assert.equal((await log()).status, 400);
        assert.equal((await ask('GET', path)).status, 404);
      });
    });
  }

  it('keep properties on Cloud, and show them to whoever asks for them', async () => {
    const properties = [{ key: 'k', value: { a: 1 } }];
    const body = { timeSpentSeconds: 60, started, comment: adf('x'), properties };
    const { id } = (await sites.cloud('POST', path, { body })).json;
    assert.equal('properties' in (await sites.cloud('GET', `${path}/${id}`)).json, false);
    assert.deepEqual((await sites.cloud('GET', `${path}/${id}?expand=properties`)).json.properties, properties);
    const both = { ...body, timeSpent: '1m' };
    assert.equal((await sites.cloud('POST', path, { body: both })).status, 400);
    assert.equal((await sites.cloud('POST', path, { body: { timeSpent: '1h' } })).status, 400);
  });

  it('lose them on Data Center without a word', async () => {
    const body = { timeSpent: '1h', properties: [{ key: 'k', value: 1 }] };
    const { id } = (await sites.dataCenter('POST', path, { body })).json;
    assert.equal('properties' in (await sites.dataCenter('GET', `${path}/${id}?expand=properties`)).json, false);
  });
});
