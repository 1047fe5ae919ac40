import assert from 'node:assert/strict';
import { demoCredentials } from '../../demo/index';
import type { Deployment } from '../../nodes/client/http/request';
import type { DemoForTests } from './demo';

/**
 * A call that a person makes to the demo Jira beside the nodes.
 * @returns the body, `undefined` for an empty one
 * @throws AssertionError unless it succeeds
 */
export async function callAs(
  person: keyof (typeof demoCredentials)['datacenter'],
  demo: DemoForTests,
  deployment: Deployment,
  method: string,
  place: string,
  body?: object,
): Promise<unknown> {
  const { username, password } = demoCredentials[deployment][person];
  const response = await fetch(`${demo.site(deployment).siteUrl}/rest/api/${deployment === 'cloud' ? 3 : 2}/${place}`, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
      'content-type': 'application/json',
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  assert.ok(response.ok, `${method} ${place}: ${response.status} ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}
