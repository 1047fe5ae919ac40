import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isRecord } from '../../nodes/client/json';
import { PROJECT_ROOT } from '../support/node-red-versions';

const CONFIGURATION = new Set(['jira-site', 'tls-config', 'http proxy']);

function nodesIn(file: string): Record<string, unknown>[] {
  const nodes: unknown = JSON.parse(readFileSync(path.join(PROJECT_ROOT, file), 'utf8'));
  return Array.isArray(nodes) ? nodes.filter(isRecord) : [];
}

/** Node-RED's editor tells of configuration nodes that nobody uses at every deploy. */
describe('a flow that comes with the package has no configuration node that nobody uses', () => {
  const examples = readdirSync(path.join(PROJECT_ROOT, 'examples'), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.json'))
    .map((name) => path.join('examples', name));

  for (const file of [path.join('demo', 'flows', 'tour.json'), ...examples]) {
    it(file, () => {
      const nodes = nodesIn(file);
      const chosen = new Set(nodes.flatMap(({ id, ...properties }) => Object.values(properties)));
      const unused = nodes.filter(({ type, id }) => CONFIGURATION.has(String(type)) && !chosen.has(id));
      assert.deepEqual(
        unused.map(({ id }) => id),
        [],
      );
    });
  }
});
