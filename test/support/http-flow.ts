import type { FlowNode, Flows } from './node-red';

export interface HttpFlow {
  /** Distinct per flow in one deployment: names the ids too. */
  readonly path: string;
  /** Wired one after the other; their `z` and first output are set here, further properties are theirs. */
  readonly nodes: Flows;
}

/** Node-RED takes a node without a position for a configuration node. */
const ON_THE_SHEET = { x: 100, y: 100 };

/**
 * A flow that can be driven by one request: the JSON posted to `path` becomes the message (`{"payload": …}`), it runs
 * through the nodes, and the message that comes out is the response: 200, or 500 with `error` if a node's error came to Catch.
 * Configuration nodes stand beside it: `deploy([site, ...httpFlow({ path: '/get', nodes: [getIssue] })])`.
 */
export function httpFlow({ path, nodes }: HttpFlow): Flows {
  const id = (name: string): string => `${path.replace(/\W/g, '')}-${name}`;
  const z = id('flow');
  const chain: FlowNode[] = [
    { id: id('in'), type: 'http in', url: path, method: 'post' },
    { id: id('unwrap'), type: 'function', func: 'return { ...msg.payload, req: msg.req, res: msg.res };' },
    ...nodes,
    { id: id('answer'), type: 'function', func: respondWith(200) },
    { id: id('out'), type: 'http response' },
  ];
  const wired = chain.map((node, index) => {
    const next = chain[index + 1];
    return { outputs: 1, ...node, ...ON_THE_SHEET, z, wires: next === undefined ? [] : [[next.id]] };
  });
  return [
    { id: z, type: 'tab', label: path },
    ...wired,
    { id: id('catch'), type: 'catch', z, ...ON_THE_SHEET, scope: null, wires: [[id('answer-error')]] },
    {
      id: id('answer-error'),
      type: 'function',
      z,
      ...ON_THE_SHEET,
      outputs: 1,
      func: respondWith(500),
      wires: [[id('out')]],
    },
  ];
}

/** The whole message as the response's body: what a node sets for later nodes (`headers`, `statusCode`) must not shape it. */
function respondWith(statusCode: number): string {
  return `const { req, res, ...payload } = msg; return { req, res, payload, statusCode: ${statusCode} };`;
}
