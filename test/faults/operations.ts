import { personId } from '../../demo/seed/people';
import type { Deployment } from '../../nodes/client/http/request';

/** An operation in a form that works on both deployments of the demo Jira. */
export interface Operation {
  readonly payload: (deployment: Deployment) => unknown;
  /** The method of the call that changes something; left out by operations that only read. */
  readonly changesBy?: 'POST' | 'PUT' | 'DELETE';
}

const ben = (deployment: Deployment): string => (deployment === 'cloud' ? personId('cloud', 'ben') : 'ben');
const reading = (payload: unknown): Operation => ({ payload: () => payload });
const changing = (changesBy: 'POST' | 'PUT' | 'DELETE', payload: unknown): Operation => ({
  payload: () => payload,
  changesBy,
});

/** Every operation of the package. */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  'jira-issue-create': changing('POST', { project: 'OPS', issueType: 'Task', summary: 'In a storm' }),
  'jira-issue-update': changing('PUT', { key: 'OPS-7', summary: 'Changed in a storm' }),
  'jira-issue-get': reading('OPS-7'),
  'jira-issue-search': reading('project = OPS ORDER BY key'),
  'jira-issue-picker': reading('pump'),
  'jira-issue-assign': changing('PUT', { key: 'OPS-7', assignee: 'none' }),
  'jira-issue-transition': changing('POST', { key: 'OPS-7', transition: { id: 711 } }),
  'jira-transition-list': reading('OPS-7'),
  'jira-issue-delete': changing('DELETE', { key: 'OPS-8', deleteSubtasks: true }),
  'jira-comment-add': changing('POST', { key: 'OPS-7', body: 'Said in a storm' }),
  'jira-comment-update': changing('PUT', { key: 'OPS-7', commentId: '10501', body: 'Changed' }),
  'jira-comment-get': reading({ key: 'OPS-7', commentId: '10501' }),
  'jira-comment-list': reading('OPS-7'),
  'jira-comment-list-by-ids': reading({ key: 'OPS-7', ids: [10_501] }),
  'jira-comment-delete': changing('DELETE', { key: 'OPS-7', commentId: '10502' }),
  'jira-link-create': changing('POST', { linkType: 'Blocks', inwardIssue: 'OPS-1', outwardIssue: 'OPS-9' }),
  'jira-link-get': reading('10302'),
  'jira-link-delete': changing('DELETE', { linkId: '10302' }),
  'jira-project-get': reading('OPS'),
  'jira-project-list': reading({}),
  'jira-user-get': { payload: ben },
  'jira-user-email': { payload: ben },
  'jira-user-list': reading({}),
  'jira-field-list': reading({}),
  'jira-issue-type-get': reading('10004'),
  'jira-issue-type-list': reading({}),
  'jira-issue-type-list-for-project': reading({ projectId: '10010' }),
};
