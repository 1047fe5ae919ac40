import type { UnusableBody } from '../client/http/response-body';
import { entry, isRecord } from '../client/json';

/** What is known of one kind of record that Jira returns. */
interface RecordKind {
  /**
   * The path of its `self` below the API root. A name in braces is something that the path identifies: the record itself, and what it
   * belongs to. Kinds without one can't be told from their `self`.
   */
  readonly self?: `/${string}`;
  /** What it identifies, and the entries that hold the identifier, the first that is there counting. */
  readonly identifies: Readonly<Record<string, readonly string[]>>;
  /** The entry that holds rich text, or fields of which some do. */
  readonly richText?: string;
}

/** The kinds of records that nodes return: from here follow chaining, the `richText` option, and whether a response is a record at all. */
export const RECORD_KINDS = {
  issue: { self: '/issue/{issue}', identifies: { issue: ['key', 'id'] }, richText: 'fields' },
  comment: { self: '/issue/{issue}/comment/{comment}', identifies: { comment: ['id'] }, richText: 'body' },
  worklog: { self: '/issue/{issue}/worklog/{worklog}', identifies: { worklog: ['id'] }, richText: 'comment' },
  // Jira calls it a remote link.
  weblink: { self: '/issue/{issue}/remotelink/{weblink}', identifies: { weblink: ['id'] } },
  link: { self: '/issueLink/{link}', identifies: { link: ['id'] } },
  project: { self: '/project/{project}', identifies: { project: ['key', 'id'] } },
  // Atlassian's documents write `issueType`, Jira itself `issuetype`.
  issueType: { self: '/issuetype/{issueType}', identifies: { issueType: ['id'] } },
  user: {
    self: '/user',
    identifies: { user: ['accountId', 'name'], accountId: ['accountId'], username: ['name'] },
  },
  transition: { identifies: { transition: ['id'] } },
  history: { identifies: { history: ['id'] } },
  field: { identifies: { field: ['id'] } },
  createdIssues: { identifies: { createdIssues: ['issues', 'errors'] } },
  issueCount: { identifies: { issueCount: ['count', 'total'] } },
  issueSuggestions: { identifies: { issueSuggestions: ['sections'] } },
} as const satisfies Readonly<Record<string, RecordKind>>;

export type RecordKindName = keyof typeof RECORD_KINDS;

/** Something that an input can be the identifier of: a record, or a user by the id of one deployment. */
export type Identity = RecordKindName | 'accountId' | 'username';

/** Whether a name is one of a kind. */
export function isRecordKindName(name: string): name is RecordKindName {
  return Object.hasOwn(RECORD_KINDS, name);
}

/** All that is known of a kind. */
export function recordKind(name: RecordKindName): RecordKind {
  return RECORD_KINDS[name];
}

/** Whether a value is a record of a kind: it has one of the entries by which such a record is identified. */
export function isRecordOf(name: RecordKindName, value: unknown): boolean {
  if (!isRecord(value)) return false;
  return Object.values(recordKind(name).identifies)
    .flat()
    .some((identifier) => !isEmpty(entry(value, identifier)));
}

/** What a flow gave to say which thing it means: ids, keys and names. */
export type Identifiers = Readonly<Partial<Record<Identity, string>>>;

/** What is wrong with a response that should be a record of a kind: it is none, or it is another one. */
export function recordProblem(name: RecordKindName, value: unknown, asked: Identifiers = {}): UnusableBody | undefined {
  if (!isRecordOf(name, value)) return { read: 'response.noRecord', write: 'outcome.noRecord' };
  const identities = Object.keys(recordKind(name).identifies);
  const isAnother = Object.entries(asked).some(
    ([identity, identifier]) => identities.includes(identity) && isAnotherRecord(identity, identifier, value),
  );
  return isAnother ? { read: 'response.otherRecord', write: 'outcome.noRecord' } : undefined;
}

/** Only ids tell: an issue that has moved answers to its old key, and a project that was renamed to its old one. */
function isAnotherRecord(identity: string, asked: string, record: unknown): boolean {
  const isAccountId = identity === 'accountId';
  const found = entry(record, isAccountId ? 'accountId' : 'id');
  return (isAccountId || /^\d+$/.test(asked)) && !isEmpty(found) && String(found) !== asked;
}

/** The identities that a record's own path and entries tell: of a comment, itself and its issue. */
export function identitiesIn(name: RecordKindName): readonly string[] {
  const { self = '', identifies } = recordKind(name);
  const inPath = [...self.matchAll(/\{(\w+)\}/g)].map(([, identity = '']) => identity);
  return [...new Set([...inPath, ...Object.keys(identifies)])];
}

/** The kinds of records that belong to one of this kind, by their addresses: an issue's comments and worklogs. */
export function partsOf(name: RecordKindName): readonly RecordKindName[] {
  const { self } = recordKind(name);
  if (self === undefined) return [];
  return Object.keys(RECORD_KINDS)
    .filter(isRecordKindName)
    .filter((part) => recordKind(part).self?.startsWith(`${self}/`));
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}
