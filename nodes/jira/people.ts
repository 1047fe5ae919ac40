import { JiraError } from '../client/errors/jira-error';
import type { Query } from '../client/http/request';
import { isRecord, type JsonRecord, textEntry } from '../client/json';
import type { ListRequest } from '../client/lists/paging';
import type { CacheKey } from '../client/ttl-cache';
import { ambiguous, badInput } from './input-errors';
import type { Jira, OwnListRequest } from './jira';
import { named } from './names';

/** How a person is named in Jira's bodies: by account id on Cloud, by user name on Data Center. */
export type PersonField = { readonly accountId: string } | { readonly name: string } | null;

/** Jira's own word for "whoever the project assigns by default". */
const PROJECT_DEFAULT = '-1';
/** The most people that a look-up by name reads. */
const MATCHES = 50;
/** Account ids hold a digit or a colon; a name that has neither is somebody's display name. */
const ACCOUNT_ID = /^(?=.*[\d:])[\w:-]{10,128}$/;

/**
 * A person as a user field takes them. Understands account ids, Data Center user names, e-mail addresses, display names,
 * Jira's user objects, `me`, `none` (or `null`) for nobody and `default` (or `-1`) for the project's own choice.
 * @throws JiraError `JIRA_INPUT` if nobody is found, `JIRA_AMBIGUOUS` if several are
 */
export async function personField(jira: Jira, person: unknown): Promise<PersonField> {
  if (person === null) return null;
  const cloud = jira.deployment === 'cloud';
  const id = await personId(jira, person);
  if (id === null) return null;
  return cloud ? { accountId: id } : { name: id };
}

/** The same by id alone: `null` for nobody, `-1` for the project's own choice. */
export async function personId(jira: Jira, person: unknown): Promise<string | null> {
  const entryName = personIdEntry(jira);
  if (isRecord(person)) {
    // An empty name would be nobody to Jira, and the issue taken from whoever has it.
    const id = textEntry(person, entryName) || textEntry(person, 'id');
    if (!id) throw badInput('person.unknown', { name: JSON.stringify(person).slice(0, 80) });
    return id;
  }
  const name = typeof person === 'string' ? person.trim() : '';
  switch (name.toLowerCase()) {
    case '':
      throw badInput('person.unknown', { name: String(person) });
    case 'none':
      return null;
    case 'default':
    case PROJECT_DEFAULT:
      return PROJECT_DEFAULT;
    case 'me':
      return myId(jira);
  }
  return isPersonId(jira, name) ? name : findPerson(jira, name);
}

/** Whether a name looks like the id of a person: an account id on Cloud, a user name on Data Center. */
export function isPersonId({ deployment }: Jira, name: string): boolean {
  return deployment === 'cloud' ? ACCOUNT_ID.test(name) : !/[\s@]/.test(name);
}

/** The entry of a user that names it to Jira. */
export function personIdEntry(jira: Jira): 'accountId' | 'name' {
  return jira.deployment === 'cloud' ? 'accountId' : 'name';
}

function myId(jira: Jira): Promise<string> {
  const key: CacheKey<string> = { name: 'me' };
  return jira.recall(key, async () => {
    const id = textEntry(await jira.ask({ route: 'GET /myself' }), personIdEntry(jira));
    if (id === undefined) throw badInput('person.unknown', { name: 'me' });
    return id;
  });
}

/** Finds one active person by e-mail address or display name. Jira finds a full address even where it is hidden. */
function findPerson(jira: Jira, name: string): Promise<string> {
  const key: CacheKey<string> = { name: `person:${name}` };
  return jira.recall(key, async () => {
    const [first, ...others] = await peopleNamed(jira, name);
    const id = textEntry(first, personIdEntry(jira));
    if (id === undefined) throw badInput('person.unknown', { name });
    if (others.length > 0)
      throw ambiguous(
        'person.ambiguous',
        name,
        [first, ...others].map((one) => describe(jira, one)),
      );
    return id;
  });
}

/** The active people who have an e-mail address or a display name. */
export async function peopleNamed(jira: Jira, name: string): Promise<readonly unknown[]> {
  const search = jira.deployment === 'cloud' ? { query: name } : { username: name };
  const response = await jira.ask({ route: 'GET /user/search', query: { ...search, maxResults: MATCHES } });
  const people = (Array.isArray(response) ? response : []).filter(isRecord).filter(({ active }) => active !== false);
  return bestMatches(people, name);
}

/** Jira's search also finds beginnings of names: whoever is called so in full counts first. */
function bestMatches(people: readonly Record<string, unknown>[], name: string): readonly unknown[] {
  const exact = named(people, name, (person) =>
    ['emailAddress', 'displayName', 'name'].map((entry) => textEntry(person, entry)),
  );
  if (exact.length > 0) return exact;
  // A hidden address can't be compared, but Jira only finds it when it was given in full.
  return name.includes('@') ? people.filter((person) => !textEntry(person, 'emailAddress')) : [];
}

function describe(jira: Jira, person: unknown): string {
  return `${textEntry(person, 'displayName') ?? '?'} (${textEntry(person, personIdEntry(jira)) ?? '?'})`;
}

/** The body that gives an issue to a person: as for a user field, but here `null` needs the entry's name too. */
export async function assigneeBody(jira: Jira, assignee: unknown): Promise<JsonRecord> {
  return (await personField(jira, assignee)) ?? { [personIdEntry(jira)]: null };
}

export interface UserInputs {
  /** Cloud. */
  readonly accountId?: string | undefined;
  /** Data Center. */
  readonly username?: string | undefined;
  /** Data Center. */
  readonly userKey?: string | undefined;
}

/**
 * The query that names a user to Jira: by account id on Cloud, by name or key on Data Center. A bare payload fills both ways of
 * naming, of which each deployment reads its own.
 * @throws JiraError `JIRA_INPUT` without a name, `JIRA_UNSUPPORTED` with the other deployment's only
 */
export function userQuery({ deployment }: Jira, { accountId, username, userKey }: UserInputs): Query {
  if (deployment === 'cloud') {
    if (accountId !== undefined) return { accountId };
    throw namedElsewhere('accountId', { username, userKey });
  }
  if (userKey !== undefined) return { key: userKey };
  if (username !== undefined) return { username };
  throw namedElsewhere('username', { accountId });
}

/** Nobody is named in the way of this deployment; `others` are the ways of the other one. */
function namedElsewhere(own: string, others: UserInputs): JiraError {
  const [given] = Object.entries(others).find(([, value]) => value !== undefined) ?? [];
  if (given === undefined) return badInput('input.missing', { name: own });
  return new JiraError('JIRA_UNSUPPORTED', 'person.namedElsewhere', { name: given, own }, { outcome: 'not-done' });
}

/** Users are small, and Jira gives up to this many at a time. */
const LARGEST_USER_PAGE = 1_000;
/** Data Center's user search ends after 1,000 people, since Jira 11.3 after 100, with an empty page and without a word. */
const USER_SEARCH_CUTS = [100, 1_000];

/**
 * The users of the site. Data Center lists them by a cursor since patch levels of 10.x, and before that only by a search for
 * everybody (`.`); a query is always a search there.
 */
export function userList(jira: Jira, query: string | undefined): OwnListRequest {
  if (jira.deployment === 'cloud') return { style: 'array', largestPage: LARGEST_USER_PAGE };
  const search: ListRequest = {
    route: 'GET /user/search',
    query: { username: query ?? '.', includeInactive: true },
    style: 'array',
    cutAt: USER_SEARCH_CUTS,
  };
  if (query !== undefined) return search;
  return {
    style: 'cursor',
    records: 'values',
    fallback: search,
    largestPage: LARGEST_USER_PAGE,
  };
}
