import assert from 'node:assert/strict';
import { entry } from '../../../nodes/client/json';
import { type Call, defineCases } from '../define-cases';

const created = (on: 'cloud' | 'datacenter'): readonly Call[] => {
  const type = on === 'cloud' ? '10004' : '10004';
  return [
    ['GET /issue/createmeta/OPS/issuetypes?maxResults=200'],
    [`GET /issue/createmeta/OPS/issuetypes/${type}?maxResults=200`],
    [
      'POST /issue/bulk',
      {
        issueUpdates: [
          {
            fields: {
              customfield_10016: 5,
              project: { key: 'OPS' },
              issuetype: { name: 'Bug' },
              summary: 'Pump 4 overheats',
              priority: { name: 'High' },
            },
          },
          {
            fields: {
              project: { key: 'OPS' },
              issuetype: { name: 'Bug' },
              summary: 'Valve 2 leaks',
              labels: ['alarm', 'line-2'],
            },
          },
        ],
      },
    ],
  ];
};

export default defineCases({
  node: { extraFields: 'use' },
  payload: {
    project: 'OPS',
    issueType: 'Bug',
    issues: [
      { summary: 'Pump 4 overheats', Priority: 'High', 'Story points': '5' },
      { summary: 'Valve 2 leaks', Labels: 'alarm, line-2', 'Story points': '' },
    ],
  },
  calls: { cloud: created('cloud'), datacenter: created('datacenter') },
  result: (payload) => {
    assert.ok(Array.isArray(payload));
    assert.deepEqual(
      payload.map((row: unknown) => [entry(row, 'index'), entry(row, 'ok')]),
      [
        [0, true],
        [1, true],
      ],
    );
    for (const row of payload) assert.match(String(entry(row, 'key')), /^OPS-\d+$/);
  },
  browser: {
    form: { issues: '[{"project":"OPS","issueType":"Task","summary":"From the form"}]' },
    shows: /"key":"OPS-\d+"/,
  },
  example: {
    payload: {
      issues: [
        { project: 'EX', issueType: 'Bug', summary: 'bug' },
        { project: 'EX', issueType: 'Bug', summary: 'another' },
      ],
    },
  },
});
