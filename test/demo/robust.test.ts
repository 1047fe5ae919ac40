import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Deployment } from '../../demo/model';
import { routes } from '../../demo/routes';
import { runs } from '../support/property-tests';
import { adf, demoSites } from './support';

const words = ['OPS', 'OPS-7', '10207', '10010', '10500', 'ada', '', 'x y', '%', '-1', 'summary', 'Done', '31'];
const names = ['fields', 'update', 'transition', 'id', 'key', 'name', 'value', 'body', 'visibility', 'type', 'comment'];
const parameters = [
  'startAt',
  'maxResults',
  'fields',
  'expand',
  'jql',
  'query',
  'username',
  'accountId',
  'orderBy',
  'id',
];

const leaf = fc.oneof(fc.constantFrom(...words), fc.integer(), fc.boolean(), fc.constant(null), fc.constant(adf('x')));
const key = fc.oneof(
  fc.constantFrom(...names),
  fc.constantFrom('summary', 'labels', 'assignee', 'project', 'issuetype', 'parent', 'customfield_10031', 'ids', 'jql'),
  fc.constantFrom('__proto__', 'constructor', 'toString'),
);
const { json } = fc.letrec((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(key, tie('json'), { maxKeys: 4 }),
  ),
}));

/** It takes no body, and would not look at one. */
const WITHOUT_BODY = '/issue/{issueIdOrKey}/votes';

describe('demo Jira: whatever it is sent', () => {
  const sites = demoSites();

  it('responds to every operation as Jira does, whatever it is sent', async () => {
    const call = fc.record({
      deployment: fc.constantFrom<Deployment>('cloud', 'datacenter'),
      route: fc.constantFrom(...routes.filter(({ path }) => !path.startsWith(':'))),
      part: fc.constantFrom(...words.filter((word) => word !== '')),
      query: fc.dictionary(fc.constantFrom(...parameters), fc.constantFrom(...words), { maxKeys: 3 }),
      body: json,
      as: fc.constantFrom('ada', 'cara', 'nobody'),
    });
    await fc.assert(
      fc.asyncProperty(call, async ({ deployment, route, part, query, body, as }) => {
        const path = route.path.replace(/\{\w+\}/g, encodeURIComponent(part));
        const address = `${path}?${new URLSearchParams(query)}`;
        const hasBody = ['POST', 'PUT'].includes(route.method) && route.path !== WITHOUT_BODY;
        const ask = { as, ...(hasBody && { body }) } as const;
        const { status, text } =
          deployment === 'cloud'
            ? await sites.cloud(route.method, address, ask)
            : await sites.dataCenter(route.method, address, ask);
        // The one 500 that Data Center itself gives: a transition that the issue does not have.
        const expected = status === 500 && /Transition id '-?\d+' is not valid/.test(text);
        assert.ok(status < 500 || expected, `${status} ${text}`);
      }),
      { numRuns: runs(600) },
    );
  });
});
