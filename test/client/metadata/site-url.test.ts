import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { JiraError } from '../../../nodes/client/errors/jira-error';
import { readSiteUrl } from '../../../nodes/client/metadata/site-url';

describe('The address of a site', () => {
  const GOOD: Record<string, string> = {
    'https://your-company.atlassian.net': 'https://your-company.atlassian.net',
    'https://your-company.atlassian.net/': 'https://your-company.atlassian.net',
    '  https://JIRA.example.com//\n': 'https://jira.example.com',
    'https://jira.example.com/jira/': 'https://jira.example.com/jira',
    'http://localhost:8080/jira': 'http://localhost:8080/jira',
    'https://jira.example.com:443': 'https://jira.example.com',
    'http://[::1]:8080': 'http://[::1]:8080',
  };
  for (const [typed, read] of Object.entries(GOOD))
    it(`is read from ${JSON.stringify(typed)}`, () => assert.equal(readSiteUrl(typed), read));

  for (const typed of [
    '',
    '  ',
    'jira.example.com',
    'ftp://jira.example.com',
    'https://',
    'javascript:alert(1)',
    'https://a b',
    'https://jira.example.com/?x=1',
    'https://jira.example.com/#x',
  ])
    it(`is not read from ${JSON.stringify(typed)}: the user is told`, () => {
      assert.throws(
        () => readSiteUrl(typed),
        (error) => error instanceof JiraError && error.code === 'JIRA_CONFIG',
      );
    });

  it('never shows a password that was typed into it', () =>
    fc.assert(
      fc.property(
        fc.constantFrom('https://', 'http://', 'ftp://', ''),
        fc.stringMatching(/^[\w/@:?#. -]{0,8}hunter2[\w/@:. -]{0,8}$/),
        (scheme, password) => {
          assert.throws(
            () => readSiteUrl(`${scheme}jo:${password}@jira.example.com`),
            (error) => error instanceof JiraError && !JSON.stringify([error.message, error.values]).includes('hunter2'),
          );
        },
      ),
    ));

  it('never shows a token that was typed into its query', () => {
    for (const typed of ['https://jira.example.com/?os_password=hunter2', 'https://jira.example.com/#hunter2'])
      assert.throws(
        () => readSiteUrl(typed),
        (error) => error instanceof JiraError && error.values.url === 'https://jira.example.com/',
      );
  });
});
