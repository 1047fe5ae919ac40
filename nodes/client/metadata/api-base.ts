import type { AuthType } from '../auth';
import { JiraError } from '../errors/jira-error';
import type { Deployment, Request } from '../http/request';
import { listEntry, textEntry } from '../json';
import { readSiteUrl } from './site-url';

/** When calls to Cloud go through Atlassian's API gateway. OAuth 2.0 always does: the site itself takes no such token. */
export type GatewayUse = 'auto' | 'always' | 'never';

/** The address below which a site's API is reached. */
export interface ApiBase {
  /** Without a slash at the end; `/rest/…` follows. */
  readonly base: string;
  readonly gateway: boolean;
}

export interface ApiBaseOptions {
  /** As `readSiteUrl` returns it. */
  readonly siteUrl: string;
  readonly gateway: GatewayUse;
  /** Atlassian's API gateway, without a slash at the end. */
  readonly gatewayUrl: string;
  readonly authType: AuthType;
  readonly deployment: Deployment;
  /** Path of the REST API below the base. */
  readonly apiRoot: string;
}

/** Makes one call below an address and returns its body. `anonymous`: without credentials. */
export type AskAt = (base: string, request: Request, options?: { readonly anonymous: boolean }) => Promise<unknown>;

const MYSELF: Request = { route: 'GET /myself' };

/**
 * Finds out how the site's API is reached. An API token of Cloud does not tell whether it has scopes: one that has is good
 * at the gateway alone, so the site is asked first, and the gateway if that refuses. A token that both refuse stays with the
 * site, which says why; of one that only the site could be asked about, the refusal is told.
 * @throws JiraError
 */
export async function findApiBase(options: ApiBaseOptions, ask: AskAt): Promise<ApiBase> {
  const { siteUrl, gateway, gatewayUrl, authType, deployment, apiRoot } = options;
  const site: ApiBase = { base: siteUrl, gateway: false };
  const through = (cloudId: string): ApiBase => ({
    base: `${gatewayUrl}/ex/jira/${encodeURIComponent(cloudId)}`,
    gateway: true,
  });
  if (deployment === 'datacenter' || authType === 'pat') return site;
  if (authType === 'oauth2') return through(await grantedSite(siteUrl, gatewayUrl, ask));
  if (authType === 'clientCredentials' || gateway === 'always') return through(await cloudIdOf(siteUrl, ask));
  if (gateway === 'never') return site;
  const refusal = await refusalOf(ask, siteUrl + apiRoot);
  if (!refusal) return site;
  try {
    const apiBase = through(await cloudIdOf(siteUrl, ask));
    return (await refusalOf(ask, apiBase.base + apiRoot)) ? site : apiBase;
  } catch (error) {
    throw error instanceof JiraError ? refusedWithoutGateway(refusal, error, gatewayUrl) : error;
  }
}

/** The error that a credential is refused with there. A token without the scope for this call is taken all the same. */
async function refusalOf(ask: AskAt, base: string): Promise<JiraError | undefined> {
  try {
    await ask(base, MYSELF);
    return undefined;
  } catch (error) {
    if (!(error instanceof JiraError)) throw error;
    if (error.code === 'JIRA_SCOPE') return undefined;
    if (error.reason === 'auth.refused') return error;
    throw error;
  }
}

/** What is certain is the refusal. Whether the gateway would take the token nobody knows, and why not is worth a word. */
function refusedWithoutGateway(refusal: JiraError, failure: JiraError, gateway: string): JiraError {
  const { code, reason, values, facts } = failure;
  if (code === 'JIRA_CANCELLED') return failure;
  const leadsNowhere = reason === 'config.noCloudId' || code === 'JIRA_NOT_FOUND' || code === 'JIRA_RESPONSE';
  const words = { ...refusal.values, gateway, detail: values.detail ?? facts.statusCode ?? code };
  return new JiraError('JIRA_AUTH', leadsNowhere ? 'auth.noCloudId' : 'auth.gatewayFailed', words, refusal.facts);
}

/**
 * A Cloud site's id, which anybody may ask for.
 * @throws JiraError `JIRA_CONFIG` if there is no such site
 */
async function cloudIdOf(siteUrl: string, ask: AskAt): Promise<string> {
  const cloudId = textEntry(await ask(siteUrl, { route: 'GET /_edge/tenant_info' }, ANONYMOUS), 'cloudId');
  if (!cloudId) throw new JiraError('JIRA_CONFIG', 'config.noCloudId', { url: siteUrl }, NOT_DONE);
  return cloudId;
}

const ANONYMOUS = { anonymous: true };
const NOT_DONE = { outcome: 'not-done', retryable: false } as const;

/**
 * Of the sites that a person has granted, the one at the site's address; never another. Atlassian lists a site once per
 * product, so what counts is the entry with Jira's scopes.
 * @throws JiraError `JIRA_CONFIG`, listing what was granted
 */
async function grantedSite(siteUrl: string, gatewayUrl: string, ask: AskAt): Promise<string> {
  const granted = await ask(gatewayUrl, { route: 'GET /oauth/token/accessible-resources' });
  const sites = (Array.isArray(granted) ? granted : []).filter((one) =>
    listEntry(one, 'scopes').some((scope) => /jira/.test(String(scope))),
  );
  const found = sites.find((one) => sameSite(textEntry(one, 'url') ?? '', siteUrl));
  const cloudId = textEntry(found, 'id');
  if (cloudId) return cloudId;
  const urls = [...new Set(sites.map((one) => textEntry(one, 'url') ?? ''))];
  const reason = urls.length === 0 ? 'config.noSiteGranted' : 'config.otherSiteGranted';
  throw new JiraError('JIRA_CONFIG', reason, { url: siteUrl, sites: urls.join(', ') }, NOT_DONE);
}

function sameSite(url: string, siteUrl: string): boolean {
  try {
    return readSiteUrl(url) === siteUrl;
  } catch {
    return false;
  }
}
