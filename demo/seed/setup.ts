/** What the administrators of the demo sites have set up: types, statuses, workflows and screens. */

import type { Board, IssueType, LinkType, NamedThing, Priority, ScreenField, Status, Workflow } from '../model';

export const teamProjectId = '10013';

export const sharedTypes: readonly IssueType[] = [
  { id: '10000', name: 'Epic', description: 'A large piece of work.', hierarchyLevel: 1, avatarId: 10307 },
  { id: '10001', name: 'Story', description: 'Something a user wants.', hierarchyLevel: 0, avatarId: 10315 },
  { id: '10002', name: 'Task', description: 'A piece of work.', hierarchyLevel: 0, avatarId: 10318 },
  { id: '10003', name: 'Sub-task', description: 'A part of another issue.', hierarchyLevel: -1, avatarId: 10316 },
  {
    id: '10004',
    name: 'Bug',
    description: 'Something that does not work as it should.',
    hierarchyLevel: 0,
    avatarId: 10303,
  },
  {
    id: '10005',
    name: 'Service request',
    description: 'Somebody needs something.',
    hierarchyLevel: 0,
    avatarId: 10320,
  },
  { id: '10006', name: 'Incident', description: 'A service is down or slow.', hierarchyLevel: 0, avatarId: 10304 },
];

/** A team-managed project has types of its own, which repeat the names of the others. */
export const teamTypes: readonly IssueType[] = [
  { id: '10050', name: 'Epic', description: 'A large piece of work.', hierarchyLevel: 1, avatarId: 10307 },
  { id: '10051', name: 'Task', description: 'A small piece of work.', hierarchyLevel: 0, avatarId: 10318 },
  { id: '10052', name: 'Bug', description: 'A problem.', hierarchyLevel: 0, avatarId: 10303 },
  { id: '10053', name: 'Subtask', description: 'A part of another issue.', hierarchyLevel: -1, avatarId: 10316 },
].map((type) => ({ ...type, scopeProjectId: teamProjectId }) as IssueType);

export const sharedStatuses: readonly Status[] = [
  { id: '10010', name: 'To Do', description: '', category: 'new' },
  { id: '3', name: 'In Progress', description: 'Somebody works on it.', category: 'indeterminate' },
  { id: '10011', name: 'Done', description: '', category: 'done' },
  { id: '1', name: 'Open', description: 'Nobody has begun yet.', category: 'new' },
  { id: '4', name: 'Reopened', description: 'The solution did not hold.', category: 'new' },
  { id: '5', name: 'Resolved', description: 'Waits for the reporter.', category: 'done' },
  { id: '6', name: 'Closed', description: 'Finished.', category: 'done' },
];

export const teamStatuses: readonly Status[] = [
  { id: '10060', name: 'To Do', description: '', category: 'new', scopeProjectId: teamProjectId },
  { id: '10061', name: 'In Progress', description: '', category: 'indeterminate', scopeProjectId: teamProjectId },
  { id: '10062', name: 'Done', description: '', category: 'done', scopeProjectId: teamProjectId },
];

export const priorities: readonly Priority[] = [
  { id: '1', name: 'Highest', description: 'This problem will block progress.', statusColor: '#d04437' },
  { id: '2', name: 'High', description: 'Serious problem that could block progress.', statusColor: '#f15c75' },
  { id: '3', name: 'Medium', description: 'Has the potential to affect progress.', statusColor: '#f79232' },
  { id: '4', name: 'Low', description: 'Minor problem or easily worked around.', statusColor: '#707070' },
  { id: '5', name: 'Lowest', description: 'Trivial problem with little or no impact.', statusColor: '#999999' },
];

export const resolutions: readonly NamedThing[] = [
  { id: '10000', name: 'Done', description: 'Work has been completed.' },
  { id: '10001', name: "Won't Do", description: 'This will not be actioned.' },
  { id: '10002', name: 'Duplicate', description: 'The problem is reported elsewhere.' },
  { id: '10003', name: 'Cannot Reproduce', description: 'All attempts at reproducing this failed.' },
  { id: '10004', name: 'Fixed', description: 'A repair has been made.' },
];

export const linkTypes: readonly LinkType[] = [
  { id: '10000', name: 'Blocks', inward: 'is blocked by', outward: 'blocks' },
  { id: '10001', name: 'Cloners', inward: 'is cloned by', outward: 'clones' },
  { id: '10002', name: 'Duplicate', inward: 'is duplicated by', outward: 'duplicates' },
  { id: '10003', name: 'Relates', inward: 'relates to', outward: 'relates to' },
];

export const boards: readonly Board[] = [
  { id: 1, name: 'OPS board', projectId: '10010' },
  { id: 2, name: 'TEAM board', projectId: teamProjectId },
];

/** Saved searches, by the names of their owner and of those who have marked them as favourites. */
export const filters = [
  {
    id: '10000',
    name: 'Open faults',
    description: 'What is broken, the worst first.',
    jql: 'project = OPS AND issuetype = Bug AND resolution IS EMPTY ORDER BY priority DESC',
    owner: 'ada',
    favouriteOf: ['ada', 'ben'],
  },
  {
    id: '10001',
    name: 'My issues',
    description: '',
    jql: 'assignee = currentUser() ORDER BY updated DESC',
    owner: 'ben',
    favouriteOf: ['ben'],
  },
] as const;

/** Every status can be reached from every other; reaching the last one sets the resolution. */
function simpleWorkflow(todo: string, progress: string, done: string): Workflow {
  return {
    initialStatus: todo,
    transitions: [
      { id: '11', name: 'To Do', from: 'all', to: todo, resolution: null },
      { id: '21', name: 'In Progress', from: 'all', to: progress, resolution: null },
      { id: '31', name: 'Done', from: 'all', to: done, resolution: '10000' },
    ],
  };
}

export const simple = simpleWorkflow('10010', '3', '10011');
export const teamSimple = simpleWorkflow('10060', '10061', '10062');

const resolveScreen: readonly ScreenField[] = [
  { fieldId: 'resolution', required: true },
  { fieldId: 'fixVersions', required: false },
  { fieldId: 'assignee', required: false },
  { fieldId: 'comment', required: false },
];

/** "Resolve Issue" asks for a resolution on a screen; "Fixed on site" leads to the same status without asking. */
export const repair: Workflow = {
  initialStatus: '1',
  transitions: [
    { id: '4', name: 'Start Progress', from: ['1', '4'], to: '3' },
    { id: '301', name: 'Stop Progress', from: ['3'], to: '1' },
    { id: '5', name: 'Resolve Issue', from: ['1', '3', '4'], to: '5', screen: resolveScreen },
    { id: '711', name: 'Fixed on site', from: ['1', '3', '4'], to: '5', resolution: '10004' },
    { id: '701', name: 'Close Issue', from: ['5'], to: '6' },
    { id: '3', name: 'Reopen Issue', from: ['5', '6'], to: '4', resolution: null },
  ],
};

const optional = (...fieldIds: readonly string[]): readonly ScreenField[] =>
  fieldIds.map((fieldId) => ({ fieldId, required: false }));

const everywhere = optional('description', 'assignee', 'reporter', 'priority', 'labels', 'duedate');

const operations = [
  ...everywhere,
  ...optional('environment', 'components', 'fixVersions', 'versions', 'customfield_10016'),
  ...optional('customfield_10031', 'customfield_10032', 'customfield_10033', 'customfield_10034'),
  ...optional('customfield_10035', 'customfield_10036', 'customfield_10040', 'customfield_10041'),
];

export const screens = {
  operations,
  operationsBug: [...operations, ...optional('customfield_10030')],
  office: [...everywhere, ...optional('components', 'customfield_10031', 'customfield_10033', 'customfield_10035')],
  /** An incident must say how bad it is. */
  incident: [
    ...everywhere,
    { fieldId: 'customfield_10031', required: true },
    ...optional('components', 'customfield_10030', 'customfield_10033'),
  ],
  security: [...everywhere, ...optional('customfield_10030', 'customfield_10031')],
  team: [...everywhere, ...optional('customfield_10016')],
} as const;

/** Data Center's screens of stories, tasks and bugs have the epic they belong to. */
export const epicLink = optional('customfield_10014');
