import { type Action, allInputs } from '../definition';

/**
 * Properties that Node-RED keeps for itself. The editor deletes some of them from a definition with no more than a line
 * in the browser's console, and overwrites the others.
 */
const KEPT_BY_NODE_RED = [
  ...['type', 'id', 'wires', 'users', 'valid', 'changed', 'dirty', 'moved', 'selected'],
  ...['inputLabels', 'outputLabels', 'validationErrors', '_config', '_'],
  ...['status', 'name', 'credentials', 'inputs', 'outputs', 'icon', 'info', 'env'],
];

/** Properties that every node of this package has, or may have, besides its inputs. */
const KEPT_BY_US = [
  ...['site', 'textFormat', 'richText', 'once', 'whenAway'],
  ...['paginateAll', 'limit', 'output', 'strategy', 'onIncomplete'],
];

/** What is wrong with the names of an action's inputs: each becomes two properties of the node. */
export function nameProblems(action: Action): string[] {
  const names = [...Object.keys(allInputs(action)), ...Object.keys(action.choices ?? {})];
  return names.flatMap((name) => {
    const input = `${action.type}: the input "${name}"`;
    if (!/^[a-z]\w*$/i.test(name)) return [`${input} is not a name that a property can have`];
    if (name.length === 1) return [`${input} has one letter, and Node-RED keeps all of those for itself`];
    if (KEPT_BY_NODE_RED.includes(name)) return [`${input} has a name that Node-RED keeps for itself`];
    if (KEPT_BY_US.includes(name)) return [`${input} has the name of another property of the node`];
    if (names.includes(`${name}Type`)) return [`${input} would share its type with the input "${name}Type"`];
    return [];
  });
}
