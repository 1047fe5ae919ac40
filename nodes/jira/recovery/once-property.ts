import type { Request } from '../../client/http/request';
import { entry, listEntry, textEntry } from '../../client/json';

/** The entity property, invisible to Jira's users, that holds the once key of an issue or a comment: `{key}`. */
export const ONCE_PROPERTY = 'jira-flows.once';

/** The call with the key among the properties that it writes. */
export function withOnceProperty(request: Request, key: string): Request {
  const { body } = request;
  const others = listEntry(body, 'properties').filter((one) => textEntry(one, 'key') !== ONCE_PROPERTY);
  const properties = [...others, { key: ONCE_PROPERTY, value: { key } }];
  return { ...request, body: { ...(typeof body === 'object' && body), properties } };
}

/** Whether a value of that property is this key. */
export function isOnceKey(value: unknown, key: string): boolean {
  return textEntry(value, 'key') === key;
}

/** Whether a record with `properties` by their keys, as an issue has them, was written with this key. */
export function wasWrittenWith(record: unknown, key: string): boolean {
  return isOnceKey(entry(entry(record, 'properties'), ONCE_PROPERTY), key);
}
