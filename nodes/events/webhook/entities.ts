import { entry, isRecord } from '../../client/json';

/** An issue as a body names it: by id, by key, or by both. */
export interface IssueName {
  readonly id?: string | undefined;
  readonly key?: string | undefined;
}

/** The id of anything, which Jira sends as text in some places and as a number in others. */
export function idIn(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value > 0 ? String(value) : undefined;
  return typeof value === 'string' && /^\d{1,19}$/.test(value) ? value : undefined;
}

function keyIn(value: unknown): string | undefined {
  // Data Center lets administrators decide what a project's key looks like.
  return typeof value === 'string' && /^\p{L}[\p{L}\p{N}_]{0,254}-\d{1,18}$/u.test(value) ? value : undefined;
}

/** An issue by what a body has in its place: the issue itself, whole or thin, its key or its id. */
export function issueNameIn(value: unknown): IssueName | undefined {
  if (!isRecord(value)) {
    const [id, key] = [typeof value === 'string' ? idIn(value) : undefined, keyIn(value)];
    return id === undefined && key === undefined ? undefined : { id, key };
  }
  const key = keyIn(entry(value, 'key'));
  const id = idIn(entry(value, 'id'));
  // Other programs have issues, too, with a number and no key.
  const isJiras = typeof entry(value, 'id') === 'string' || isRecord(entry(value, 'fields'));
  return key !== undefined || (id !== undefined && isJiras) ? { id, key } : undefined;
}

/** A copy without entries that could change what an object is once a flow copies them. */
export function harmless(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(harmless);
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).filter(([name]) => name !== '__proto__');
  return Object.fromEntries(entries.map(([name, one]) => [name, harmless(one)]));
}
