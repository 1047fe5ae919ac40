import type { NodeAPI } from 'node-red';
import { textEntry } from '../client/json';
import { runningSites, type SiteNode } from '../site/site-node';

/** A site as it is deployed. */
export interface DeployedSite {
  readonly id: string;
  readonly name: string;
  /** `undefined` while it is disabled. */
  readonly node: SiteNode | undefined;
}

/**
 * The sites of a Node-RED: those that run, by which instances of subflows have sites of their own, and those that are disabled. What
 * stands in the template of a subflow is no site, but what they are made from.
 */
export function deployedSites(RED: NodeAPI): readonly DeployedSite[] {
  const sites = new Map<string, DeployedSite>();
  const templates = new Set<string>();
  RED.nodes.eachNode(({ id, type }) => {
    if (type === 'subflow') templates.add(id);
  });
  RED.nodes.eachNode((node) => {
    const { id, type, name = '' } = node;
    if (type === 'jira-site' && !templates.has(textEntry(node, 'z') ?? ''))
      sites.set(id, { id, name, node: undefined });
  });
  for (const node of runningSites) {
    const { id, name = '' } = node;
    sites.set(id, { id, name: name || (sites.get(id)?.name ?? ''), node });
  }
  return [...sites.values()];
}
