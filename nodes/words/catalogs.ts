import type { NodeAPI } from 'node-red';
import type { WordValues } from '../client/errors';

/** Words that many nodes share live in one catalog, the site's; a node set's own lie in its own. */
const PACKAGE = '@jira-flows/node-red-jira';
const SHARED = 'jira-site';

/** The sentences of the catalogs, in the language that Node-RED runs in. */
export interface Words {
  /** A sentence that all nodes share. `undefined` if there is none by this key. */
  shared(key: string, values?: WordValues): string | undefined;
  /** The name that an input has in a node's form. */
  inputLabel(type: string, input: string): string | undefined;
}

export function wordsOf(RED: NodeAPI): Words {
  const find = (set: string, key: string, values: WordValues = {}): string | undefined => {
    const text = RED._(`${PACKAGE}/${set}:${key}`, values);
    // Node-RED answers the key itself where a catalog has no such entry.
    return text === '' || text.endsWith(key) ? undefined : text;
  };
  return {
    shared: (key, values) => find(SHARED, key, values),
    inputLabel: (type, input) => find(type, `input.${input}.label`) ?? find(SHARED, `input.${input}.label`),
  };
}
