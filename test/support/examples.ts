import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { FlowNode } from './node-red';
import { PROJECT_ROOT } from './node-red-versions';

const FOLDER = path.join(PROJECT_ROOT, 'examples');
/** Where flows lie that solve a task with several nodes; the other folders are named as those of `nodes/actions`. */
const STORIES = 'stories';

/** An importable flow: its place below `examples/` without the ending, as Node-RED's import dialog shows it, and its nodes. */
export interface Example {
  readonly name: string;
  readonly folder: string;
  readonly flow: readonly FlowNode[];
}

export const EXAMPLES: readonly Example[] = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.replaceAll(path.sep, '/').replace(/\.json$/, ''))
  .sort()
  .map((name) => ({ name, folder: path.posix.dirname(name), flow: flowOf(name) }));

/** The examples of one action each. */
export const EXAMPLES_OF_ACTIONS: readonly Example[] = EXAMPLES.filter(({ folder }) => folder !== STORIES);

/** A story's nodes as they lie in its file. */
export function story(name: string): readonly FlowNode[] {
  return flowOf(`${STORIES}/${name}`);
}

function flowOf(name: string): readonly FlowNode[] {
  return JSON.parse(readFileSync(path.join(FOLDER, `${name}.json`), 'utf8')) as FlowNode[];
}
