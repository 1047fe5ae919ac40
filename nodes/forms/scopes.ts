import { neededScope } from '../client/auth/scopes';
import { hasOwnRoot, templateOf } from '../client/http/request';
import { type Action, isReading, routeOn } from '../definition';

/** The scopes of Cloud that a node needs beside what every sign-in does: it reads things of its kind, or changes them too. */
export function nodeScopes(action: Pick<Action, 'route' | 'reads'>): readonly string[] {
  const route = routeOn(action, 'cloud');
  if (route === undefined) return [];
  // What Jira Software has of its own is granted operation by operation.
  if (hasOwnRoot(route)) return [neededScope({ route })];
  const reading = neededScope({ route: `GET ${templateOf(route)}` as const });
  return isReading(action) ? [reading] : [...new Set([reading, neededScope({ route })])];
}
