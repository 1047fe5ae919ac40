import type { NodeAPI } from 'node-red';
import { JiraError } from '../../client/errors/jira-error';
import { problemDetails } from '../problem-details';

/** An express handler of the admin API. */
export type AdminHandler = ReturnType<NodeAPI['auth']['needsPermission']>;
type Request = Parameters<AdminHandler>[0];
type Response = Parameters<AdminHandler>[1];

/** Who may use an endpoint: somebody with a permission, and no page of another origin on their behalf. */
export function access(RED: NodeAPI, permission: 'jira-site.read' | 'jira-site.write'): AdminHandler {
  const [isSameOrigin, isPermitted] = [sameOriginOnly(RED), RED.auth.needsPermission(permission)];
  return (request, response, next) => isSameOrigin(request, response, () => isPermitted(request, response, next));
}

/** The types that a page may send to any origin without asking it first. The editor sends JSON. */
const FORM_TYPES = /^\s*(text\/plain|application\/x-www-form-urlencoded|multipart\/form-data)\b/i;

/**
 * Lets through what comes from the editor itself, or from no browser at all (curl, a monitor). Without `adminAuth` Node-RED
 * asks nobody who they are, and the admin API of Node-RED 4 sends `Access-Control-Allow-Origin: *`: any page that somebody
 * opens could otherwise have calls made with the site's credentials. Another page gets 403 and a `problem`.
 *
 * What it can't tell is a host name that an attacker has bound to this machine's address (DNS rebinding): to the browser
 * that page is of the same origin. Only `adminAuth` helps there.
 */
function sameOriginOnly(RED: NodeAPI): AdminHandler {
  const refuse = (response: Response, status: number, error: JiraError) =>
    response.status(status).json({ code: error.code, reason: error.reason, problem: problemDetails(RED, error) });
  return (request, response, next) => {
    if (!isTrusted(request, response)) refuse(response, 403, new JiraError('JIRA_FORBIDDEN', 'request.otherOrigin'));
    else if (FORM_TYPES.test(request.headers['content-type'] ?? '')) {
      refuse(response, 415, new JiraError('JIRA_INPUT', 'request.notJson'));
    } else next();
  };
}

function isTrusted(request: Request, response: Response): boolean {
  const { origin } = request.headers;
  // One that the administrator has named in `httpAdminCors`.
  if (origin !== undefined && response.get('Access-Control-Allow-Origin') === origin) return true;
  // Browsers send it to https and to localhost, and no page can change it.
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  // Browsers send the origin with all that is no plain GET, and wherever a page of another origin could read the response.
  return origin === undefined || isOwn(origin, request);
}

/** Whether an origin is where this request went. */
function isOwn(origin: string, request: Request): boolean {
  const url = URL.canParse(origin) ? new URL(origin) : undefined;
  if (!url?.host) return false;
  const host = request.headers.host ?? '';
  // Some proxies leave the port out. A port that is there counts.
  if (host === url.host || host === url.hostname) return true;
  // What a proxy was asked for, where the administrator has told express to trust it (`httpServerOptions`): express reads
  // `X-Forwarded-Host` then alone. A page of another origin could write that header itself.
  return request.hostname !== withoutPort(host) && request.hostname === url.hostname;
}

function withoutPort(host: string): string {
  return host.replace(/:\d+$/, '');
}
