import { JiraError } from '../errors/jira-error';
import type { Deployment } from '../http/request';
import { entry, given, isRecord, type JsonRecord } from '../json';
import type { ListRequest, Position } from './paging';

/** Where a reading goes on. `msg.jira.next` carries it in `position`, which nothing outside this file looks into. */
export interface Cursor extends Position {
  /** Records at the start of a token's page that have been handed on already. */
  readonly skip?: number | undefined;
  /** The record handed on last, where the list is counted: whatever was deleted before it, the list goes on behind it. */
  readonly after?: string | undefined;
  /** The token is one of the list of ids. */
  readonly byIds?: true | undefined;
}

type Check = (value: unknown) => boolean;
const isCount: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
const isText: Check = (value) => typeof value === 'string' && value !== '';
const MEMBERS: Readonly<Record<keyof Cursor, Check>> = {
  startAt: isCount,
  maxResults: isCount,
  skip: isCount,
  token: isText,
  after: isText,
  byIds: (value) => value === true,
};

/** What a cursor needs to know of its list. */
type Paging = Pick<ListRequest, 'style' | 'fallback' | 'byIds'>;

/** `msg.jira.next`: the inputs of a list, to go on at `cursor`. */
export function continuation(inputs: JsonRecord, cursor: Cursor): JsonRecord {
  const { startAt: _startAt, maxResults: _size, nextPageToken: _token, next: _next, ...carried } = inputs;
  return { ...carried, position: Buffer.from(JSON.stringify(cursor)).toString('base64url') };
}

/** Whether a value is a `msg.jira.next`. */
export function isContinuation(value: unknown): boolean {
  return typeof entry(value, 'position') === 'string';
}

/**
 * Where a list begins by a node's inputs: `next` of an earlier message, else `startAt`, `nextPageToken` and `maxResults`.
 * @throws JiraError `JIRA_INPUT` for a `next` that is none of this list, `JIRA_UNSUPPORTED` for `startAt` where Jira counts nothing
 */
export function cursorIn(inputs: JsonRecord, list: Paging, on: Deployment): Cursor {
  const position = entry(inputs.next, 'position');
  const cursor = position === undefined ? fromInputs(inputs, list, on) : decoded(position);
  if (!isCursor(cursor) || !fits(cursor, list)) {
    throw new JiraError('JIRA_INPUT', 'input.badNext', { name: 'next' }, { outcome: 'not-done', retryable: false });
  }
  return cursor;
}

/** The inputs themselves, or `next` as earlier versions wrote it: with the place among the inputs. */
function fromInputs(inputs: JsonRecord, { style, fallback }: Paging, on: Deployment): unknown {
  const { startAt, nextPageToken: token, maxResults, next } = inputs;
  const cannotCount = goesByToken(style) && (!fallback || !startAt);
  if (cannotCount && startAt)
    throw new JiraError('JIRA_UNSUPPORTED', `unsupported.${on}`, { name: 'startAt' }, { outcome: 'not-done' });
  const place = { startAt: cannotCount ? undefined : startAt, token, maxResults };
  return given({ ...place, skip: entry(next, 'skip'), byIds: entry(next, 'byIds') });
}

function decoded(position: unknown): unknown {
  try {
    return JSON.parse(Buffer.from(String(position), 'base64url').toString());
  } catch {
    // Cut off, or somebody else's.
    return undefined;
  }
}

function isCursor(value: unknown): value is Cursor {
  if (!isRecord(value)) return false;
  const isMember = (name: string): name is keyof Cursor => Object.hasOwn(MEMBERS, name);
  return Object.entries(value).every(([name, member]) => isMember(name) && MEMBERS[name](member));
}

/** A `next` of another list could be asked for, and would lead anywhere. */
function fits(cursor: Cursor, { style, fallback, byIds }: Paging): boolean {
  const { startAt, token, skip, after } = cursor;
  if (cursor.byIds && !byIds) return false;
  const counts = startAt !== undefined || after !== undefined;
  const goesOn = token !== undefined || skip !== undefined || cursor.byIds !== undefined;
  if (!goesByToken(style)) return !goesOn;
  return !counts || (fallback !== undefined && !goesOn);
}

export function goesByToken(style: ListRequest['style']): boolean {
  return style === 'token' || style === 'cursor';
}
