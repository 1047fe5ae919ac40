import type { NodeAPI } from 'node-red';
import { textEntry } from '../client/json';
import { readSiteUrl } from '../client/metadata/site-url';
import { type Outboxes, outboxesOf } from '../engine/outboxes';
import type { ListedEntry, Outbox } from '../outbox/outbox';
import type { KeptItem } from '../overview/overview';
import { siteNode } from '../site/unsaved-values';
import { hasStore } from '../store/store-of';

/** What waits at a site, in the order in which it came. Empty where the store can't be read, which every message says that is to be kept. */
export async function keptAt(RED: NodeAPI, siteId: string): Promise<readonly KeptItem[]> {
  const outboxes = await outboxesAt(RED, siteId);
  return outboxes.flatMap((outbox) => outbox.list()).map(shown);
}

/** The outboxes of a site, read: also what was kept before Node-RED began, for nodes that are gone since. */
export async function outboxesAt(RED: NodeAPI, siteId: string): Promise<readonly Outbox[]> {
  const all = outboxesOf(RED);
  if (hasStore(RED)) open(RED, all, siteId);
  const outboxes = all.ofSite(siteId);
  await Promise.allSettled(outboxes.map((outbox) => outbox.open()));
  return outboxes;
}

function open(RED: NodeAPI, all: Outboxes, siteId: string): void {
  const site = siteNode(RED, siteId);
  try {
    if (site) {
      all.of(siteId, site.connection());
      return;
    }
  } catch {
    // What is wrong with the site is told where the site is.
  }
  try {
    all.unused(siteId, readSiteUrl(textEntry(site?.values().properties, 'siteUrl') ?? deployedAddress(RED, siteId)));
  } catch {
    // Without an address, nothing was ever kept.
  }
}

/** Of a site that is disabled: empty where it stands in a variable. */
function deployedAddress(RED: NodeAPI, siteId: string): string {
  let address = '';
  RED.nodes.eachNode((node) => {
    if (node.id === siteId) address = textEntry(node, 'siteUrl') ?? '';
  });
  return address;
}

function shown({ id, node, operation, lanes, since, attempts, note, problem, isStray }: ListedEntry): KeptItem {
  const issues = lanes.filter((lane) => lane.startsWith('issue:')).map((lane) => lane.slice('issue:'.length));
  return {
    ...{ id, node, operation, issues, attempts },
    since: new Date(since).toISOString(),
    inDoubt: note !== undefined,
    problem: problem ?? null,
    stray: isStray,
  };
}
