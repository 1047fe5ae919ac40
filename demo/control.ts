/** What happens to the demo Jira, told at run time over HTTP: for whoever plays, and for tests in other processes. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { FaultInjector } from './fault-injection';
import { parseJson, readAll } from './http';
import { isObject, stringAt } from './json';
import { type Line, OUTAGES, type Outage } from './line';
import type { Deployment } from './model';
import type { SiteStore } from './store';

export interface Controlled {
  readonly line: Line;
  readonly faults: FaultInjector;
  store(deployment: Deployment): SiteStore;
}

const DEPLOYMENTS: readonly Deployment[] = ['cloud', 'datacenter'];

/** A wish that can't be fulfilled; its message goes back. */
class BadWish extends Error {}

/**
 * The control endpoint, at an address of its own: Jira's may be gone. `GET` tells how things are, `POST` changes what its JSON names:
 * `{"plug": "out", "as": "refused" | "reset" | "503"}` · `{"plug": "in"}` · `{"lose": 2, "of": "POST /issue"}` the next two of that
 * operation are carried out and their responses lost · `{"indexLag": 30}` searches know of a change 30 seconds later · `{"reset": true}`
 * nothing of all that. Both sites are meant unless `deployment` names one; the plug is everybody's.
 */
export function controlServer(controlled: Controlled): Server {
  return createServer((request, response) => {
    respond(controlled, request).then(
      ([status, body]) => send(response, status, body),
      (error: unknown) => send(response, 500, { error: String(error) }),
    );
  });
}

async function respond(controlled: Controlled, request: IncomingMessage): Promise<[number, object]> {
  const raw = await readAll(request);
  if (request.method === 'GET') return [200, stateOf(controlled)];
  // A page in a browser may send anything but JSON to this machine without being asked first.
  const isJson = /^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '');
  if (request.method !== 'POST' || !isJson) return [400, { error: 'POST JSON as demo/README.md shows.' }];
  try {
    await fulfil(controlled, parseJson(raw));
  } catch (error) {
    if (error instanceof BadWish) return [400, { error: error.message }];
    throw error;
  }
  return [200, stateOf(controlled)];
}

const WISHES = ['as', 'deployment', 'indexLag', 'lose', 'of', 'plug', 'reset'];

async function fulfil({ line, faults, store }: Controlled, wish: unknown): Promise<void> {
  if (!isObject(wish)) throw new BadWish('The body must be a JSON object.');
  const unknown = Object.keys(wish).find((name) => !WISHES.includes(name));
  if (unknown !== undefined) throw new BadWish(`Nobody knows "${unknown}"; there are ${WISHES.join(', ')}.`);
  const { plug, lose, indexLag, reset } = wish;
  const as = outageOf(wish.as);
  const sites = sitesOf(wish.deployment);
  if (plug !== undefined && plug !== 'in' && plug !== 'out') throw new BadWish('"plug" is "in" or "out".');
  if (reset === true) {
    faults.clear();
    for (const site of DEPLOYMENTS) store(site).settings.indexLag = 0;
  }
  if (indexLag !== undefined) {
    const ms = 1_000 * countOf('indexLag', indexLag);
    for (const site of sites) store(site).settings.indexLag = ms;
  }
  if (lose !== undefined) {
    const times = countOf('lose', lose);
    const operation = operationOf(stringAt(wish, 'of') ?? 'POST /issue');
    const [only] = sites.length === 1 ? sites : [];
    if (times > 0) faults.add({ ...operation, times, response: 'after', ...(only && { deployment: only }) });
  }
  if (plug === 'out') await line.pull(as);
  else if (plug === 'in' || reset === true) await line.plugIn();
}

function outageOf(as: unknown = 'refused'): Outage {
  const outage = OUTAGES.find((one) => one === String(as));
  if (outage === undefined) throw new BadWish(`"as" is one of ${OUTAGES.join(', ')}.`);
  return outage;
}

function sitesOf(deployment: unknown): readonly Deployment[] {
  if (deployment === undefined) return DEPLOYMENTS;
  const sites = DEPLOYMENTS.filter((one) => one === deployment);
  if (sites.length === 0) throw new BadWish('"deployment" is "cloud" or "datacenter".');
  return sites;
}

function countOf(name: string, value: unknown): number {
  if (typeof value === 'number' && value >= 0 && value <= 1_000_000) return value;
  throw new BadWish(`"${name}" is a number of at least 0.`);
}

/** An operation as Atlassian's documents name it, such as `POST /issue/{issueIdOrKey}/comment`. */
function operationOf(operation: string): { readonly method: string; readonly path: RegExp } {
  const [, method = '', template = ''] = /^(GET|POST|PUT|DELETE) (\/[\w/{}.-]+)$/.exec(operation) ?? [];
  if (method === '') throw new BadWish('"of" is an operation such as POST /issue/{issueIdOrKey}/comment.');
  const parts = template.split(/\{\w+\}/).map((part) => part.replaceAll('.', '\\.'));
  const root = template.startsWith('/rest/') ? '' : '/rest/api/(?:2|3|latest)';
  return { method, path: new RegExp(`^${root}${parts.join('[^/?]+')}(?:\\?|$)`) };
}

function stateOf({ line, faults, store }: Controlled): object {
  const lagOf = (site: Deployment): unknown => {
    const { indexLag } = store(site).settings;
    return typeof indexLag === 'number' ? indexLag / 1_000 : 'by issue';
  };
  const { outage } = line;
  return {
    plug: outage === undefined ? 'in' : 'out',
    ...(outage !== undefined && { as: outage }),
    faultsToCome: faults.left,
    indexLag: Object.fromEntries(DEPLOYMENTS.map((site) => [site, lagOf(site)])),
  };
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
}
