import { readFileSync } from 'node:fs';
import path from 'node:path';
import { objectOf } from '../openapi/json';
import { PROJECT_ROOT } from '../support/node-red-versions';

/** package.json of the project. */
export const manifest = objectOf(readJson('package.json'));
export const packageName = String(manifest.name);
const nodeRedPart = objectOf(manifest['node-red']);
/** Node sets by name: what Node-RED loads. Each registers the one type of the same name. */
export const nodeSets = objectOf(nodeRedPart.nodes);
export const plugins = objectOf(nodeRedPart.plugins);

/** @param file relative to the project's root */
export function readJson(file: string): unknown {
  return JSON.parse(readText(file));
}

export function readText(file: string): string {
  return readFileSync(path.join(PROJECT_ROOT, file), 'utf8');
}
