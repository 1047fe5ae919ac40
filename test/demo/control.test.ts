import assert from 'node:assert/strict';
import { type DemoJira, demoCredentials, startDemoJira } from '../../demo/index';
import { withoutProxies } from '../support/environment';
import { basic } from './support';

describe('demo Jira: its control endpoint', () => {
  withoutProxies();
  let jira: DemoJira;
  before(async () => {
    jira = await startDemoJira({ controlPort: 0 });
  });
  beforeEach(() => control({ reset: true }));
  after(() => jira.close());

  const json = { 'content-type': 'application/json' };

  async function control(wish: unknown, headers: Record<string, string> = json) {
    const response = await fetch(jira.controlUrl, { method: 'POST', headers, body: JSON.stringify(wish) });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  const { username, password } = demoCredentials.cloud.ada;
  const ask = (method: string, place: string, body?: object): Promise<Response> =>
    fetch(`${jira.cloudUrl}/rest/api/3${place}`, {
      method,
      headers: { ...json, authorization: basic(username, password) },
      ...(body && { body: JSON.stringify(body) }),
    });
  const summary = 'Found later';
  const create = () =>
    ask('POST', '/issue', { fields: { project: { key: 'OPS' }, issuetype: { name: 'Task' }, summary } });
  const codeOf = (call: Promise<unknown>): Promise<unknown> =>
    call.then(
      () => 'an answer',
      (error: { cause?: { code?: string } }) => error.cause?.code,
    );

  it('pulls the plug: nobody is at the port of Jira, until it is put in again', async () => {
    assert.deepEqual((await control({ plug: 'out' })).body.as, 'refused');
    assert.equal(await codeOf(ask('GET', '/myself')), 'ECONNREFUSED');
    assert.equal((await control({ plug: 'in' })).body.plug, 'in');
    assert.equal((await ask('GET', '/myself')).status, 200);
  });

  it('has other ways to be away, in which nothing is carried out, and one can follow another', async () => {
    const before = jira.cloud.issues.size;
    await control({ plug: 'out', as: '503' });
    assert.equal((await create()).status, 503);
    await control({ plug: 'out' });
    await control({ plug: 'out', as: 'reset' });
    assert.match(String(await codeOf(create())), /ECONNRESET|UND_ERR_SOCKET/);
    await control({ plug: 'in' });
    assert.equal(jira.cloud.issues.size, before);
    assert.equal((await create()).status, 201);
  });

  it('tears down what is under way when the plug is pulled', async () => {
    jira.fault({ response: 'hang' });
    const call = codeOf(ask('GET', '/myself'));
    while ((await control({})).body.faultsToCome !== 0) await new Promise((resolve) => setImmediate(resolve));
    await control({ plug: 'out' });
    assert.match(String(await call), /ECONNRESET|UND_ERR_SOCKET/);
  });

  it('loses the next responses of one operation, whose work is done', async () => {
    const before = jira.cloud.issues.size;
    assert.equal((await control({ lose: 2, of: 'POST /issue' })).body.faultsToCome, 2);
    const comment = '/issue/OPS-1/comment';
    const body = { type: 'doc', version: 1, content: [{ type: 'paragraph', content: [{ type: 'text', text: 'x' }] }] };
    assert.equal((await ask('POST', comment, { body })).status, 201, 'another operation');
    for (const _ of [1, 2]) await assert.rejects(create());
    assert.equal((await create()).status, 201);
    assert.equal(jira.cloud.issues.size, before + 3);
    await control({ lose: 1, of: 'POST /issue/{issueIdOrKey}/comment', deployment: 'datacenter' });
    assert.equal((await ask('POST', comment, { body })).status, 201, 'the other site');
    assert.equal((await control({ reset: true })).body.faultsToCome, 0);
  });

  it('makes searches lag behind, by seconds', async () => {
    const { body } = await control({ indexLag: 30, deployment: 'cloud' });
    assert.deepEqual(body.indexLag, { cloud: 30, datacenter: 0 });
    const { key } = (await (await create()).json()) as { key: string };
    const search = await ask('POST', '/search/jql', { jql: `key = ${key}` });
    assert.ok(search.status === 400 || ((await search.json()) as { issues: unknown[] }).issues.length === 0);
    await control({ indexLag: 0 });
  });

  for (const [wish, said] of [
    [{ plug: 'away' }, /"plug" is "in" or "out"/],
    [{ plug: 'out', as: 'fire' }, /"as" is one of refused, reset, 503/],
    [{ lose: -1 }, /"lose" is a number/],
    [{ lose: 1, of: '/issue' }, /"of" is an operation/],
    [{ deployment: 'server' }, /"deployment" is/],
    [{ unplug: true }, /Nobody knows "unplug"/],
    [[], /must be a JSON object/],
  ] as const) {
    it(`says what is wrong with ${JSON.stringify(wish)}, and changes nothing`, async () => {
      const { status, body } = await control(wish);
      assert.equal(status, 400);
      assert.match(String(body.error), said);
      assert.equal((await ask('GET', '/myself')).status, 200);
    });
  }

  it('listens to no page of a browser, and tells how things are to anybody', async () => {
    assert.equal((await control({ plug: 'out' }, { 'content-type': 'text/plain' })).status, 400);
    const state: unknown = await (await fetch(jira.controlUrl)).json();
    assert.deepEqual(state, { plug: 'in', faultsToCome: 0, indexLag: { cloud: 0, datacenter: 0 } });
  });
});
