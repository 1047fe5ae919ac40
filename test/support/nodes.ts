import { once } from 'node:events';
import type { Node, NodeAPI } from 'node-red';
import helper from 'node-red-node-test-helper';
import { actions } from '../../nodes/actions/index';
import type { Action } from '../../nodes/definition';
import { register } from '../../nodes/engine/register';
import { registerSite } from '../../nodes/site/site';
import { withWords } from './messages';
import { nodeRedToLoad, requireFromNodeRed } from './node-red-versions';
import { newUserDirectory, removeUserDirectory } from './user-directory';

helper.init(nodeRedToLoad());

/** A message after a node, or the error that a Catch node got. */
export interface Outcome {
  readonly payload?: unknown;
  readonly jira?: Record<string, unknown>;
  readonly statusCode?: number;
  readonly error?: { readonly message: string; readonly code: string; readonly cause: Record<string, unknown> };
  readonly [name: string]: unknown;
}

export interface SiteSetup {
  readonly siteUrl: string;
  readonly credentials: Readonly<Record<string, string>>;
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** The core nodes that put sequences together again, and that make rows of a table. */
const join = requireFromNodeRed('@node-red/nodes/core/sequence/17-split.js') as (RED: NodeAPI) => void;
const csv = requireFromNodeRed('@node-red/nodes/core/parsers/70-CSV.js') as (RED: NodeAPI) => void;

const installAll = (RED: NodeAPI) => {
  join(RED);
  csv(RED);
  const worded = withWords(RED);
  registerSite(worded);
  for (const action of actions) register(worded, action as Action);
};

/**
 * Mocha hooks: a Node-RED runtime for the suite, and nothing left of a flow after each test.
 * @param options.hasUserDirectory without it there is no place for what must outlast a restart
 */
export function nodeRedInProcess({ hasUserDirectory = true } = {}): void {
  let userDir = '';
  before(() => {
    if (hasUserDirectory) userDir = newUserDirectory();
    helper.settings(hasUserDirectory ? { userDir } : {});
    return started();
  });
  after(async () => {
    await new Promise<void>((resolve) => helper.stopServer(() => resolve()));
    helper.settings({});
    if (hasUserDirectory) removeUserDirectory(userDir);
  });
  afterEach(() => helper.unload());
}

async function started(): Promise<void> {
  await new Promise<void>((resolve) => helper.startServer(() => resolve()));
}

/** Nodes under test wired in a row, the last one's output and every Catch going to the test. */
export interface Flow {
  /** Sends a message into the first node and returns what comes out, or what is caught. */
  send(msg: object): Promise<Outcome>;
  /** The same with the object itself, however odd. */
  sendAsItIs(msg: object): Promise<Outcome>;
  node(id: string): Node;
}

/**
 * A flow of nodes of this package, one after the other.
 * @param nodes properties of each; `type` is needed, `id` is made up
 */
export async function flowOf(site: SiteSetup | undefined, ...nodes: readonly Record<string, unknown>[]): Promise<Flow> {
  const row = nodes.map((node, index) => ({
    id: `n${index + 1}`,
    z: 'tab',
    site: site ? 'site' : '',
    wires: [[index + 1 < nodes.length ? `n${index + 2}` : 'out']],
    ...node,
  }));
  const config = site ? [{ id: 'site', type: 'jira-site', siteUrl: site.siteUrl, ...site.properties }] : [];
  const ends = [
    { id: 'out', z: 'tab', type: 'helper' },
    { id: 'caught', z: 'tab', type: 'helper' },
    { id: 'catcher', z: 'tab', type: 'catch', wires: [['caught']] },
    { id: 'done', z: 'tab', type: 'helper' },
    { id: 'completed', z: 'tab', type: 'complete', scope: ['n1'], wires: [['done']] },
  ];
  const flow = [{ id: 'tab', type: 'tab' }, ...config, ...row, ...ends];
  await helper.unload();
  await helper.load(installAll, flow as never, { site: site?.credentials ?? {} });
  return {
    node: (id) => helper.getNode(id),
    send: (msg) => sendAsItIs({ ...msg }),
    sendAsItIs,
  };

  async function sendAsItIs(msg: object): Promise<Outcome> {
    const cancel = new AbortController();
    const { signal } = cancel;
    const ending = Promise.race([
      once(helper.getNode('out'), 'input', { signal }),
      once(helper.getNode('caught'), 'input', { signal }),
    ]);
    helper.getNode('n1').receive(msg as never);
    const [outcome] = (await ending) as [Outcome];
    cancel.abort();
    return outcome;
  }
}
