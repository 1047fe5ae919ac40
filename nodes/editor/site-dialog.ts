import type { EditedNode, EditedSite, Validator } from './node-red';
import { prepareScopes } from './scopes';
import { repairedAddress } from './site-address';
import { prepareConnection } from './site-connection';
import { type AuthMethod, CREDENTIALS, chosenMethod, methodOf, storedAs } from './site-methods';
import { isBlank } from './typed-property';
import { shared } from './words';

/** The address of a Jira site: http or https, without credentials, query or fragment. */
export const validAddress: Validator<object> = (value, _options) => {
  if (isBlank(value)) return shared('site.invalid.noAddress');
  const text = String(value).trim();
  if (/^\$[{(][^)}]+[)}]$/.test(text)) return true;
  const url = parsed(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname === '') return shared('site.invalid.address');
  if (url.username !== '' || url.password !== '') return shared('site.invalid.credentials');
  return url.search === '' && url.hash === '' ? true : shared('site.invalid.query');
};

/** One of Atlassian's servers; left empty it is the usual one. */
export const validServer: Validator<object> = function (value, options) {
  return isBlank(value) ? true : validAddress.call(this, value, options);
};

/** A whole number that may come from the environment; left empty it is the default. */
export function validNumber(name: string, least: number): Validator<object> {
  return (value, _options) => {
    const text = String(value ?? '').trim();
    if (text === '' || /^\$[{(][^)}]+[)}]$/.test(text)) return true;
    if (Number.isSafeInteger(Number(text)) && Number(text) >= least) return true;
    return shared('site.invalid.number', { label: shared(`site.${name}`), least: String(least) });
  };
}

/** What a site is called in the nodes' lists: its name, or the host of its address; and that it is in a dry run. */
export function siteLabel(node: Pick<EditedSite, 'name' | 'siteUrl' | 'dryRun'>): string {
  const name = node.name || parsed(String(node.siteUrl ?? ''))?.host || shared('site.label');
  return String(node.dryRun) === 'true' ? shared('site.dryRun.mark', { name }) : name;
}

/** Shows only the fields of the chosen authentication method. */
export function prepareSite(node: EditedNode): void {
  const choice = $('#jira-site-auth-method');
  choice.val(methodOf(node)).on('change', () => showFieldsOf(chosenMethod()));
  // A property that a flow written by hand leaves out stands at its default, which the dialog then shows.
  for (const name of ['deployment', 'gateway']) {
    const select = $(`#node-config-input-${name}`);
    if (select.val() === null) select.val('auto');
  }
  // Whether it is ticked is then the environment's to say, and a box would forget the variable's name.
  if (typeof node.dryRun === 'string' && node.dryRun.includes('$')) {
    $('#node-config-input-dryRun').attr('type', 'text').css('width', '').val(node.dryRun);
  }
  address().on('change', repairAddress);
  showTokenPage();
  prepareScopes(String(node.id));
  prepareConnection(node);
  showFieldsOf(chosenMethod());
}

/** Takes over the chosen method, and forgets the secrets of the others. */
export function saveSite(): void {
  // By keyboard, the form is left without the field that was typed in.
  repairAddress();
  const { authType, basicSecret, credentials } = storedAs(chosenMethod());
  $('#node-config-input-authType').val(authType);
  $('#node-config-input-basicSecret').val(basicSecret);
  for (const name of CREDENTIALS) {
    if (!credentials.some((one) => one === name)) $(`#node-config-input-${name}`).val('');
  }
}

function address(): JQuery {
  return $('#node-config-input-siteUrl');
}

function repairAddress(): void {
  const typed = String(address().val());
  const repaired = repairedAddress(typed);
  const isOther = repaired !== typed.trim();
  if (isOther) address().val(repaired).trigger('change');
  $('#jira-site-repaired').text(isOther ? shared('site.repaired') : '');
  showTokenPage();
}

/** Data Center has the page in every profile, below the site's own address. */
function showTokenPage(): void {
  const url = parsed(String(address().val()));
  const page = '/secure/ViewProfile.jspa?selectedTab=com.atlassian.pats.pats-plugin:jira-user-personal-access-tokens';
  const isKnown = url !== undefined && /^https?:$/.test(url.protocol);
  const link = $('#jira-site-pat-page');
  if (isKnown) link.attr('href', url.origin + url.pathname.replace(/\/+$/, '') + page);
  else link.removeAttr('href');
}

function showFieldsOf(authentication: AuthMethod): void {
  $('[data-jira-auth]').each((_index, element) => {
    $(element).toggle((element.dataset.jiraAuth ?? '').split(' ').includes(authentication));
  });
}

function parsed(address: string): URL | undefined {
  try {
    return new URL(address);
  } catch {
    return undefined;
  }
}
