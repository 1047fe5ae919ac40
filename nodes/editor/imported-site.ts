import type { EditedSite, HistoryEvent } from './node-red';
import { siteLabel } from './site-dialog';
import { shared } from './words';

/** The address of the sites in `examples/`. Whoever has one of their own has nothing to lose with such a site. */
const EXAMPLE_ADDRESS = 'https://your-company.atlassian.net';
const TYPE = 'jira-site';

/** Has an imported example use the site that is there already, instead of bringing another that somebody would have to fill in. */
export function useOwnSites(): void {
  RED.events.on('nodes:add', (node) => {
    // Node-RED goes on with its import first, and notes it for whoever takes it back.
    if (node.type === TYPE && isExample(node)) setTimeout(() => useOwnSite(node));
  });
}

function useOwnSite(example: EditedSite): void {
  const { id } = example;
  const imported = importOf(id, RED.history.peek());
  const own = imported && ownSite(example, imported);
  if (!own) return;
  for (const user of [...example.users]) {
    user.site = own.id;
    RED.nodes.updateConfigNodeUsers(user);
    RED.editor.validateNode(user);
  }
  RED.nodes.remove(id);
  imported.splice(imported.indexOf(id), 1);
  RED.view.redraw(true);
  RED.notify($('<p>').text(shared('site.usedByImport', { name: siteLabel(own) })));
}

/** The ids of all nodes that came with one, if it was imported with others: a site can also be added by hand, or be loaded. */
function importOf(id: string, last: HistoryEvent | undefined): string[] | undefined {
  const all = last ? [last, ...(last.events ?? [])] : [];
  return all.find(({ t, nodes = [] }) => t === 'add' && nodes.length > 1 && nodes.includes(id))?.nodes;
}

/**
 * The site that most nodes use. Inside a subflow there may be one that others can't use.
 * @param imported what came with the example: of several sites in it the first one stays
 */
function ownSite({ id, z }: EditedSite, imported: readonly string[]): EditedSite | undefined {
  const goes = imported.slice(imported.indexOf(id));
  const sites: EditedSite[] = [];
  RED.nodes.eachConfig((node) => {
    const isUsable = node.type === TYPE && node.d !== true && (!node.z || node.z === z);
    if (isUsable && !(isExample(node) && goes.includes(node.id))) sites.push(node);
  });
  const [best] = sites.sort(
    (one, other) => Number(isExample(one)) - Number(isExample(other)) || other.users.length - one.users.length,
  );
  return best;
}

function isExample({ siteUrl }: EditedSite): boolean {
  return siteUrl === EXAMPLE_ADDRESS;
}
