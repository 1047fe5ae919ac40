import type { EditedNode, EditedSite, Validator } from './node-red';
import { prepareScopes } from './scopes';
import { prepareConnection } from './site-connection';
import { isBlank } from './typed-property';
import { shared } from './words';

/**
 * The authentication methods as people know them. Two of them are the same to Jira: a name and a secret, which on Cloud are an
 * e-mail address and an API token.
 */
const AUTH_METHODS = {
  cloud: { authType: 'basic', credentials: ['username', 'password'] },
  datacenter: { authType: 'basic', credentials: ['username', 'password'] },
  pat: { authType: 'pat', credentials: ['token'] },
  oauth2: { authType: 'oauth2', credentials: ['clientId', 'clientSecret'] },
  clientCredentials: { authType: 'clientCredentials', credentials: ['clientId', 'clientSecret'] },
} as const;
type AuthMethod = keyof typeof AUTH_METHODS;

const CREDENTIALS = ['username', 'password', 'token', 'clientId', 'clientSecret'] as const;

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
  choice.val(currentMethod(node)).on('change', () => showFieldsOf(chosenMethod()));
  // A property that a flow written by hand leaves out stands at its default, which the dialog then shows.
  for (const name of ['deployment', 'gateway']) {
    const select = $(`#node-config-input-${name}`);
    if (select.val() === null) select.val('auto');
  }
  // Whether it is ticked is then the environment's to say, and a box would forget the variable's name.
  if (typeof node.dryRun === 'string' && node.dryRun.includes('$')) {
    $('#node-config-input-dryRun').attr('type', 'text').css('width', '').val(node.dryRun);
  }
  prepareScopes(String(node.id));
  prepareConnection(node, () => AUTH_METHODS[chosenMethod()].authType);
  showFieldsOf(chosenMethod());
}

/** Takes over the chosen method, and forgets the secrets of the others. */
export function saveSite(): void {
  const { authType, credentials } = AUTH_METHODS[chosenMethod()];
  $('#node-config-input-authType').val(authType);
  for (const name of CREDENTIALS) {
    if (!credentials.some((one) => one === name)) $(`#node-config-input-${name}`).val('');
  }
}

function chosenMethod(): AuthMethod {
  const authentication = $('#jira-site-auth-method').val();
  return isAuthMethod(authentication) ? authentication : 'cloud';
}

function isAuthMethod(authentication: unknown): authentication is AuthMethod {
  return typeof authentication === 'string' && Object.hasOwn(AUTH_METHODS, authentication);
}

function currentMethod({ authType, deployment, siteUrl }: EditedNode): AuthMethod {
  if (authType !== 'basic' && isAuthMethod(authType)) return authType;
  if (deployment === 'cloud' || deployment === 'datacenter') return deployment;
  const url = parsed(String(siteUrl ?? ''));
  return url === undefined || isAtlassians(url.hostname) ? 'cloud' : 'datacenter';
}

function isAtlassians(host: string): boolean {
  return /\.(atlassian\.net|jira\.com)$/.test(host);
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
