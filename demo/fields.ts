/** The fields of a site: what `GET /field` lists, and what kind of value each takes. */

import type { Deployment } from './model';

/** Decides how a field's value is checked (`values.ts`) and written (`serializers/fields.ts`). */
export type FieldKind =
  | 'text'
  | 'rich'
  | 'number'
  | 'date'
  | 'user'
  | 'option'
  | 'options'
  | 'cascade'
  | 'labels'
  | 'priority'
  | 'resolution'
  | 'versions'
  | 'components'
  | 'epicLink'
  | 'issuetype'
  | 'project'
  | 'parent'
  | 'comment'
  | 'issuelinks'
  | 'computed';

export interface Option {
  readonly id: string;
  readonly value: string;
  readonly children?: readonly Option[];
}

export interface FieldSchema {
  readonly type: string;
  readonly items?: string;
  readonly system?: string;
  readonly custom?: string;
  readonly customId?: number;
}

export interface Field {
  readonly id: string;
  readonly name: string;
  readonly kind: FieldKind;
  /** `issuekey` and `thumbnail` have none. */
  readonly schema?: FieldSchema;
  readonly custom: boolean;
  readonly clauseNames: readonly string[];
  readonly orderable: boolean;
  readonly navigable: boolean;
  readonly searchable: boolean;
  /** Operations that `update` understands for it. */
  readonly operations: readonly string[];
  readonly options?: readonly Option[];
}

const listOperations = ['add', 'set', 'remove'];

const operationsOf: Partial<Record<FieldKind, readonly string[]>> = {
  labels: listOperations,
  versions: listOperations,
  components: listOperations,
  options: listOperations,
  comment: ['add'],
  issuelinks: [],
  computed: [],
};

interface Extra {
  readonly clauseNames?: readonly string[];
  readonly orderable?: boolean;
  readonly navigable?: boolean;
  readonly searchable?: boolean;
}

function system(id: string, name: string, kind: FieldKind, type: string, items?: string, extra: Extra = {}): Field {
  return {
    id,
    name,
    kind,
    schema: { type, ...(items === undefined ? {} : { items }), system: id },
    custom: false,
    clauseNames: extra.clauseNames ?? [id],
    orderable: extra.orderable ?? kind !== 'computed',
    navigable: extra.navigable ?? true,
    searchable: extra.searchable ?? true,
    operations: operationsOf[kind] ?? ['set'],
  };
}

const types = 'com.atlassian.jira.plugin.system.customfieldtypes:';

function custom(
  number: number,
  name: string,
  kind: FieldKind,
  type: string,
  customType: string,
  more: { items?: string; options?: readonly Option[] } = {},
): Field {
  return {
    id: `customfield_${number}`,
    name,
    kind,
    schema: {
      type,
      ...(more.items === undefined ? {} : { items: more.items }),
      custom: customType.includes(':') ? customType : types + customType,
      customId: number,
    },
    custom: true,
    clauseNames: [`cf[${number}]`, name],
    orderable: true,
    navigable: true,
    searchable: true,
    operations: operationsOf[kind] ?? ['set'],
    ...(more.options === undefined ? {} : { options: more.options }),
  };
}

const unsearchable: Extra = { searchable: false };
const nameless: Extra = { searchable: false, clauseNames: [] };

const systemFields: readonly Field[] = [
  system('summary', 'Summary', 'text', 'string'),
  system('issuetype', 'Issue Type', 'issuetype', 'issuetype', undefined, { clauseNames: ['issuetype', 'type'] }),
  system('project', 'Project', 'project', 'project', undefined, { orderable: false }),
  system('status', 'Status', 'computed', 'status'),
  system('priority', 'Priority', 'priority', 'priority'),
  system('resolution', 'Resolution', 'resolution', 'resolution'),
  system('resolutiondate', 'Resolved', 'computed', 'datetime', undefined, {
    clauseNames: ['resolutiondate', 'resolved'],
  }),
  system('assignee', 'Assignee', 'user', 'user'),
  system('reporter', 'Reporter', 'user', 'user'),
  system('creator', 'Creator', 'computed', 'user'),
  system('created', 'Created', 'computed', 'datetime', undefined, { clauseNames: ['created', 'createdDate'] }),
  system('updated', 'Updated', 'computed', 'datetime', undefined, { clauseNames: ['updated', 'updatedDate'] }),
  system('duedate', 'Due date', 'date', 'date', undefined, { clauseNames: ['due', 'duedate'] }),
  system('labels', 'Labels', 'labels', 'array', 'string'),
  system('components', 'Components', 'components', 'array', 'component', { clauseNames: ['component'] }),
  system('fixVersions', 'Fix versions', 'versions', 'array', 'version', { clauseNames: ['fixVersion'] }),
  system('versions', 'Affects versions', 'versions', 'array', 'version', { clauseNames: ['affectedVersion'] }),
  system('description', 'Description', 'rich', 'string'),
  system('environment', 'Environment', 'rich', 'string'),
  system('comment', 'Comment', 'comment', 'comments-page', undefined, { navigable: false }),
  system('issuelinks', 'Linked Issues', 'issuelinks', 'array', 'issuelinks', { clauseNames: ['issueLink'] }),
  system('subtasks', 'Sub-tasks', 'computed', 'array', 'issuelinks', { clauseNames: ['subtasks'] }),
  system('worklog', 'Log Work', 'computed', 'array', 'worklog', { navigable: false, clauseNames: [] }),
  system('timespent', 'Time Spent', 'computed', 'number', undefined, { searchable: false, clauseNames: ['timespent'] }),
  system('timeoriginalestimate', 'Original estimate', 'computed', 'number', undefined, unsearchable),
  system('timeestimate', 'Remaining Estimate', 'computed', 'number', undefined, unsearchable),
  system('aggregatetimespent', 'Σ Time Spent', 'computed', 'number', undefined, nameless),
  system('aggregatetimeoriginalestimate', 'Σ Original Estimate', 'computed', 'number', undefined, nameless),
  system('aggregatetimeestimate', 'Σ Remaining Estimate', 'computed', 'number', undefined, nameless),
  system('timetracking', 'Time tracking', 'computed', 'timetracking', undefined, { navigable: false, clauseNames: [] }),
  system('progress', 'Progress', 'computed', 'progress', undefined, unsearchable),
  system('aggregateprogress', 'Σ Progress', 'computed', 'progress', undefined, nameless),
  system('workratio', 'Work Ratio', 'computed', 'number'),
  system('lastViewed', 'Last Viewed', 'computed', 'datetime', undefined, unsearchable),
  system('attachment', 'Attachment', 'computed', 'array', 'attachment', {
    navigable: false,
    clauseNames: ['attachments'],
  }),
  system('votes', 'Votes', 'computed', 'votes'),
  system('watches', 'Watchers', 'computed', 'watches', undefined, { clauseNames: ['watchers'] }),
];

const issueKey: Field = {
  id: 'issuekey',
  name: 'Key',
  kind: 'computed',
  custom: false,
  clauseNames: ['id', 'issue', 'issuekey', 'key'],
  orderable: false,
  navigable: true,
  searchable: false,
  operations: [],
};

const cloudFields: readonly Field[] = [
  system('statusCategory', 'Status Category', 'computed', 'statusCategory', undefined, { clauseNames: [] }),
  system('statuscategorychangedate', 'Status Category Changed', 'computed', 'datetime', undefined, {
    clauseNames: ['statusCategoryChangedDate'],
  }),
  system('issuerestriction', 'Restrict to', 'computed', 'issuerestriction', undefined, nameless),
  system('security', 'Security Level', 'computed', 'securitylevel', undefined, { clauseNames: ['level'] }),
];

const dataCenterFields: readonly Field[] = [
  system('archiveddate', 'Archived', 'computed', 'datetime', undefined, nameless),
  system('archivedby', 'Archiver', 'computed', 'user', undefined, nameless),
];

const parent = system('parent', 'Parent', 'parent', 'issuelink', undefined, { orderable: false });

const impact: readonly Option[] = [
  { id: '10100', value: 'Low' },
  { id: '10101', value: 'Medium' },
  { id: '10102', value: 'High' },
];

const lines: readonly Option[] = [
  { id: '10110', value: 'Line 1' },
  { id: '10111', value: 'Line 2' },
  { id: '10112', value: 'Line 3' },
  { id: '10113', value: 'Packaging' },
];

const locations: readonly Option[] = [
  {
    id: '10120',
    value: 'Plant North',
    children: [
      { id: '10121', value: 'Hall A' },
      { id: '10122', value: 'Hall B' },
    ],
  },
  {
    id: '10130',
    value: 'Plant South',
    children: [
      { id: '10131', value: 'Hall C' },
      { id: '10132', value: 'Warehouse' },
    ],
  },
];

const teamsOfOperations: readonly Option[] = [
  { id: '10140', value: 'Mechanics' },
  { id: '10141', value: 'Electrics' },
];

const customFields: readonly Field[] = [
  custom(10016, 'Story Points', 'number', 'number', 'float'),
  custom(10030, 'Root cause', 'rich', 'string', 'textarea'),
  custom(10031, 'Impact', 'option', 'option', 'select', { options: impact }),
  custom(10032, 'Affected lines', 'options', 'array', 'multiselect', { items: 'option', options: lines }),
  custom(10033, 'Site contact', 'user', 'user', 'userpicker'),
  custom(10034, 'Serial number', 'text', 'string', 'textfield'),
  custom(10035, 'Location', 'cascade', 'option-with-child', 'cascadingselect', { options: locations }),
  custom(10036, 'Inspection date', 'date', 'date', 'datepicker'),
  custom(10040, 'Team', 'option', 'option', 'select', { options: teamsOfOperations }),
  custom(10041, 'Team', 'text', 'string', 'textfield'),
];

const epicLink = custom(10014, 'Epic Link', 'epicLink', 'any', 'com.pyxis.greenhopper.jira:gh-epic-link');

/** Every field of a site. Epics are parents on Cloud; on Data Center they are named by the "Epic Link" field. */
export function fieldsOfSite(deployment: Deployment): readonly Field[] {
  const own = deployment === 'datacenter' ? [...dataCenterFields, epicLink] : cloudFields;
  return [issueKey, ...systemFields, parent, ...own, ...customFields];
}

/** The options of a field in one flat list, children after their parent. */
export function flatOptions(field: Field): readonly Option[] {
  return (field.options ?? []).flatMap((option) => [option, ...(option.children ?? [])]);
}
