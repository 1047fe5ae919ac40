import { entry } from '../../client/json';
import type { CacheKey } from '../../client/ttl-cache';
import { type FieldNames, fieldNamesIn } from '../../jira/history-fields';
import type { JiraAccess } from './access';

const FIELD_NAMES: CacheKey<FieldNames> = { name: 'events:field-names' };

/** The names of the site's fields; remembered for some minutes. */
export function fieldNames(access: JiraAccess): Promise<FieldNames> {
  return access.cache.recall(FIELD_NAMES, async () => {
    const response = await access.call({ route: 'GET /field' });
    return fieldNamesIn(Array.isArray(response) ? response : []);
  });
}

/** An entry of an object that may be a text, a number or nothing. */
export function plainText(value: unknown, name: string): string | null {
  const found = entry(value, name);
  return found === undefined || found === null || found === '' ? null : String(found);
}
