import { shared } from './words';

/** Why the runtime has refused a request, in words. */
export interface Problem {
  readonly message: string;
  readonly hint: string;
}

/** Relative, so that Node-RED adds its root and the token of whoever is logged in. */
export async function send<Body>(url: string, body: object): Promise<Body> {
  return await $.ajax({ url, method: 'POST', contentType: 'application/json', data: JSON.stringify(body) });
}

export function sentence({ message, hint }: Problem): string {
  return `${message} ${hint}`.trim();
}

/** What a refused request says: a problem in words, or that the runtime can't be reached. */
export function asProblem(refused: unknown): Problem {
  const problem = property(property(refused, 'responseJSON'), 'problem');
  const message = property(problem, 'message');
  if (typeof message !== 'string') return { message: shared('form.lookup.noRuntime'), hint: '' };
  return { message, hint: String(property(problem, 'hint') ?? '') };
}

function property(of: unknown, name: string): unknown {
  return typeof of === 'object' && of !== null ? Reflect.get(of, name) : undefined;
}
