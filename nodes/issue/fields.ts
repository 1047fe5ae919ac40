import { list, reference, rich } from '../definition';

/** The fields that nearly every issue has, as inputs of the nodes that write one. `null` empties them. */
export const issueFields = {
  description: rich({ clearable: true }),
  assignee: reference({ clearable: true }),
  priority: reference({ clearable: true }),
  labels: list({ clearable: true }),
  parent: reference({ clearable: true }),
};
