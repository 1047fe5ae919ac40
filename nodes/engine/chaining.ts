import { isRecord, textEntry } from '../client/json';
import type { Identity, RecordKind } from '../definition';

/** What a record names: itself, and for a comment also its issue. */
export type Identities = Readonly<Partial<Record<Identity, string>>>;

const API_PATH = /\/rest\/api\/(?:\d+|latest)\/(.+)$/;

/** Where each kind of record lives below the API root. */
const PLACES: readonly (readonly [kind: RecordKind, place: RegExp])[] = [
  ['issue', /^issue\/[^/]+$/],
  ['comment', /^issue\/[^/]+\/comment\/[^/]+$/],
  ['project', /^project\/[^/]+$/],
  // Atlassian's documents write `issueType`, Jira itself `issuetype`.
  ['issuetype', /^issuetype\/[^/]+$/i],
  ['link', /^issueLink\/[^/]+$/],
  ['user', /^user$/],
];

/**
 * What a payload identifies, if it is something that Jira returned: only its `self` says what it is. `undefined` for
 * anything else, an object that a flow made itself included.
 */
export function identitiesOf(payload: unknown): Identities | undefined {
  const place = apiPath(textEntry(payload, 'self'));
  if (place === undefined || !isRecord(payload)) return undefined;
  const kind = PLACES.find(([, pattern]) => pattern.test(place))?.[0];
  switch (kind) {
    case undefined:
      return {};
    case 'comment':
      return { ...named('comment', payload, ['id']), issue: decodeURIComponent(place.split('/')[1] ?? '') };
    case 'user':
      return {
        ...named('user', payload, ['accountId', 'name']),
        ...named('accountId', payload, ['accountId']),
        ...named('username', payload, ['name']),
      };
    case 'issue':
    case 'project':
      return named(kind, payload, ['key', 'id']);
    default:
      return named(kind, payload, ['id']);
  }
}

function named(kind: Identity, payload: object, entries: readonly string[]): Identities {
  const name = entries.map((entry) => textEntry(payload, entry)).find((text) => text);
  return name === undefined ? {} : { [kind]: name };
}

/** The part of a `self` address that says what it is of; `undefined` if it is no address of Jira's REST API. */
function apiPath(self: string | undefined): string | undefined {
  if (self === undefined || !URL.canParse(self)) return undefined;
  return API_PATH.exec(new URL(self).pathname)?.[1];
}
