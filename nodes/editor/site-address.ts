import { isAtlassians } from '../site/basic-secret';

/** A page of Jira, behind the beginning that all of them share, which may end in a word such as these itself. */
const PAGES = [
  /^(.*)\/(?:browse|projects|issues|secure|plugins|rest|servicedesk|si)\/.+$/,
  /^(.*)\/(?:login|default)\.jsp.*$/,
  /^(.*)\/jira\/(?:software|core|your-work|for-you|dashboards|people|settings|filters|plans)\b.*$/,
];
const THIS_MACHINE = /^(localhost|127(\.\d+){3}|\[::1\])(:|\/|$)/i;

/**
 * The address of a Jira out of what people paste: one of its pages, or without a scheme. What can't be an address, an environment variable
 * and what holds a password stay as they are, for the check to tell.
 */
export function repairedAddress(typed: string): string {
  const text = typed.trim();
  if (/[$@\s]/.test(text)) return text;
  const scheme = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? '' : THIS_MACHINE.test(text) ? 'http://' : 'https://';
  if (!URL.canParse(scheme + text)) return text;
  const { protocol, host, hostname, pathname, search } = new URL(scheme + text);
  // A word alone is no address; behind https:// it may be one of a company's own network.
  if (!/^https?:$/.test(protocol) || (scheme === 'https://' && !/[.:]/.test(hostname))) return text;
  // Cloud has neither a context path nor plain http.
  if (isAtlassians(hostname)) return `https://${host}`;
  return `${protocol}//${host}${sharedPath(pathname + search)}`;
}

function sharedPath(path: string): string {
  const shorter = PAGES.map((page) => page.exec(path)?.[1]).find((found) => found !== undefined);
  return shorter === undefined ? path.replace(/[?#].*/, '').replace(/\/+$/, '') : sharedPath(shorter);
}
