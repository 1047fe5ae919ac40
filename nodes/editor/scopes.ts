import { SIGN_IN_SCOPES, USUAL_SCOPES } from '../client/auth/scopes';
import { shared } from './words';

/**
 * Says below the scopes of a sign-in which ones the nodes that use the site need, and whether they are all there, and offers to
 * ask for just these.
 */
export function prepareScopes(siteId: string): void {
  const field = $('#node-config-input-scopes').attr('placeholder', USUAL_SCOPES);
  const needed = neededBy(siteId);
  if (needed === undefined) return;
  const text = $('<span>', { role: 'status' });
  const use = $('<button>', { type: 'button', class: 'red-ui-button red-ui-button-small' });
  use.text(shared('site.scope.use')).on('click', () => field.val(needed.join(' ')).trigger('change'));
  const say = () => {
    const asked = words(String(field.val()).trim() || USUAL_SCOPES);
    const lacks = isCloud(asked) && !needed.every((scope) => asked.includes(scope));
    const key = lacks ? 'site.scope.lacking' : 'site.scope.needed';
    text.text(shared(key, { scopes: needed.join(' ') }));
    note.toggleClass('jira-problem', lacks);
    use.toggle(asked.join(' ') !== needed.join(' '));
  };
  const note = $('<div>', { class: 'jira-note' }).append(text, ' ', use);
  field.after(note).on('input change', say);
  say();
}

/** In the usual order; `undefined` while no node uses the site. */
function neededBy(siteId: string): readonly string[] | undefined {
  const own: string[] = [];
  RED.nodes.eachNode(({ site, _def }) => {
    if (site === siteId && _def.jiraScopes !== undefined) own.push(...words(_def.jiraScopes));
  });
  if (own.length === 0) return undefined;
  const all = [...own, ...words(SIGN_IN_SCOPES)];
  return words(USUAL_SCOPES).filter((scope) => all.includes(scope));
}

/** Data Center's scopes are single words, each including the smaller ones. */
function isCloud(scopes: readonly string[]): boolean {
  return scopes.some((scope) => scope.includes(':'));
}

function words(scopes: string): string[] {
  return scopes.split(/\s+/);
}
