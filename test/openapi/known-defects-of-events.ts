import { bareArray, type KnownDefect, listOf, ref, STRING, undocumentedStatus } from './defect';

const WORKLOGS = '/rest/api/2/issue/{issueIdOrKey}/worklog';
const ABSENT =
  'An issue or worklog that is absent or not visible is 404 on every operation; the document forgot it here.';

/** Defects of the operations that tell what has happened. */
export const DEFECTS_OF_EVENTS: KnownDefect[] = [
  undocumentedStatus('datacenter', `POST ${WORKLOGS}`, 404, ABSENT),
  undocumentedStatus('datacenter', `PUT ${WORKLOGS}/{id}`, 404, ABSENT),
  undocumentedStatus('datacenter', `DELETE ${WORKLOGS}/{id}`, 404, ABSENT),
  {
    deployment: 'cloud',
    aspect: 'response',
    operation: 'POST /rest/api/3/changelog/bulkfetch',
    status: 200,
    documented: ref('BulkChangelogResponseBean'),
    actual: {
      type: 'object',
      additionalProperties: false,
      properties: {
        nextPageToken: { ...STRING, nullable: true },
        issueChangeLogs: {
          type: 'array',
          items: {
            type: 'object',
            additionalProperties: false,
            properties: {
              issueId: STRING,
              changeHistories: {
                type: 'array',
                items: {
                  type: 'object',
                  additionalProperties: false,
                  properties: {
                    id: STRING,
                    author: ref('UserDetails'),
                    created: { type: 'integer' },
                    items: listOf('ChangeDetails'),
                  },
                },
              },
            },
          },
        },
      },
    },
    what: 'The time of a change is typed as text.',
    reason: 'Two projects have recorded a number of milliseconds, and the example of the document itself has a number.',
  },
  {
    deployment: 'datacenter',
    aspect: 'response',
    operation: 'PUT /rest/api/2/version/{id}',
    status: 200,
    documented: undefined,
    actual: ref('VersionBean'),
    what: 'The answer has no body.',
    reason: 'Jira answers with the version; Cloud, which grew from the same code, says so.',
  },
  bareArray(
    'POST /rest/api/2/worklog/list',
    'worklog',
    'It takes many ids, and Cloud, which grew from it, types a list.',
  ),
];
