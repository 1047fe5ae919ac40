import type { NodeAPI } from 'node-red';
import { type ErrorFacts, JiraError, type MessageValues } from '../client/errors/jira-error';
import { type JsonRecord, textEntry } from '../client/json';
import type { SiteNode } from './site-node';

/** What environment variables hold, by their names. */
export type Variables = ReadonlyMap<string, string>;

/** The variable that a whole text names, as `${NAME}` or `$(NAME)`. */
export function variableIn(text: string | undefined): string | undefined {
  return /^\$[{(]([^)}]+)[)}]$/.exec(text?.trim() ?? '')?.[1];
}

/**
 * A text of a site whose variables Node-RED has put in place; empty for anything else.
 * @throws JiraError `JIRA_CONFIG` for a variable that is not set: Node-RED leaves its name there, which would go to Jira as it is
 */
export function writtenText(values: JsonRecord, name: string): string {
  const text = textEntry(values, name) ?? '';
  const variable = variableIn(text);
  if (variable === undefined) return text;
  throw new JiraError('JIRA_CONFIG', 'config.variableUnset', { variable }, { outcome: 'not-done' });
}

/** What a variable holds, for a site that may not be deployed yet. */
export function valueOfVariable(RED: NodeAPI, site: SiteNode | undefined, name: string): string | undefined {
  const value: unknown = site ? RED.util.getSetting(site, name) : process.env[name];
  return value === undefined || value === null || value === '' ? undefined : String(value);
}

/**
 * An error that names variables in place of what they hold. Whoever may try a site must not be able to read the environment
 * by what goes wrong.
 */
export function namingVariables(error: JiraError, variables: Variables): JiraError {
  if (variables.size === 0) return error;
  const hide = (text: string) => withNames(text, variables);
  const { errorMessages, errors, ...others } = error.facts;
  const facts: ErrorFacts = {
    ...others,
    ...(errorMessages && { errorMessages: errorMessages.map(hide) }),
    ...(errors && { errors: mapped(errors, hide) }),
  };
  const values: MessageValues = mapped(error.values, (value) => (typeof value === 'string' ? hide(value) : value));
  return new JiraError(error.code, error.reason, values, facts);
}

function mapped<Value>(
  record: Readonly<Record<string, Value>>,
  change: (value: Value) => Value,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}

function withNames(text: string, variables: Variables): string {
  let hidden = text;
  for (const [name, value] of variables) {
    const named = `\${${name}}`;
    for (const spelling of spellings(value)) {
      // A few letters stand in many words, and tell nothing there.
      hidden = hidden === spelling ? named : spelling.length < SHORTEST ? hidden : hidden.replaceAll(spelling, named);
    }
  }
  return hidden;
}

const SHORTEST = 4;

/** A value as errors quote it: whole, as an address in one form, and the parts of an address that tell where it leads. */
function spellings(value: string): readonly string[] {
  const bare = value.trim();
  const url = URL.canParse(bare) ? new URL(bare) : undefined;
  const parts = url ? [url.href, url.origin + url.pathname, url.origin, url.host, url.hostname, url.pathname] : [];
  const plain = [value, bare, bare.replace(/[?#].*/s, ''), ...parts].flatMap((text) => [
    text,
    text.replace(/\/+$/, ''),
  ]);
  const all = plain.flatMap((text) => [text, encodeURIComponent(text)]);
  return [...new Set(all)]
    .filter((text) => text !== '' && text !== 'null')
    .sort((one, other) => other.length - one.length);
}
