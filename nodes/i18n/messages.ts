import type { NodeAPI } from 'node-red';
import type { MessageValues } from '../client/errors/jira-error';

/** Words that many nodes share live in one catalog, the site's; a node set's own lie in its own. */
const PACKAGE = '@jira-flows/node-red-jira';
const SHARED = 'jira-site';

/** The sentences of the catalogs, in the language that Node-RED runs in. */
export interface Messages {
  /** A sentence that all nodes share. `undefined` if there is none by this key. */
  shared(key: string, values?: MessageValues): string | undefined;
  /** A sentence that one type of node has for itself. `undefined` if there is none by this key. */
  own(type: string, key: string, values?: MessageValues): string | undefined;
  /** The name that an input has in a node's form. */
  inputLabel(type: string, input: string): string | undefined;
  /** The name that a property of the site has in its dialog. */
  siteLabel(property: string): string | undefined;
}

export function messagesOf(RED: NodeAPI): Messages {
  const find = (set: string, key: string, values: MessageValues = {}): string | undefined => {
    try {
      const text: unknown = RED._(`${PACKAGE}/${set}:${key}`, values);
      // Node-RED answers the key itself where a catalog has no such entry, and what every object inherits by that name.
      return typeof text !== 'string' || text === '' || text.endsWith(key) ? undefined : text;
    } catch {
      // Without words, an error still has its code, and a status its key.
      return undefined;
    }
  };
  return {
    shared: (key, values) => find(SHARED, key, values),
    own: find,
    inputLabel: (type, input) => find(type, `input.${input}.label`) ?? find(SHARED, `input.${input}.label`),
    siteLabel: (property) => find(SHARED, `site.${property}.label`) ?? find(SHARED, `site.${property}`),
  };
}
