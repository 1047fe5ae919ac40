import { asSentence, inARow } from '../i18n/sentences';
import { shared, siteLabel, textOf } from './words';

/** Why the runtime has refused a request. */
export interface Problem {
  /** In Node-RED's own language. */
  readonly message?: string;
  readonly hint?: string;
  /** Of what is wrong with a site: what the words are made of, as the editor may speak another language. */
  readonly code?: string;
  readonly reason?: string;
  readonly values?: Readonly<Record<string, string>>;
  readonly messages?: readonly string[];
}

/** Relative, so that Node-RED adds its root and the token of whoever is logged in. */
export async function send<Body>(url: string, body: object): Promise<Body> {
  return await $.ajax({ url, method: 'POST', contentType: 'application/json', data: JSON.stringify(body) });
}

/** What went wrong and what to do about it, in the language of the editor where it has the words. */
export function sentence({ message = '', hint = '', code, reason, values = {}, messages = [] }: Problem): string {
  const own = textOf(`error.${reason}`, { ...values, label: siteLabel(String(values.name)) });
  if (own === '') return inARow([message, hint]);
  return inARow([...[own, ...messages].map(asSentence), textOf(`hint.${reason}`, values) || textOf(`hint.${code}`)]);
}

/** What a refused request says: a problem, or that the runtime can't be reached. */
export function asProblem(refused: unknown): Problem {
  const problem = property(property(refused, 'responseJSON'), 'problem');
  return isProblem(problem) ? problem : { message: shared('form.lookup.noRuntime') };
}

/** Whether a response says what is wrong. */
export function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body;
}

function property(of: unknown, name: string): unknown {
  return typeof of === 'object' && of !== null ? Reflect.get(of, name) : undefined;
}
