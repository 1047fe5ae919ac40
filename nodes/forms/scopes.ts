import { neededScope } from '../client/auth/scopes';
import type { Action } from '../definition';

/** The scopes of Cloud that a node needs beside what every sign-in does: it reads things of its kind, or changes them too. */
export function nodeScopes({ type, reads }: Pick<Action, 'type' | 'reads'>): readonly string[] {
  const path = type.split('-').slice(1, 2);
  const methods = reads ? (['GET'] as const) : (['GET', 'POST'] as const);
  return [...new Set(methods.map((method) => neededScope({ method, path })))];
}
