/** The properties that a body sets on an issue or a comment. */

import type { Call } from './call';
import { isObject, type JsonObject } from './json';
import { refuse, refuseBody } from './responses';

/** `properties` of a body: `[{key, value}]`. */
export function readProperties(call: Call, body: JsonObject): ReadonlyMap<string, unknown> {
  const list = body.properties ?? [];
  if (!Array.isArray(list)) throw refuseBody(call.store.deployment, 'Can not deserialize property "properties"');
  return new Map(
    list.map((item: unknown): [string, unknown] => {
      const key = isObject(item) ? item.key : undefined;
      if (!isObject(item) || typeof key !== 'string' || key === '' || key.length > 255 || !('value' in item)) {
        throw refuse(400, ['The property key and value must be given.']);
      }
      return [key, item.value];
    }),
  );
}
