import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Action } from '../definition';

/**
 * Where an action lives below `nodes/actions/`, without extension: `issue/get` for `jira-issue-get`. A type is the resource and
 * the verb, either of which may hold hyphens, so the folders decide.
 * @param nodes the folder `nodes/actions`
 * @throws Error if no file fits, or the one that fits holds another action
 */
export function modulePath(action: Pick<Action, 'type'>, nodes: string): string {
  const words = action.type.split('-').slice(1);
  for (let length = words.length - 1; length > 0; length--) {
    const place = `${words.slice(0, length).join('-')}/${words.slice(length).join('-')}`;
    if (existsSync(path.join(nodes, `${place}.ts`))) return checked(action, nodes, place);
  }
  throw new Error(
    `No file below nodes/actions/ fits the type ${action.type}: expected is nodes/actions/<resource>/<verb>.ts`,
  );
}

function checked(action: Pick<Action, 'type'>, nodes: string, place: string): string {
  const exported: unknown = require(path.join(nodes, place));
  const found =
    typeof exported === 'object' && exported !== null && 'default' in exported ? exported.default : undefined;
  if (found !== action) throw new Error(`nodes/actions/${place}.ts does not export ${action.type} as its default`);
  return place;
}
