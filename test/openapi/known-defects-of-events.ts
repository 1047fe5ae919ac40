import { bareArray, type KnownDefect, listOf, ref, STRING } from './defect';

/** Defects of the operations that tell what has happened. */
export const DEFECTS_OF_EVENTS: KnownDefect[] = [
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
  bareArray(
    'POST /rest/api/2/worklog/list',
    'worklog',
    'It takes many ids, and Cloud, which grew from it, types a list.',
  ),
];
