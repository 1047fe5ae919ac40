import { list, reference, rich } from '.';

/** The fields that nearly every issue has, as inputs of the nodes that write one. `null` empties them. */
export const issueFields = {
  description: rich({ clearable: true, prominent: true }),
  assignee: reference({
    clearable: true,
    prominent: true,
    suggests: 'assignable-user',
    within: ['issueIdOrKey', 'project'],
  }),
  priority: reference({ clearable: true, prominent: true, suggests: 'priority' }),
  labels: list({ clearable: true, prominent: true, suggests: 'label' }),
  parent: reference({ clearable: true, suggests: 'issue', within: ['project'] }),
};

/** Where a new issue belongs and what it is: each may come inside `fields` instead. */
export const issueFrame = {
  project: reference({ required: true, orInFields: 'project', identity: 'project', suggests: 'project' }),
  issueType: reference({
    required: true,
    orInFields: 'issuetype',
    identity: 'issueType',
    suggests: 'issue-type',
    within: ['project'],
  }),
};
