import assert from 'node:assert/strict';
import { demoCredentials, type Exchange } from '../../demo/index';
import { DEPLOYMENTS, demoJira } from '../support/demo';
import { flowOf, nodeRedInProcess, type Outcome } from '../support/nodes';

const GET = { type: 'jira-issue-get' };
const CREATE = { type: 'jira-issue-create', project: 'OPS', issueType: 'Task', summary: 'Once only' };

function assertFails(outcome: Outcome, code: string, message: RegExp): NonNullable<Outcome['error']> {
  assert.ok(outcome.error, `no error, but ${JSON.stringify(outcome.payload)?.slice(0, 200)}`);
  assert.equal(outcome.error.code, code, outcome.error.message);
  assert.match(outcome.error.message, message);
  return outcome.error;
}

describe('what a user reads when something is wrong', () => {
  nodeRedInProcess();
  const demo = demoJira();

  describe('with the site', () => {
    const cases: readonly [title: string, properties: Record<string, unknown>, message: RegExp][] = [
      ['no address', { siteUrl: '' }, /has no address\. Open the Jira site/],
      ['an address that is none', { siteUrl: 'jira' }, /"jira" is not the address of a Jira site/],
      ['another scheme', { siteUrl: 'ftp://jira.example.com' }, /not the address/],
      [
        'a password in the address',
        { siteUrl: 'https://ada:geheim@jira.example.com' },
        /holds a user name or a password/,
      ],
      [
        'a number that is none',
        { timeout: 'soon' },
        /"Time limit \(ms\)" must be a whole number of at least 1, but is "soon"/,
      ],
      ['an unknown deployment', { deployment: 'moon' }, /"Kind of Jira" can't be "moon"/],
      ['an unknown authentication', { authType: 'magic' }, /"Sign in with" can't be "magic"/],
      ['a TLS configuration that is gone', { tls: 'gone' }, /TLS configuration chosen for the site is missing/],
      ['a proxy that is gone', { proxy: 'gone' }, /proxy chosen for the site is missing/],
    ];
    for (const [title, properties, message] of cases) {
      it(`${title} is JIRA_CONFIG, before any call`, async () => {
        const flow = await flowOf(demo.site('cloud', properties), GET);
        assertFails(await flow.send({ payload: 'OPS-1' }), 'JIRA_CONFIG', message);
        assert.equal(demo.exchanges.length, 0);
      });
    }

    it('no site at all is JIRA_CONFIG', async () => {
      const flow = await flowOf(undefined, GET);
      assertFails(
        await flow.send({ payload: 'OPS-1' }),
        'JIRA_CONFIG',
        /No Jira site is chosen, or the chosen one is disabled/,
      );
    });

    it('a missing credential is named as the dialog names it, though a node has an input of that name', async () => {
      const flow = await flowOf({ ...demo.site('cloud', { basicSecret: 'apiToken' }), credentials: {} }, GET);
      assertFails(await flow.send({ payload: 'OPS-1' }), 'JIRA_CONFIG', /"E-mail" is empty/);
    });

    for (const [title, properties, label] of [
      ['stored with the site', { basicSecret: 'apiToken' }, 'API token'],
      ['stored with the site, whatever else it says', { basicSecret: 'password', deployment: 'cloud' }, 'Password'],
      ['guessed by the kind of Jira', { deployment: 'cloud' }, 'API token'],
      ['guessed by the kind of Jira', { deployment: 'datacenter' }, 'Password'],
      ['guessed by the host', {}, 'Password'],
    ] as const) {
      it(`a missing secret is called "${label}" where that is ${title}`, async () => {
        const site = { ...demo.site('cloud', properties), credentials: { username: 'ada@example.com' } };
        const outcome = await (await flowOf(site, GET)).send({ payload: 'OPS-1' });
        assertFails(outcome, 'JIRA_CONFIG', new RegExp(`"${label}" is empty`));
      });
    }

    it('an address that is no Jira is JIRA_CONFIG, not "not found"', async () => {
      const site = { ...demo.site('cloud'), siteUrl: new URL('/elsewhere', demo.jira.cloudUrl).href };
      assertFails(
        await (await flowOf(site, GET)).send({ payload: 'OPS-1' }),
        'JIRA_CONFIG',
        /does not answer as a Jira/,
      );
    });
  });

  describe('with the input', () => {
    const cases: readonly [title: string, payload: unknown, message: RegExp][] = [
      ['nothing', undefined, /"Issue" \(issueIdOrKey\) is missing\. Set it in the node, or send it in msg\.payload/],
      ['null', null, /is missing/],
      ['an empty text', '', /is missing/],
      ['an empty object', {}, /is missing/],
      ['an array', [{ key: 'OPS-1' }], /msg\.payload is an array.*Split/],
      ['a flag as key', { key: true }, /must be a text, not this boolean/],
      ['an object as key', { key: { id: 1 } }, /must be a text, not this object/],
      ['the way up', '..', /can't be an id or a key/],
      ['half a character', 'OPS-\ud800', /can't be an id or a key/],
      ['blanks', '   ', /can't be an id or a key/],
    ];
    for (const [title, payload, message] of cases) {
      it(`${title} is JIRA_INPUT, before the issue is asked for`, async () => {
        const flow = await flowOf(demo.site('cloud'), GET);
        const error = assertFails(await flow.send({ payload }), 'JIRA_INPUT', message);
        assert.equal(error.cause.outcome, 'not-done');
        assert.deepEqual(demo.requests(), []);
      });
    }

    for (const key of [
      '../../myself?x#y',
      'OPS-1/comment',
      '%2e%2e/myself',
      'OPS-1?fields=*all',
      '\u0000',
      '🙂',
      'x'.repeat(3_000),
    ]) {
      it(`one path segment stays one: ${key.slice(0, 20)}`, async () => {
        const flow = await flowOf(demo.site('cloud'), GET);
        assertFails(await flow.send({ payload: key }), 'JIRA_NOT_FOUND', /no such thing/);
        const [asked] = demo.requests();
        assert.match(asked?.path ?? '', /^\/rest\/api\/3\/issue\/[^/?#]+$/);
      });
    }

    it('inherited properties are no inputs', async () => {
      const flow = await flowOf(demo.site('cloud'), GET);
      assertFails(await flow.send({ payload: Object.create({ key: 'OPS-1' }) }), 'JIRA_INPUT', /is missing/);
    });

    it('a deleting node takes no bare text', async () => {
      const flow = await flowOf(demo.site('cloud'), { type: 'jira-issue-delete' });
      assertFails(await flow.send({ payload: 'OPS-1' }), 'JIRA_INPUT', /is missing/);
      assert.deepEqual(demo.requests(), []);
    });

    it('a number is a bare key only where nothing is changed', async () => {
      const flow = await flowOf(demo.site('cloud'), { type: 'jira-issue-update', summary: 'x' });
      assertFails(await flow.send({ payload: 10_001 }), 'JIRA_INPUT', /is missing/);
    });

    it('a property that cannot be evaluated says why', async () => {
      const flow = await flowOf(demo.site('cloud'), { ...GET, issueIdOrKey: '{', issueIdOrKeyType: 'jsonata' });
      assertFails(await flow.send({ payload: 'OPS-1' }), 'JIRA_INPUT', /"Issue" \(issueIdOrKey\) can't be read: /);
    });

    it('an option that a flow written by hand has wrong is named', async () => {
      const flow = await flowOf(demo.site('cloud'), { ...CREATE, textFormat: 'html' });
      assertFails(
        await flow.send({ payload: '' }),
        'JIRA_INPUT',
        /"textFormat" can't be "html"; it is one of text, markdown, native/,
      );
    });

    it('what Data Center lacks is JIRA_UNSUPPORTED there, not silently left out', async () => {
      const flow = await flowOf(demo.site('datacenter'), { ...GET, fieldsByKeys: 'true' });
      assertFails(await flow.send({ payload: 'OPS-1' }), 'JIRA_UNSUPPORTED', /Data Center has no/);
    });

    it('text over the limit of Cloud is JIRA_TOO_LARGE, before any change', async () => {
      const flow = await flowOf(demo.site('cloud'), CREATE);
      const outcome = await flow.send({ payload: { description: 'x'.repeat(70_000) } });
      assertFails(outcome, 'JIRA_TOO_LARGE', /70000 characters; Jira stores 32767 at most/);
      assert.deepEqual(demo.requests(), []);
    });
  });

  describe('with names', () => {
    it('a field name that two fields have lists both ids', async () => {
      const flow = await flowOf(demo.site('cloud'), CREATE);
      assertFails(
        await flow.send({ payload: { fields: { Team: 'x' } } }),
        'JIRA_AMBIGUOUS',
        /Team \(customfield_\d+\), Team \(customfield_\d+\)/,
      );
    });

    it('a field name that no field has is JIRA_INPUT', async () => {
      const flow = await flowOf(demo.site('datacenter'), CREATE);
      assertFails(await flow.send({ payload: { fields: { Colour: 'x' } } }), 'JIRA_INPUT', /no field called "Colour"/);
    });

    it('a field given by name and by id is refused', async () => {
      const flow = await flowOf(demo.site('cloud'), CREATE);
      const fields = { 'Story Points': 1, customfield_10016: 2 };
      assertFails(await flow.send({ payload: { fields } }), 'JIRA_INPUT', /given twice/);
    });

    it('a transition that is not possible lists those that are', async () => {
      const flow = await flowOf(demo.site('cloud'), { type: 'jira-issue-transition', transition: 'Fly' });
      assertFails(
        await flow.send({ payload: 'OPS-2' }),
        'JIRA_INPUT',
        /can't be moved to "Fly" from where it is; possible is: .+ → .+ \(\d+\)/,
      );
    });

    it('a person who is two is JIRA_AMBIGUOUS with both', async () => {
      const flow = await flowOf(demo.site('cloud'), CREATE);
      assertFails(
        await flow.send({ payload: { assignee: 'Kim Larsen' } }),
        'JIRA_AMBIGUOUS',
        /Kim Larsen \(\d+:.+\), Kim Larsen \(/,
      );
    });

    it('a person who is nobody is JIRA_INPUT', async () => {
      const flow = await flowOf(demo.site('cloud'), CREATE);
      assertFails(
        await flow.send({ payload: { assignee: 'nobody@example.com' } }),
        'JIRA_INPUT',
        /Nobody called "nobody@example\.com"/,
      );
    });
  });

  describe('with what Jira answers', () => {
    for (const deployment of DEPLOYMENTS) {
      it(`${deployment}: Jira's own words come field by field, with the names of fields`, async () => {
        const flow = await flowOf(demo.site(deployment), CREATE);
        const outcome = await flow.send({ payload: { fields: { 'Story Points': 'many' } } });
        const error = assertFails(
          outcome,
          'JIRA_INVALID',
          /Jira rejected the request \(400\)\. Story Points \(customfield_10016\): .+/,
        );
        assert.deepEqual(Object.keys(error.cause.errors as object), ['customfield_10016']);
        assert.equal(outcome.statusCode, 400);
      });

      it(`${deployment}: an issue that is not there is JIRA_NOT_FOUND, and the message says of which call`, async () => {
        const flow = await flowOf(demo.site(deployment), GET);
        const outcome = await flow.send({ payload: 'OPS-99999', topic: 'kept' });
        const { cause } = assertFails(outcome, 'JIRA_NOT_FOUND', /Issue does not exist|Issue Does Not Exist/i);
        assert.equal(outcome.payload, 'OPS-99999');
        assert.equal(outcome.topic, 'kept');
        assert.equal(cause.operation, 'issue-get');
        assert.equal(cause.method, 'GET');
        assert.match(String(cause.path), /\/issue\/OPS-99999$/);
        assert.equal(cause.statusCode, 404);
        assert.match(
          String(cause),
          /^issue-get GET \/\S+\/issue\/OPS-99999 404$/,
          'what the debug sidebar makes of it',
        );
        assert.deepEqual(Object.keys(cause).includes('toString'), false);
        assert.equal(outcome.jira?.deployment, deployment);
        assert.deepEqual(outcome.jira?.input, { issueIdOrKey: 'OPS-99999' });
      });

      it(`${deployment}: refused credentials are JIRA_AUTH, also where Jira answers "not found" or an empty list`, async () => {
        const site = {
          ...demo.site(deployment),
          credentials: { username: 'ada@example.com', password: 'old', token: 'old' },
        };
        for (const node of [GET, { type: 'jira-issue-search', jql: 'project = OPS' }]) {
          const flow = await flowOf({ ...site, properties: { ...site.properties, deployment } }, node);
          assertFails(
            await flow.send({ payload: 'OPS-1' }),
            'JIRA_AUTH',
            /refused the credentials.*expired, or been replaced/,
          );
        }
      });
    }

    it('a project without an id does not become the list of no project: its issue types are not asked for', async () => {
      const flow = await flowOf(demo.site('cloud'), { type: 'jira-issue-type-list-for-project' });
      demo.jira.fault({ path: /\/project\/OPS/, response: { status: 200, body: { key: 'OPS' } } });
      assertFails(await flow.send({ payload: 'OPS' }), 'JIRA_RESPONSE', /not one of Jira's/);
      assert.deepEqual(
        demo.requests().filter(({ path }) => path.includes('issuetype')),
        [],
      );
    });

    it('a login page in place of Jira is summarised, never pasted', async () => {
      const body =
        '<!doctype html><html><head><title>Log in</title></head><body><script>alert(1)</script></body></html>';
      demo.jira.fault({ path: /issue/, response: { status: 200, headers: { 'content-type': 'text/html' }, body } });
      const flow = await flowOf(demo.site('cloud'), GET);
      const error = assertFails(await flow.send({ payload: 'OPS-1' }), 'JIRA_RESPONSE', /not one of Jira's/);
      assert.doesNotMatch(JSON.stringify(error), /script|doctype/);
    });

    it('an issue created but not moved is a result with a warning', async () => {
      const flow = await flowOf(demo.site('cloud'), { ...CREATE, transition: '99999' });
      const outcome = await flow.send({ payload: '' });
      assert.equal(outcome.error, undefined);
      assert.match(JSON.stringify(outcome.jira?.warnings), /^\["OPS-\d+ was created, but Jira could not move it: ./);
    });
  });

  describe('with a write whose response is lost', () => {
    const sent = (): readonly Exchange[] => demo.requests().filter(({ method }) => method === 'POST');
    for (const accident of ['after', 'cut', 'reset'] as const) {
      it(`"${accident}" is JIRA_OUTCOME_UNKNOWN, and nothing is sent twice`, async () => {
        demo.jira.fault({ method: 'POST', path: /\/issue$/, response: accident, times: 5 });
        const before = demo.jira.cloud.issues.size;
        const flow = await flowOf(demo.site('cloud'), CREATE);
        const error = assertFails(
          await flow.send({ payload: '' }),
          'JIRA_OUTCOME_UNKNOWN',
          /may or may not have been made.*look in Jira/,
        );
        assert.equal(error.cause.outcome, 'unknown');
        assert.equal(error.cause.attempts, 1);
        assert.ok(sent().length <= 1);
        assert.equal(demo.jira.cloud.issues.size - before, accident === 'reset' ? 0 : 1);
      });
    }

    it('a server error is in doubt too', async () => {
      demo.jira.fault({ method: 'POST', path: /\/issue$/, response: { status: 502, body: 'Bad gateway' }, times: 5 });
      const flow = await flowOf(demo.site('cloud'), CREATE);
      assertFails(await flow.send({ payload: '' }), 'JIRA_OUTCOME_UNKNOWN', /\(502\)/);
      assert.equal(sent().length, 1);
    });
  });

  it('no secret is in anything that a flow gets to see', async () => {
    const { username, password } = demoCredentials.cloud.ada;
    const basic = Buffer.from(`${username}:${password}`).toString('base64');
    for (const payload of ['OPS-1', 'OPS-99999', '..']) {
      const flow = await flowOf(demo.site('cloud'), GET);
      const seen = JSON.stringify(await flow.send({ payload }));
      for (const secret of [password, basic, 'Authorization']) assert.ok(!seen.includes(secret), secret);
    }
  });

  it('an error carries neither a stack nor the name of a class', async () => {
    const flow = await flowOf(demo.site('cloud'), GET);
    const { error } = await flow.send({ payload: {} });
    assert.ok(error && !('stack' in error));
    assert.doesNotMatch(error.message, /JiraError|Error:/);
  });
});
