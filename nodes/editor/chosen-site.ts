/** The site that the open form has chosen. */
export interface ChosenSite {
  readonly id: string;
  /** The dialog's values, if they are not what is deployed. */
  readonly unsaved?: Readonly<Record<string, unknown>>;
}

/** `undefined` while none is chosen. */
export function chosenSite(): ChosenSite | undefined {
  const id = String($('#node-input-site').val() ?? '');
  const site = RED.nodes.node(id);
  if (!site) return undefined;
  const isDeployed = site.changed !== true && !RED.nodes.dirty();
  if (isDeployed) return { id };
  const { defaults = {}, credentials = {} } = site._def;
  return { id, unsaved: { ...part(site, defaults), credentials: part(site.credentials ?? {}, credentials) } };
}

function part(of: object, names: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(of).filter(([name]) => Object.hasOwn(names, name)));
}
