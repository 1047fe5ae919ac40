import type { JqlContext, JqlField } from '../../../demo/jql';

/** A site made up for these tests: five issues in two projects, and fields of every kind. */
export interface Issue {
  key: string;
  summary: string;
  description?: string;
  comments?: string[];
  status: 'To Do' | 'In Progress' | 'Done';
  priority?: 'Low' | 'Medium' | 'High';
  assignee?: string;
  labels?: string[];
  points?: number;
  due?: string;
  created: string;
  parent?: string;
  team?: 'Red' | 'Blue';
}

export const ISSUES: readonly Issue[] = [
  {
    key: 'OPS-2',
    summary: 'Pump 4 overheats',
    description: 'The LCLS-II pump runs hot since Monday',
    comments: ['Ordered a new valve'],
    status: 'To Do',
    priority: 'High',
    assignee: 'acc-jane',
    labels: ['Pumps', 'urgent'],
    points: 5,
    due: '2026-11-20',
    created: '2026-11-01T14:30:00.500Z',
    team: 'Red',
  },
  {
    key: 'OPS-10',
    summary: 'Replace valve of pump 4',
    status: 'In Progress',
    priority: 'Medium',
    assignee: 'acc-john',
    labels: ['pumps'],
    points: 2.5,
    created: '2026-11-10T08:00:00.000Z',
    parent: 'OPS-2',
    team: 'Blue',
  },
  {
    key: 'OPS-11',
    summary: 'Say "hello" to the crew',
    status: 'Done',
    priority: 'Low',
    created: '2026-11-15T23:30:00.000Z',
  },
  {
    key: 'WEB-1',
    summary: 'Login page is blank',
    status: 'To Do',
    points: 0,
    due: '2026-11-23',
    created: '2026-11-22T10:00:00.000Z',
  },
  {
    key: 'WEB-3',
    summary: 'Überraschung: 日本語 page',
    status: 'Done',
    assignee: 'acc-jane',
    labels: ['AND'],
    created: '2026-11-23T09:59:00.000Z',
  },
];

const STATUS_IDS = { 'To Do': '1', 'In Progress': '3', Done: '10001' };
const CATEGORY_IDS = { 'To Do': '2', 'In Progress': '4', Done: '3' };
const PRIORITY_IDS = { Low: '4', Medium: '3', High: '2' };
const PEOPLE: Readonly<Record<string, string>> = {
  jdoe: 'acc-john',
  'John Doe': 'acc-john',
  Jane: 'acc-jane',
  'acc-jane': 'acc-jane',
};
const TEAMS = { Red: '10020', Blue: '10021' };
const PROJECTS = { OPS: '10000', Operations: '10000', WEB: '10001' };

const NAMES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  status: STATUS_IDS,
  statusCategory: CATEGORY_IDS,
  priority: PRIORITY_IDS,
  assignee: PEOPLE,
  customfield_10030: TEAMS,
  project: PROJECTS,
};

type Options = Partial<Omit<JqlField<Issue>, 'id' | 'clauseNames' | 'kind' | 'values'>>;

function field(
  id: string,
  clauseNames: string[],
  kind: JqlField<Issue>['kind'],
  values: JqlField<Issue>['values'],
  options: Options = {},
): JqlField<Issue> {
  return { id, clauseNames, kind, orderable: true, values, ...options };
}

export const FIELDS: readonly JqlField<Issue>[] = [
  field('issuekey', ['issuekey', 'key', 'issue', 'id'], 'key', ({ key }) => [key]),
  field('project', ['project'], 'project', ({ key }) => [key.startsWith('OPS') ? '10000' : '10001']),
  field('summary', ['summary'], 'text', ({ summary }) => [summary]),
  field('description', ['description'], 'text', ({ description }) => [description], { orderable: false }),
  field('comment', ['comment'], 'text', ({ comments = [] }) => comments, { orderable: false, operators: ['~', '!~'] }),
  field('text', ['text'], 'text', (issue) => [issue.summary, issue.description, ...(issue.comments ?? [])], {
    orderable: false,
    operators: ['~'],
  }),
  field('status', ['status'], 'choice', ({ status }) => [STATUS_IDS[status]], { sortKey: ({ status }) => status }),
  field('statusCategory', ['statusCategory'], 'choice', ({ status }) => [CATEGORY_IDS[status]]),
  field('priority', ['priority'], 'choice', ({ priority }) => [priority && PRIORITY_IDS[priority]], {
    rank: (id) => -Number(id),
  }),
  field('assignee', ['assignee'], 'user', ({ assignee }) => [assignee]),
  field('labels', ['labels'], 'labels', ({ labels = [] }) => labels),
  field('customfield_10016', ['Story Points', 'cf[10016]'], 'number', ({ points }) => [points]),
  field('customfield_10030', ['Team', 'cf[10030]'], 'option', ({ team }) => [team && TEAMS[team]]),
  field('duedate', ['due', 'duedate'], 'date', ({ due }) => [due]),
  field('created', ['created', 'createdDate'], 'datetime', ({ created }) => [Date.parse(created)]),
  field('parent', ['parent'], 'key', ({ parent }) => [parent]),
];

export const CONTEXT: JqlContext<Issue> = {
  now: new Date('2026-11-23T10:00:00.000Z'), // a Monday
  currentUser: 'acc-jane',
  deployment: 'cloud',
  fields: FIELDS,
  resolve: ({ id, kind }, operand) => {
    if (kind === 'key') return ISSUES.filter(({ key }) => key === operand.toUpperCase()).map(({ key }) => key);
    return [
      ...new Set(
        Object.entries(NAMES[id] ?? {}).flatMap(([name, stored]) =>
          name.toLowerCase() === operand.toLowerCase() || stored === operand ? [stored] : [],
        ),
      ),
    ];
  },
};
