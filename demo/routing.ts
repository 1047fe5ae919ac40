/** Finds the operation for a method and a path. */

import type { Call, QueryRules } from './call';
import type { Deployment } from './model';
import { type RouteResponse, refuseByFramework, refusePage } from './responses';

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below the REST API's root, e.g. `/issue/{issueIdOrKey}`. */
  readonly path: string;
  /** Left out: both deployments have it. */
  readonly on?: Deployment;
  /** May run without anybody logged in, and so runs as anonymous when a credential is refused. */
  readonly anonymous?: boolean;
  /** Data Center: a bearer token nobody knows counts as no token at all. */
  readonly toleratesUnknownBearer?: boolean;
  readonly query?: QueryRules;
  /** May come without a body, and then without a content type. */
  readonly bodyOptional?: boolean;
  run(call: Call): RouteResponse;
}

export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

interface Compiled {
  readonly path: string;
  readonly pattern: RegExp;
  readonly names: readonly string[];
  readonly literals: number;
  readonly routes: Map<string, Route>;
}

export class Router {
  readonly #paths: Compiled[] = [];

  constructor(
    readonly deployment: Deployment,
    routes: readonly Route[],
  ) {
    for (const route of routes) {
      if (route.on === undefined || route.on === deployment) this.#add(route);
    }
    // The path with more fixed parts wins: /issue/picker before /issue/{issueIdOrKey}.
    this.#paths.sort((a, b) => b.literals - a.literals);
  }

  #add(route: Route): void {
    let compiled = this.#paths.find((one) => one.path === route.path);
    if (!compiled) {
      compiled = compile(route.path);
      this.#paths.push(compiled);
    }
    if (compiled.routes.has(route.method)) throw new Error(`${route.method} ${route.path} is defined twice`);
    compiled.routes.set(route.method, route);
  }

  /**
   * @param method HTTP method
   * @param path below the REST API's root
   * @param instance whole path, for the error
   */
  find(method: string, path: string, instance: string): Match {
    for (const compiled of this.#paths) {
      const found = compiled.pattern.exec(path);
      if (!found) continue;
      const route = compiled.routes.get(method === 'HEAD' ? 'GET' : method);
      if (!route) {
        const allow = [...compiled.routes.keys()].join(',');
        throw refuseByFramework(this.deployment, 405, `Request method '${method}' is not supported.`, instance, {
          Allow: allow,
        });
      }
      const params = Object.fromEntries(compiled.names.map((name, index) => [name, decode(found[index + 1] ?? '')]));
      return { route, params };
    }
    if (!instance.startsWith('/rest/')) throw refusePage();
    throw refuseByFramework(this.deployment, 404, `No endpoint ${method} ${instance}.`, instance);
  }
}

function compile(path: string): Compiled {
  const names: string[] = [];
  const parts = path.split('/').map((part) => {
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name === undefined) return part;
    names.push(name);
    return '([^/]+)';
  });
  const literals = parts.length - names.length;
  return { path, pattern: new RegExp(`^${parts.join('/')}/?$`), names, literals, routes: new Map() };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
