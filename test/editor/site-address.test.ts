import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { readSiteUrl } from '../../nodes/client/metadata/site-url';
import { repairedAddress } from '../../nodes/editor/site-address';

const CLOUD = 'https://acme.atlassian.net';
const SERVER = 'https://jira.example.com';

describe('a pasted address', () => {
  for (const [pasted, address] of [
    ['acme.atlassian.net', CLOUD],
    [' https://acme.atlassian.net/ ', CLOUD],
    ['http://acme.atlassian.net', CLOUD],
    ['https://acme.atlassian.net/browse/OPS-1', CLOUD],
    ['https://acme.atlassian.net/jira/software/projects/OPS/boards/1?selectedIssue=OPS-2', CLOUD],
    ['https://acme.atlassian.net/wiki/spaces/OPS', CLOUD],
    ['https://acme.atlassian.net/?atlOrigin=abc#top', CLOUD],
    ['jira.example.com/browse/OPS-1', SERVER],
    [`${SERVER}/browse/OPS-1?focusedCommentId=1#comment-1`, SERVER],
    [`${SERVER}/projects/OPS/issues/OPS-1`, SERVER],
    [`${SERVER}/issues/?jql=project%20%3D%20OPS`, SERVER],
    [`${SERVER}/secure/RapidBoard.jspa?rapidView=1`, SERVER],
    [`${SERVER}/login.jsp?os_destination=%2Fbrowse%2FOPS-1`, SERVER],
    [`${SERVER}/rest/api/2/serverInfo`, SERVER],
    [`${SERVER}/jira/your-work`, SERVER],
    [`${SERVER}/jira/browse/OPS-1`, `${SERVER}/jira`],
    [`${SERVER}/jira/projects/OPS`, `${SERVER}/jira`],
    [`${SERVER}/issues/browse/OPS-1`, `${SERVER}/issues`],
    ['jira.example.com:8443/jira', 'https://jira.example.com:8443/jira'],
    ['http://jira.example.com:8080/secure/Dashboard.jspa', 'http://jira.example.com:8080'],
    ['localhost:8080/browse/OPS-1', 'http://localhost:8080'],
    ['127.0.0.1:8089/cloud', 'http://127.0.0.1:8089/cloud'],
    ['[::1]:8080', 'http://[::1]:8080'],
    ['http://jira/browse/OPS-1', 'http://jira'],
  ] as const) {
    it(`${pasted} becomes ${address}`, () => {
      assert.equal(repairedAddress(pasted), address);
      assert.equal(readSiteUrl(address), address, 'the nodes take it');
    });
  }

  for (const kept of [
    '',
    CLOUD,
    `${SERVER}/jira`,
    `${SERVER}/issues`,
    `\${JIRA_URL}`,
    '$(JIRA_URL)',
    'jira',
    'https://jira',
    'not an address',
    'ftp://jira.example.com',
    'https://ada:secret@jira.example.com/browse/OPS-1',
    'https://',
  ]) {
    it(`"${kept}" stays as it is`, () => assert.equal(repairedAddress(kept), kept));
  }

  it('is repaired once: what comes out stays', () =>
    fc.assert(
      fc.property(fc.oneof(fc.webUrl({ withQueryParameters: true, withFragments: true }), fc.string()), (typed) => {
        const repaired = repairedAddress(typed);
        assert.equal(repairedAddress(repaired), repaired);
      }),
      { numRuns: 30 },
    ));
});
