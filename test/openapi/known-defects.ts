import {
  ANYTHING,
  BOOLEAN,
  bareArray,
  COMMA_LIST,
  INTEGER,
  javaObject,
  type KnownDefect,
  listOf,
  page,
  ref,
  STRING,
  TYPED_AS_ONE,
  undocumentedStatus,
  untyped,
} from './defect';
import type { JsonObject } from './json';

const ISSUE = '/rest/api/2/issue/{issueIdOrKey}';
const COMMENT = `${ISSUE}/comment/{id}`;
const CREATE_META = '/rest/api/2/issue/createmeta/{projectIdOrKey}/issuetypes';
const ABSENT =
  'An issue or comment that is absent or not visible is 404 on every operation; the document forgot it here.';
const PLAIN_LIST = 'The description says that it returns all of them, and it takes no paging parameters.';
const CLOSED_CLAUSE =
  'A clause is closed to additional properties and has none of its own, which forbids what its alternatives consist of.';
const CLAUSE = {
  anyOf: ['CompoundClause', 'FieldValueClause', 'FieldWasClause', 'FieldChangedClause'].map((name) => ref(name)),
};
const JQL_REFERENCE = {
  type: 'array',
  items: { type: 'object', properties: { value: STRING, displayName: STRING }, required: ['value'] },
};
const PAGED = 'It takes startAt and maxResults, and answers with a page bean.';
const CLAUSES = ['CompoundClause', 'FieldValueClause', 'FieldWasClause', 'FieldChangedClause'].map(ref);

/** Everything that is forgiven, or asked more strictly, than Atlassian's documents say. Each entry is one aspect of one operation. */
export const KNOWN_DEFECTS: KnownDefect[] = [
  // ── Cloud ──
  undocumentedStatus('cloud', 'GET /rest/api/3/search', 410, 'Removed in 2025 (CHANGE-2046); still in the document.'),
  undocumentedStatus('cloud', 'POST /rest/api/3/search', 410, 'Removed in 2025 (CHANGE-2046); still in the document.'),
  {
    deployment: 'cloud',
    aspect: 'response',
    operation: 'GET /rest/api/3/user/email/bulk',
    status: 200,
    documented: ref('UnrestrictedUserEmail'),
    actual: listOf('UnrestrictedUserEmail'),
    what: TYPED_AS_ONE,
    reason: 'It takes many account ids and answers with one address for each.',
  },
  {
    deployment: 'cloud',
    aspect: 'request',
    operation: 'PUT /rest/api/3/issue/{issueIdOrKey}/assignee',
    documented: ref('User'),
    actual: {
      type: 'object',
      properties: { accountId: { type: 'string', maxLength: 128, nullable: true } },
      required: ['accountId'],
      additionalProperties: false,
    },
    what: 'The body is typed as a whole user, whose accountId cannot be null.',
    reason:
      'Its description says that null unassigns; name and key are gone from Cloud, and more than one of them is a 400.',
  },
  {
    deployment: 'cloud',
    aspect: 'response',
    operation: 'POST /rest/api/3/issueLink',
    status: 201,
    documented: {},
    actual: false,
    what: 'The answer may be anything.',
    reason: 'Jira answers with no body, not even the id of the link; a client that reads one fails on a real site.',
  },
  {
    deployment: 'cloud',
    aspect: 'response',
    operation: 'PUT /rest/api/3/issue/{issueIdOrKey}',
    status: 200,
    documented: {},
    actual: ref('IssueBean'),
    what: 'The answer may be anything.',
    reason: 'With returnIssue=true the description promises the issue as getIssue returns it.',
  },
  {
    deployment: 'cloud',
    aspect: 'query',
    operation: 'GET /rest/api/3/search/jql',
    parameter: 'includeArchivedProjects',
    documented: undefined,
    actual: BOOLEAN,
    what: 'Newer than the saved document.',
    reason: 'Added in September 2026.',
  },
  {
    deployment: 'cloud',
    aspect: 'schema',
    schema: 'SearchAndReconcileRequestBean',
    property: 'includeArchivedProjects',
    documented: undefined,
    actual: BOOLEAN,
    what: 'Newer than the saved document.',
    reason: 'Added in September 2026.',
  },
  {
    deployment: 'cloud',
    aspect: 'schema',
    schema: 'SearchAndReconcileResults',
    property: 'nextPageToken',
    documented: { type: 'string', readOnly: true },
    actual: { type: 'string', nullable: true, readOnly: true },
    what: 'The token is not marked nullable.',
    reason: 'Its own description says that it is null on the last page.',
  },
  {
    deployment: 'cloud',
    aspect: 'schema',
    schema: 'JqlQuery',
    property: 'where',
    documented: ref('JqlQueryClause'),
    actual: CLAUSE,
    what: CLOSED_CLAUSE,
    reason: 'Its own example answer has such clauses.',
  },
  {
    deployment: 'cloud',
    aspect: 'schema',
    schema: 'CompoundClause',
    property: 'clauses',
    documented: listOf('JqlQueryClause'),
    actual: { type: 'array', items: CLAUSE },
    what: CLOSED_CLAUSE,
    reason: 'Its own example answer has such clauses.',
  },
  {
    deployment: 'cloud',
    aspect: 'query',
    operation: 'GET /rest/api/3/project/search',
    parameter: 'properties',
    documented: { type: 'array', items: ref('StringList') },
    actual: COMMA_LIST,
    what: 'The items are typed as an object without members.',
    reason: 'The description says: a comma-separated list of property names.',
  },
  {
    deployment: 'cloud',
    aspect: 'whole schema',
    schema: 'JqlQueryClause',
    documented: { additionalProperties: false, anyOf: CLAUSES, type: 'object' },
    actual: { anyOf: CLAUSES, type: 'object' },
    what: 'A closed schema without properties of its own, which forbids what its own alternatives have.',
    reason: 'The examples of the operation hold clauses with field, operator and operand.',
  },

  // ── Data Center: lists typed as one record ──
  bareArray('GET /rest/api/2/project', 'ProjectBean', PLAIN_LIST),
  bareArray('GET /rest/api/2/field', 'FieldBean', PLAIN_LIST),
  bareArray('GET /rest/api/2/issuetype', 'IssueTypeJsonBean', PLAIN_LIST),
  bareArray('GET /rest/api/2/priority', 'PriorityJsonBean', PLAIN_LIST),
  bareArray('GET /rest/api/2/resolution', 'ResolutionJsonBean', PLAIN_LIST),
  bareArray('GET /rest/api/2/status', 'StatusJsonBean', PLAIN_LIST),
  bareArray('GET /rest/api/2/user/search', 'UserBean', 'A bare array, paged by startAt without a total.'),
  bareArray('GET /rest/api/2/user/assignable/search', 'UserBean', 'A bare array, as user/search.'),
  bareArray(`POST ${ISSUE}/attachments`, 'AttachmentJsonBean', 'One upload may carry several files.'),
  page('GET /rest/api/2/customFields', 'CustomFieldBean', PAGED),
  page('GET /rest/api/2/issuetype/page', 'IssueTypeJsonBean', PAGED),
  page('GET /rest/api/2/priority/page', 'PriorityJsonBean', PAGED),
  page('GET /rest/api/2/status/page', 'StatusJsonBean', PAGED),
  page(
    `GET ${CREATE_META}`,
    'CreateMetaIssueTypeBean',
    'Measured on 9.x to 10.3: the types are in values, with isLast.',
  ),
  page(
    `GET ${CREATE_META}/{issueTypeId}`,
    'FieldMetaBean',
    'Measured on 9.x to 10.3: the fields are in values, with isLast.',
  ),
  {
    deployment: 'datacenter',
    aspect: 'response',
    operation: 'GET /rest/api/2/user/list',
    status: 200,
    documented: ref('StreamPageBean'),
    actual: {
      type: 'object',
      required: ['values', 'isLast'],
      properties: {
        values: listOf('UserBean'),
        isLast: BOOLEAN,
        maxResults: INTEGER,
        nextCursor: STRING,
        nextPage: { type: 'string', format: 'uri' },
        self: { type: 'string', format: 'uri' },
      },
      additionalProperties: false,
    },
    what: 'The values are typed as any object.',
    reason: 'The operation lists users, by cursor and without a total.',
  },

  // ── Data Center: answers typed as an object without members ──
  {
    deployment: 'datacenter',
    aspect: 'response',
    operation: 'GET /rest/api/2/issueLinkType',
    status: 200,
    documented: ref('IssueLinkTypesBean'),
    actual: {
      type: 'object',
      required: ['issueLinkTypes'],
      properties: { issueLinkTypes: listOf('IssueLinkTypeJsonBean') },
      additionalProperties: false,
    },
    what: 'The bean has no members.',
    reason: 'Both deployments answer {"issueLinkTypes":[{id,name,inward,outward,self}]}.',
  },
  {
    deployment: 'datacenter',
    aspect: 'response',
    operation: 'GET /rest/api/2/serverInfo',
    status: 200,
    documented: ref('ServerInfoBean'),
    actual: {
      type: 'object',
      required: ['baseUrl', 'version', 'versionNumbers', 'deploymentType'],
      properties: {
        baseUrl: { type: 'string', format: 'uri' },
        version: STRING,
        versionNumbers: { type: 'array', items: INTEGER },
        deploymentType: { type: 'string', enum: ['Server', 'DataCenter'] },
        serverTime: { type: 'string', format: 'date-time' },
      },
    },
    what: 'The bean has no members.',
    reason: 'Clients tell the deployments apart by deploymentType and versionNumbers, which every version sends.',
  },
  {
    deployment: 'datacenter',
    aspect: 'response',
    operation: `GET ${ISSUE}/editmeta`,
    status: 200,
    documented: ref('EditMetaBean'),
    actual: {
      type: 'object',
      required: ['fields'],
      properties: { fields: { type: 'object', additionalProperties: ref('FieldMetaBean') } },
    },
    what: 'The bean has no members.',
    reason: 'Both deployments answer {"fields":{id:{…}}}.',
  },

  // ── Data Center: bodies ──
  {
    deployment: 'datacenter',
    aspect: 'request',
    operation: `PUT ${ISSUE}/assignee`,
    documented: ref('UserBean'),
    actual: {
      type: 'object',
      properties: { name: { type: 'string', nullable: true } },
      required: ['name'],
      additionalProperties: false,
    },
    what: 'The body is typed as a whole user, whose name cannot be null.',
    reason: 'Jira reads the name alone: null unassigns, "-1" is the default assignee.',
  },
  // ── Data Center: Java's Object published as a JSON object ──
  javaObject('IssueBean', 'fields', mapOf({ type: 'object' }), mapOf(ANYTHING), 'A field'),
  javaObject('IssueBean', 'renderedFields', mapOf({ type: 'object' }), mapOf(ANYTHING), 'A rendered field'),
  javaObject(
    'IssueBean',
    'versionedRepresentations',
    mapOf(mapOf({ type: 'object' })),
    mapOf(mapOf(ANYTHING)),
    'A version of a field',
  ),
  javaObject('IssueBean', 'properties', ref('PropertiesBean'), mapOf(ANYTHING), 'An issue property'),
  javaObject('IssueUpdateBean', 'fields', mapOf({ type: 'object' }), mapOf(ANYTHING), 'A field'),
  javaObject('FieldOperation', 'value', { type: 'object' }, ANYTHING, 'What an operation sets'),
  javaObject('FieldMetaBean', 'defaultValue', { type: 'object' }, ANYTHING, 'A default'),
  javaObject(
    'FieldMetaBean',
    'allowedValues',
    { type: 'array', items: { type: 'object' } },
    { type: 'array', items: ANYTHING },
    'An allowed value',
  ),
  javaObject('EntityPropertyBean', 'value', STRING, ANYTHING, "A property's value"),

  {
    deployment: 'datacenter',
    aspect: 'schema',
    schema: 'ProjectBean',
    property: 'issueTypes',
    documented: undefined,
    actual: listOf('IssueTypeJsonBean'),
    what: 'The member is missing.',
    reason: 'GET project/{key} holds the issue types of the project; Data Center has no other list of them.',
  },
  ...['visibleFieldNames', 'visibleFunctionNames'].map(
    (property): KnownDefect => ({
      deployment: 'datacenter',
      aspect: 'schema',
      schema: 'AutoCompleteResponseBean',
      property,
      documented: { type: 'array', items: STRING },
      actual: { type: 'array', items: { type: 'object', required: ['value', 'displayName'] } },
      what: 'The names are typed as texts.',
      reason: 'The examples of the document itself are objects with value and displayName.',
    }),
  ),

  // ── Data Center: query parameters ──
  {
    deployment: 'datacenter',
    aspect: 'query',
    operation: `GET ${ISSUE}/transitions`,
    parameter: 'expand',
    documented: undefined,
    actual: STRING,
    what: 'The parameter is missing.',
    reason: 'expand=transitions.fields works, and the description of the operation speaks of it.',
  },
  {
    deployment: 'datacenter',
    aspect: 'query',
    operation: 'GET /rest/api/2/search',
    parameter: 'expand',
    documented: ref('StringList'),
    actual: STRING,
    what: 'Typed as an object without members.',
    reason: 'The description says: a comma-separated list.',
  },
  {
    deployment: 'datacenter',
    aspect: 'query',
    operation: 'GET /rest/api/2/search',
    parameter: 'fields',
    documented: { type: 'array', items: ref('StringList') },
    actual: COMMA_LIST,
    what: 'The items are typed as an object without members.',
    reason: 'Field ids, comma-separated, as in every other operation.',
  },
  untyped(`GET ${ISSUE}`, 'updateHistory', BOOLEAN),
  untyped(`PUT ${ISSUE}`, 'notifyUsers', BOOLEAN),
  untyped(`DELETE ${ISSUE}`, 'deleteSubtasks', BOOLEAN),
  untyped(`GET ${ISSUE}/comment`, 'startAt', INTEGER),
  untyped(`GET ${ISSUE}/comment`, 'maxResults', INTEGER),
  untyped(`GET ${CREATE_META}`, 'startAt', INTEGER),
  untyped(`GET ${CREATE_META}`, 'maxResults', INTEGER),
  untyped(`GET ${CREATE_META}/{issueTypeId}`, 'startAt', INTEGER),
  untyped(`GET ${CREATE_META}/{issueTypeId}`, 'maxResults', INTEGER),
  untyped('GET /rest/api/2/customFields', 'startAt', INTEGER),
  untyped('GET /rest/api/2/customFields', 'maxResults', INTEGER),
  untyped('GET /rest/api/2/issue/picker', 'showSubTasks', BOOLEAN),
  untyped('GET /rest/api/2/issue/picker', 'showSubTaskParent', BOOLEAN),

  ...['visibleFieldNames', 'visibleFunctionNames'].map(
    (property): KnownDefect => ({
      deployment: 'datacenter',
      aspect: 'schema',
      schema: 'AutoCompleteResponseBean',
      property,
      documented: { type: 'array', items: STRING },
      actual: JQL_REFERENCE,
      what: 'Typed as strings.',
      reason: 'The example beside it shows the objects that have always been sent.',
    }),
  ),

  // ── Data Center: statuses ──
  undocumentedStatus('datacenter', `PUT ${ISSUE}`, 404, ABSENT),
  undocumentedStatus('datacenter', `POST ${ISSUE}/comment`, 404, ABSENT),
  undocumentedStatus('datacenter', `PUT ${COMMENT}`, 404, ABSENT),
  undocumentedStatus('datacenter', `DELETE ${COMMENT}`, 404, ABSENT),
  undocumentedStatus('datacenter', 'GET /rest/api/2/user/list', 404, 'Older patch levels do not have the resource.'),
];

function mapOf(values: JsonObject): JsonObject {
  return { type: 'object', additionalProperties: values };
}
