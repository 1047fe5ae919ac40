import type { EditedNode, Validator } from './node-red';
import { CREDENTIALS, labelOf, methodOf, storedAs } from './site-methods';
import { shared } from './words';

const TYPE = 'jira-site';

/** Which credentials a site has, by its id. The editor itself knows them only of a site whose dialog was opened since the last deploy. */
const held = new Map<string, readonly string[]>();

/** A site that no node can work with: it is switched off, or lacks what its method needs. */
export const validCredentials: Validator = function (_value, _options) {
  if (this.d === true) return shared('site.invalid.disabled');
  const known = heldBy(this);
  const { credentials } = storedAs(methodOf(this));
  const lacking = credentials.filter((name) => known && !known.includes(name)).map((name) => labelOf(name, this));
  return lacking.length === 0 || shared('site.invalid.lacking', { labels: lacking.join(', ') });
};

/** Asks Node-RED of each site that comes onto the flows, by a page or an import, which credentials it has, and marks those without. */
export function watchSites(): void {
  RED.events.on('nodes:add', (node) => {
    if (node.type !== TYPE) return;
    $.getJSON(`credentials/${TYPE}/${encodeURIComponent(node.id)}`).then((found) => {
      held.set(node.id, namesIn(found));
      RED.editor.validateNode(node);
      for (const user of node.users) RED.editor.validateNode(user);
      RED.view.redraw();
    });
  });
}

function heldBy({ id, credentials }: EditedNode): readonly string[] | undefined {
  if (credentials) held.set(String(id), namesIn(credentials));
  return held.get(String(id));
}

/** Of a secret the editor is told only that there is one. */
function namesIn(credentials: object): readonly string[] {
  return CREDENTIALS.filter((name) => Reflect.get(credentials, name) || Reflect.get(credentials, `has_${name}`));
}
