import {
  ANYTHING,
  BOOLEAN,
  bareArray,
  INTEGER,
  type KnownDefect,
  listOf,
  page,
  ref,
  STRING,
  undocumentedStatus,
} from './defect';
import type { JsonObject } from './json';

const ISSUE = '/rest/api/2/issue/{issueIdOrKey}';
const PROJECT = '/rest/api/2/project/{projectIdOrKey}';
const ABSENT = 'An issue or link that is absent or not visible is 404 on every operation; the document forgot it here.';
const ALL = 'The description says that it returns all of them, and it takes no paging parameters.';
const PAGED = 'It takes startAt and maxResults, and answers with a page bean.';

const CHANGE = ['from', 'fromString', 'to', 'toString'];

const REMOTE_LINK: JsonObject & Record<string, JsonObject> = {
  id: { type: 'integer', format: 'int64' },
  self: { type: 'string', format: 'uri' },
  globalId: STRING,
  application: ref('Application'),
  relationship: STRING,
  object: ref('RemoteObject'),
};

/** Defects of resources that no node calls, but clients of other people do. */
export const DEFECTS_OF_OTHER_RESOURCES: KnownDefect[] = [
  {
    deployment: 'cloud',
    aspect: 'request',
    operation: 'POST /rest/api/3/issue/{issueIdOrKey}/watchers',
    documented: STRING,
    actual: STRING,
    optional: true,
    what: 'The body is marked as required.',
    reason: 'Its description says that the caller is added if no user is specified.',
  },
  ...CHANGE.map((property) => nullable('cloud', 'ChangeDetails', property, { type: 'string', readOnly: true })),
  ...CHANGE.map((property) => nullable('datacenter', 'ChangeItemBean', property, STRING)),
  {
    deployment: 'datacenter',
    aspect: 'schema',
    schema: 'VersionBean',
    property: 'releaseDate',
    documented: { type: 'string', format: 'date-time' },
    actual: { type: 'string', format: 'date' },
    what: 'The release date is typed as a moment.',
    reason:
      'It is a day, as users enter it, and comes as YYYY-MM-DD; Cloud, which grew from the same code, types it so.',
  },
  {
    deployment: 'datacenter',
    aspect: 'request',
    operation: `PUT ${ISSUE}/properties/{propertyKey}`,
    documented: { type: 'string', format: 'json' },
    actual: ANYTHING,
    what: 'The body is typed as a text that holds JSON.',
    reason: 'The body is the JSON itself, as Cloud types it.',
  },
  bareArray(`GET ${PROJECT}/components`, 'ComponentBean', ALL),
  bareArray(`GET ${PROJECT}/versions`, 'VersionBean', ALL),
  bareArray(`GET ${PROJECT}/statuses`, 'IssueTypeWithStatusJsonBean', ALL),
  bareArray('GET /rest/api/2/filter/favourite', 'FilterBean', ALL),
  bareArray('GET /rest/api/2/statuscategory', 'StatusCategoryJsonBean', ALL),
  page('GET /rest/api/2/resolution/page', 'ResolutionBean', PAGED),
  {
    deployment: 'datacenter',
    aspect: 'response',
    operation: `GET ${ISSUE}/remotelink`,
    status: 200,
    documented: ref('RemoteIssueLinkBean'),
    actual: { anyOf: [listOf('RemoteIssueLinkBean'), ref('RemoteIssueLinkBean')] },
    what: 'The answer is typed as a single bean although the operation returns many.',
    reason: 'A single link comes only where globalId names it; Cloud, which grew from the same code, says so.',
  },
  ...[200, 201].map(
    (status): KnownDefect => ({
      deployment: 'datacenter',
      aspect: 'response',
      operation: `POST ${ISSUE}/remotelink`,
      status,
      documented: status === 200 ? ref('RemoteIssueLinkBean') : undefined,
      actual: {
        type: 'object',
        required: ['id', 'self'],
        properties: { id: { type: 'integer', format: 'int64', example: 10_000 }, self: STRING },
        additionalProperties: false,
      },
      what: 'It answers with the whole link, and never 201.',
      reason:
        'A new link is 201, a changed one 200, both with id and self alone; Cloud, which grew from the same code, says so.',
    }),
  ),
  ...Object.entries(REMOTE_LINK).map(
    ([property, actual]): KnownDefect => ({
      deployment: 'datacenter',
      aspect: 'schema',
      schema: 'RemoteIssueLinkBean',
      property,
      documented: undefined,
      actual,
      what: 'The bean has no members.',
      reason: 'Both deployments answer with id, self, globalId, application, relationship and object.',
    }),
  ),
  {
    deployment: 'datacenter',
    aspect: 'response',
    operation: `GET ${ISSUE}/watchers`,
    status: 200,
    documented: ref('WatchersBean'),
    actual: {
      type: 'object',
      required: ['watchCount', 'watchers'],
      properties: {
        self: STRING,
        isWatching: BOOLEAN,
        watchCount: INTEGER,
        watchers: listOf('UserJsonBean'),
      },
      additionalProperties: false,
    },
    what: 'The bean has no members.',
    reason: 'Both deployments answer {"self","isWatching","watchCount","watchers":[…]}.',
  },
  undocumentedStatus(
    'datacenter',
    'GET /rest/api/2/filter/{id}',
    400,
    'A filter that is absent or not shared with the caller is 400, as Cloud documents it.',
  ),
  undocumentedStatus(
    'datacenter',
    'PUT /rest/api/2/version/{id}',
    400,
    'A body that can not be read is 400 on every operation, as Cloud says of this one.',
  ),
  undocumentedStatus('datacenter', `POST ${ISSUE}/remotelink`, 404, ABSENT),
  undocumentedStatus('datacenter', `PUT ${ISSUE}/remotelink/{linkId}`, 404, ABSENT),
];

/** One side of a change that filled or emptied a field. */
function nullable(
  deployment: 'cloud' | 'datacenter',
  schema: string,
  property: string,
  documented: JsonObject,
): KnownDefect {
  return {
    deployment,
    aspect: 'schema',
    schema,
    property,
    documented,
    actual: { ...documented, nullable: true },
    what: 'Both sides of a change are typed as text.',
    reason:
      'The side on which a field was empty, and the id of a value that has none, are null in every recorded changelog.',
  };
}
