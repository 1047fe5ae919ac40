import assert from 'node:assert/strict';
import { demoCredentials } from '../../demo/index';
import { personId } from '../../demo/seed/people';
import type { Deployment } from '../../nodes/client/http/request';
import { DEPLOYMENTS, demoJira } from '../support/demo';
import { flowOf, nodeRedInProcess } from '../support/nodes';

const ADD = { type: 'jira-comment-add', issueIdOrKey: 'OPS-1', textFormat: 'markdown' };
const idOf = (on: Deployment, name: string) => (on === 'cloud' ? personId('cloud', name) : name);

describe('people in a text', () => {
  nodeRedInProcess();
  const demo = demoJira();
  const warningsIn = (jira: unknown) => (jira as { warnings?: readonly string[] }).warnings;
  const lookups = () => demo.requests().filter(({ path }) => /\/user/.test(path));

  /** The text of the last comment that was sent: a document's nodes, or wiki markup. */
  function sent(): unknown {
    const request = demo.requests().at(-1)?.requestBody;
    const { body } = request as { body: string | { content: { content: unknown[] }[] } };
    return typeof body === 'string' ? body : body.content[0]?.content;
  }

  /** What a mention of Grace is in Jira. */
  const grace = (on: Deployment) =>
    on === 'cloud'
      ? [{ type: 'mention', attrs: { id: idOf(on, 'grace'), text: '@Grace Njoroge', accessLevel: '' } }]
      : '[~grace]';

  for (const deployment of DEPLOYMENTS) {
    for (const name of [
      idOf(deployment, 'grace'),
      `accountid:${idOf(deployment, 'grace')}`,
      'grace@example.com',
      'Grace Njoroge',
    ]) {
      it(`${deployment}: [~${name}] mentions that person`, async () => {
        const { error, jira } = await (await flowOf(demo.site(deployment), ADD)).send({ payload: `[~${name}]` });
        assert.equal(error, undefined, error?.message);
        assert.deepEqual(sent(), grace(deployment));
        assert.equal(warningsIn(jira), undefined);
      });
    }

    it(`${deployment}: work is described with people, too, when it is logged and when it is changed`, async () => {
      const worklog = { issueIdOrKey: 'OPS-7', textFormat: 'markdown' };
      const flow = await flowOf(
        demo.site(deployment),
        { type: 'jira-worklog-add', ...worklog },
        { type: 'jira-worklog-update', ...worklog, comment: 'With [~Grace Njoroge]' },
      );
      const { error } = await flow.send({ payload: { timeSpent: '1h', comment: '[~Grace Njoroge]' } });
      assert.equal(error, undefined, error?.message);
      const texts = demo
        .requests()
        .filter(({ method }) => method === 'POST' || method === 'PUT')
        .map(({ requestBody }) => JSON.stringify((requestBody as { comment: unknown }).comment));
      const mention = deployment === 'cloud' ? JSON.stringify(grace(deployment)).slice(1, -1) : grace(deployment);
      assert.deepEqual(
        texts.map((text) => text.includes(String(mention))),
        [true, true],
      );
    });

    it(`${deployment}: nobody is mentioned by a name that nobody has, or that two have; a warning says so`, async () => {
      const flow = await flowOf(demo.site(deployment), ADD);
      const { error, jira } = await flow.send({ payload: 'Ask [~Nobody Atall] and [~Kim Larsen]' });
      assert.equal(error, undefined, error?.message);
      const [warning = '', ...others] = warningsIn(jira) ?? [];
      assert.match(warning, /"Nobody Atall", "Kim Larsen"/);
      assert.deepEqual(others, []);
      const text = 'Ask [~Nobody Atall] and [~Kim Larsen]';
      if (deployment === 'cloud') assert.deepEqual(sent(), [{ type: 'text', text }]);
      else assert.equal(sent(), 'Ask \\[\\~Nobody Atall\\] and \\[\\~Kim Larsen\\]');
    });

    it(`${deployment}: people are looked up once, and not at all for a text that is to stay as it is`, async () => {
      const flow = await flowOf(demo.site(deployment), ADD);
      const payload = `[~Grace Njoroge] [~Grace Njoroge]`;
      await flow.send({ payload });
      const first = lookups().length;
      assert.ok(first > 0);
      await flow.send({ payload });
      assert.equal(lookups().length, first);
      demo.forget();
      const plain = await flowOf(demo.site(deployment), { ...ADD, textFormat: 'text' });
      await plain.send({ payload: '[~Ben Okafor]' });
      assert.deepEqual(lookups(), []);
    });
  }

  it('an account that may not look people up writes all the same', async () => {
    const { username, password } = demoCredentials.cloud.cara;
    const site = { siteUrl: demo.jira.cloudUrl, credentials: { username, password } };
    const { error, jira } = await (await flowOf(site, ADD)).send({ payload: 'Ask [~Grace Njoroge]' });
    assert.equal(error, undefined, error?.message);
    assert.match(warningsIn(jira)?.[0] ?? '', /Grace Njoroge/);
  });

  it('a text that mentions very many looks up only so many of them', async () => {
    const names = Array.from({ length: 80 }, (_, index) => `[~Person Number ${index}]`);
    const { error } = await (await flowOf(demo.site('cloud'), ADD)).send({ payload: names.join(' ') });
    assert.equal(error, undefined, error?.message);
    assert.equal(lookups().length, 50);
  });
});
