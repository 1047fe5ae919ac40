import type { Node, NodeAPI } from 'node-red';
import helper from 'node-red-node-test-helper';
import { actions } from '../../nodes/actions/index';
import type { Action } from '../../nodes/definition';
import { register } from '../../nodes/engine/register';
import { registerSite } from '../../nodes/site/site';
import { withWords } from '../support/messages';
import { nodeRedToLoad, requireFromNodeRed } from '../support/node-red-versions';
import type { Outcome, SiteSetup } from '../support/nodes';

helper.init(nodeRedToLoad());

/** How long after its end a message could end a second time without being noticed, in milliseconds. */
const AFTERMATH_MS = 20;

export interface End extends Outcome {
  readonly through: 'output' | 'catch';
}

/** Prints, when a suite is over, how many of its messages ended once: the figures that the README states. */
export function tally(suite: string): { ended: number } {
  const counted = { ended: 0 };
  after(() => console.log(`      ${suite}: ${counted.ended.toLocaleString('en')} messages, each ended once`));
  return counted;
}

/** Every operation of the package on one site, and everything that leaves it: messages, errors, statuses, log lines. */
export class Storm {
  readonly #ends = new Map<number, End[]>();
  readonly #waiting = new Map<number, () => void>();
  #sent = 0;
  /** All that a user could see, as text. */
  readonly seen: string[] = [];

  private constructor(private readonly log: () => readonly unknown[]) {}

  static async over(site: SiteSetup): Promise<Storm> {
    const nodes = actions.map(({ type }) => ({ id: `${type}-node`, z: 'tab', type, site: 'site', wires: [['out']] }));
    const config = { id: 'site', type: 'jira-site', siteUrl: site.siteUrl, ...site.properties };
    const flow = [
      { id: 'tab', type: 'tab' },
      config,
      ...nodes,
      { id: 'out', z: 'tab', type: 'helper' },
      { id: 'caught', z: 'tab', type: 'helper' },
      { id: 'catcher', z: 'tab', type: 'catch', wires: [['caught']] },
      { id: 'watch', z: 'tab', type: 'status', wires: [['shown']] },
      { id: 'shown', z: 'tab', type: 'helper' },
    ];
    const install = (RED: NodeAPI) => {
      const worded = withWords(RED);
      registerSite(worded);
      for (const action of actions) register(worded, action as Action);
    };
    await helper.unload();
    const status = requireFromNodeRed('@node-red/nodes/core/common/25-status.js');
    await helper.load([install, status] as never, flow as never, { site: site.credentials });
    const storm = new Storm(() => helper.log().args);
    helper.getNode('out').on('input', (msg) => storm.#end('output', msg as unknown as Numbered));
    helper.getNode('caught').on('input', (msg) => storm.#end('catch', msg as unknown as Numbered));
    helper.getNode('shown').on('input', (msg) => storm.seen.push(asText(msg)));
    return storm;
  }

  /** Sends a message into a node and answers every end that it has: exactly one, if all is well. */
  async send(type: string, payload: unknown): Promise<readonly End[]> {
    const number = this.#sent++;
    const ends: End[] = [];
    this.#ends.set(number, ends);
    const ended = new Promise<void>((resolve) => this.#waiting.set(number, resolve));
    node(`${type}-node`).receive({ payload, number } as never);
    await ended;
    await new Promise((resolve) => setTimeout(resolve, AFTERMATH_MS));
    return ends;
  }

  /** What was seen, log lines included, that holds one of the secrets. */
  leaks(secrets: readonly string[]): readonly string[] {
    const all = [...this.seen, ...this.log().map(asText)];
    return all.filter((text) => secrets.some((secret) => text.includes(secret)));
  }

  #end(through: End['through'], { number, ...msg }: Numbered): void {
    this.seen.push(asText(msg));
    this.#ends.get(number)?.push({ ...msg, through });
    this.#waiting.get(number)?.();
  }
}

type Numbered = Outcome & { readonly number: number };

function node(id: string): Node {
  return helper.getNode(id);
}

/** Whatever a message holds, circles and big numbers too. */
function asText(value: unknown): string {
  const met = new Set<unknown>();
  try {
    return JSON.stringify(value, (_name, inner: unknown) => {
      if (typeof inner === 'bigint') return String(inner);
      if (typeof inner === 'object' && inner !== null) {
        if (met.has(inner) || met.size > 5_000) return '…';
        met.add(inner);
      }
      return inner;
    });
  } catch (error) {
    return String(error);
  }
}
