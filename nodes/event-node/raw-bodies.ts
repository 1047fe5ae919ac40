import type { IncomingMessage, ServerResponse } from 'node:http';
import type { NodeAPI } from 'node-red';

type App = NodeAPI['httpNode'];

/** What a body parser leaves, and finds, on a request whose body it need not read. */
type Parsed = IncomingMessage & { _body?: boolean };

/**
 * Keeps body parsers off the requests below a path of Node-RED's own addresses, so that a signature can be checked over the bytes as they
 * came. With the default settings the admin API's parser is asked before any route of a node, and programs that Node-RED runs in, and
 * other nodes, have parsers of their own: all of them pass on a request that is marked as read. Nothing is read here, and whoever
 * stands in between (`httpNodeAuth`, middleware) is asked as ever.
 * @param path such as `/jira/events/`, as express sees it below `httpNodeRoot`
 */
export function spareBodies(httpNode: App, path: string): void {
  const root = rootOf(httpNode);
  const mark = (request: Parsed, _response: ServerResponse, next: () => void) => {
    // Where Node-RED's addresses begin is known once they are mounted.
    const prefix = `${httpNode.path()}${path}`.replace(/\/{2,}/g, '/').toLowerCase();
    if (request.url?.toLowerCase().startsWith(prefix)) request._body = true;
    next();
  };
  root.use(mark);
  const stack = stackOf(root);
  const at = stack.findIndex((layer) => handleOf(layer) === mark);
  if (at > 0) stack.unshift(...stack.splice(at, 1));
}

/** The app that gets a request first; those below it are mounted in it. */
function rootOf(app: App): App {
  const parent: unknown = Reflect.get(app, 'parent');
  return isApp(parent) ? rootOf(parent) : app;
}

function isApp(value: unknown): value is App {
  return typeof value === 'function' && 'use' in value;
}

/** What an app asks in turn. Express has no other way to be first, and Node-RED's own "http in" takes this one, too. */
function stackOf(app: App): unknown[] {
  const router: unknown = Reflect.get(app, '_router');
  const stack: unknown = isObject(router) ? Reflect.get(router, 'stack') : undefined;
  return Array.isArray(stack) ? stack : [];
}

function handleOf(layer: unknown): unknown {
  return isObject(layer) ? Reflect.get(layer, 'handle') : undefined;
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
