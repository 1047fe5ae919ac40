import assert from 'node:assert/strict';
import { returnedRecord } from '../../nodes/engine/chaining';

const CLOUD = 'https://acme.atlassian.net/rest/api/3';
const SERVER = 'https://jira.example.com/jira/rest/api/2';
const GATEWAY = 'https://api.atlassian.com/ex/jira/11223344/rest/api/3';

describe('what a payload identifies', () => {
  const cases: readonly [title: string, payload: unknown, expected: unknown][] = [
    ['an issue gives its key', { self: `${CLOUD}/issue/10234`, id: '10234', key: 'OPS-57' }, { issue: 'OPS-57' }],
    ['an issue without a key gives its id', { self: `${CLOUD}/issue/10234`, id: '10234' }, { issue: '10234' }],
    ['a context path is no obstacle', { self: `${SERVER}/issue/1`, key: 'OPS-1' }, { issue: 'OPS-1' }],
    ['nor is the API gateway', { self: `${GATEWAY}/issue/1`, key: 'OPS-1' }, { issue: 'OPS-1' }],
    [
      'a comment gives itself and, from its address, its issue',
      { self: `${CLOUD}/issue/10234/comment/77`, id: '77' },
      { comment: '77', issue: '10234' },
    ],
    ['a project gives its key', { self: `${CLOUD}/project/10000`, id: '10000', key: 'OPS' }, { project: 'OPS' }],
    ['an issue type gives its id', { self: `${CLOUD}/issuetype/10004`, id: '10004' }, { issueType: '10004' }],
    ['a link gives its id', { self: `${CLOUD}/issueLink/9`, id: '9' }, { link: '9' }],
    [
      'a Cloud user gives the account id',
      { self: `${CLOUD}/user?accountId=7:a`, accountId: '7:a' },
      { user: '7:a', accountId: '7:a' },
    ],
    [
      'a Data Center user gives the name',
      { self: `${SERVER}/user?username=ada`, name: 'ada' },
      { user: 'ada', username: 'ada' },
    ],
    ['a status has an id too, and is none of these', { self: `${CLOUD}/status/3`, id: '3' }, {}],
    ['an id may be a number', { self: `${CLOUD}/issueLink/9`, id: 9 }, { link: '9' }],
    ['an address that is no text of any encoding is taken as it is', { self: `${CLOUD}/issue/%zz` }, { issue: '%zz' }],
    ['an address encoded is decoded', { self: `${CLOUD}/issue/OPS%2D1` }, { issue: 'OPS-1' }],
    ['without an id, the address tells', { self: `${CLOUD}/issue/10234` }, { issue: '10234' }],
    ['a bare id is never taken for something', { id: '10234' }, undefined],
    ['nor is an object of the flow that happens to have a self', { self: 'me', key: 'OPS-1' }, undefined],
    ['nor an inherited self', Object.create({ self: `${CLOUD}/issue/1`, key: 'OPS-1' }), undefined],
    ['an array is no record', [{ self: `${CLOUD}/issue/1`, key: 'OPS-1' }], undefined],
    ['null is nothing', null, undefined],
    [
      'an address that is not of the REST API says nothing',
      { self: 'https://acme.example/x', key: 'OPS-1' },
      undefined,
    ],
    [
      'a later version of the API is no obstacle',
      { self: 'https://acme.example/rest/api/10/issue/1', key: 'A-1' },
      { issue: 'A-1' },
    ],
    ['an address of many digits is one', { self: `${CLOUD}/issueLink/10302`, id: '10302' }, { link: '10302' }],
    ["an issue type as Atlassian's documents write it", { self: `${CLOUD}/issueType/3`, id: '3' }, { issueType: '3' }],
    ...[
      'x/issue/1',
      'x/issue/1/comment/2',
      'issue/1/comment/2/properties',
      'x/project/1',
      'project/1/role',
      'x/issuetype/1',
      'issuetype/1/avatar2',
      'x/issueLink/1',
      'issueLink/1/x',
      'x/user',
      'user/columns',
    ].map((place): [string, unknown, unknown] => [
      `${place} is none of these, whatever it holds`,
      { self: `${CLOUD}/${place}`, id: '1', key: 'OPS-1', name: 'ada', accountId: '7:a' },
      {},
    ]),
  ];
  for (const [title, payload, expected] of cases) {
    it(title, () => assert.deepEqual(returnedRecord(payload)?.identities, expected));
  }
});
