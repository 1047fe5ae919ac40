import { defineAction, object, reference, rich, text } from '../../definition';
import { issueFields, issueFrame } from '../../definition/issue-fields';
import { createdIssue } from '../../jira/recovery/created-issue';
import { upsertIssue, WHEN_FOUND, WHEN_SEVERAL } from '../../jira/upsert';

/** Changes the issue that fits, or creates it where there is none. */
export default defineAction({
  type: 'jira-issue-upsert',
  route: 'POST /issue',
  returns: 'reference',
  record: 'issue',
  extraFields: true,
  once: 'always',
  recovery: createdIssue,
  inputs: {
    match: text({ primary: true, suggests: 'jql' }),
    matchField: text({ prominent: true, suggests: 'field' }),
    matchValue: text({ prominent: true }),
    ...issueFrame,
    summary: text({ required: true, orInFields: 'summary' }),
    ...issueFields,
    comment: rich({ prominent: true }),
    fields: object({ prominent: true, suggests: 'create-field', within: ['project', 'issueType'] }),
    update: object(),
    properties: object(),
    transition: reference(),
  },
  choices: { whenFound: WHEN_FOUND, whenSeveral: WHEN_SEVERAL },
  run: ({ jira, inputs, choices, extra }) => upsertIssue(jira, inputs, choices, extra),
});
