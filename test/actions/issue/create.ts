import assert from 'node:assert/strict';
import { adf, bold, defineCases, paragraph, plain } from '../define-cases';

export default defineCases({
  node: { textFormat: 'markdown' },
  payload: {
    project: 'OPS',
    issueType: 'Bug',
    summary: 'Pump 4 overheats',
    description: 'Seen at **14:02**',
    assignee: 'none',
    priority: 'High',
    labels: 'alarm, line-2',
    parent: '',
    fields: { 'Story Points': 5 },
  },
  calls: {
    cloud: [
      ['GET /field'],
      [
        'POST /issue',
        {
          fields: {
            customfield_10016: 5,
            project: { key: 'OPS' },
            issuetype: { name: 'Bug' },
            summary: 'Pump 4 overheats',
            description: adf(paragraph(plain('Seen at '), bold('14:02'))),
            assignee: null,
            priority: { name: 'High' },
            labels: ['alarm', 'line-2'],
          },
        },
      ],
    ],
    datacenter: [
      ['GET /field'],
      [
        'POST /issue',
        {
          fields: {
            customfield_10016: 5,
            project: { key: 'OPS' },
            issuetype: { name: 'Bug' },
            summary: 'Pump 4 overheats',
            description: 'Seen at *14:02*',
            assignee: null,
            priority: { name: 'High' },
            labels: ['alarm', 'line-2'],
          },
        },
      ],
    ],
  },
  result: (payload) => {
    assert.deepEqual(Object.keys(payload as object).sort(), ['id', 'key', 'self']);
    assert.match((payload as { key: string }).key, /^OPS-\d+$/);
  },
  browser: { form: { project: 'OPS', issueType: 'Task', summary: 'From the form' }, shows: /"key":"OPS-\d+"/ },
  example: { payload: { project: 'EX', issueType: 'Bug', summary: 'bug' } },
});
