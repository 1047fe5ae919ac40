import { isRecord, type JsonRecord, numberEntry, textEntry } from '../client/json';
import { type Identity, isRecordKindName, RECORD_KINDS, type RecordKindName, recordKind } from '../jira/record-kinds';

/** A record that Jira returned, as far as it identifies something: itself, and for a comment also its issue. */
export interface ReturnedRecord {
  /** `undefined` for a kind that no node takes. */
  readonly kind: RecordKindName | undefined;
  readonly identities: Readonly<Partial<Record<Identity, string>>>;
}

const API_PATH = /\/rest\/api\/(?:\d+|latest)(\/.+)$/;

/** The kinds that a `self` tells, with the pattern of its path. */
const SELF_PATTERNS: readonly (readonly [RecordKindName, RegExp])[] = Object.keys(RECORD_KINDS)
  .filter(isRecordKindName)
  .flatMap((name) => {
    const { self } = recordKind(name);
    return self === undefined
      ? []
      : [[name, new RegExp(`^${self.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`, 'i')] as const];
  });

/**
 * What a payload identifies, if it is something that Jira returned: only its `self` says what it is. `undefined` for
 * anything else, an object that a flow made itself included.
 */
export function returnedRecord(payload: unknown): ReturnedRecord | undefined {
  const path = apiPath(textEntry(payload, 'self'));
  if (path === undefined || !isRecord(payload)) return undefined;
  for (const [kind, pattern] of SELF_PATTERNS) {
    const match = pattern.exec(path);
    if (match) return { kind, identities: { ...inPath(match.groups), ...inEntries(kind, payload) } };
  }
  return { kind: undefined, identities: {} };
}

function inPath(groups: Readonly<Record<string, string>> = {}): ReturnedRecord['identities'] {
  return Object.fromEntries(Object.entries(groups).map(([identity, part]) => [identity, decoded(part)]));
}

/** What the record calls itself counts more than its address: an issue's key more than the id in its `self`. */
function inEntries(kind: RecordKindName, payload: JsonRecord): ReturnedRecord['identities'] {
  const found = Object.entries(recordKind(kind).identifies).flatMap(([identity, entries]) => {
    const value = entries.map((name) => textEntry(payload, name) ?? numberEntry(payload, name)).find((one) => one);
    return value === undefined ? [] : [[identity, String(value)] as const];
  });
  return Object.fromEntries(found);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The part of a `self` address that says what it is of; `undefined` if it is no address of Jira's REST API. */
function apiPath(self: string | undefined): string | undefined {
  if (self === undefined || !URL.canParse(self)) return undefined;
  return API_PATH.exec(new URL(self).pathname)?.[1];
}
