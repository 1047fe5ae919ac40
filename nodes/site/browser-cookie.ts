import { randomBytes, timingSafeEqual } from 'node:crypto';

/** A cookie by which the browser that has started a sign-in is known again when it comes back. */
export interface BrowserCookie {
  readonly name: string;
  readonly value: string;
  /** Of the callback, as the browser sees it. */
  readonly path: string;
  /** Only over https. */
  readonly secure: boolean;
}

/**
 * A new cookie for a sign-in. Each has one of its own, so that several can be under way in several tabs.
 * @param callback as the browser that shows the editor sees it
 */
export function newBrowserCookie(state: string, callback: URL): BrowserCookie {
  const value = randomBytes(32).toString('base64url');
  return { name: cookieName(state), value, path: callback.pathname, secure: callback.protocol === 'https:' };
}

/** Whether a request comes from the browser that has got a cookie. @param header the request's `Cookie` */
export function isSameBrowser({ name, value }: BrowserCookie, header = ''): boolean {
  const pairs = header.split(';').map((pair) => pair.trim());
  return pairs.some((pair) => pair.startsWith(`${name}=`) && isEqual(pair.slice(name.length + 1), value));
}

function cookieName(state: string): string {
  return `jira-sign-in-${state.slice(0, 16)}`;
}

/** In a time that does not tell how much of it is right. */
function isEqual(found: string, value: string): boolean {
  const [one, other] = [Buffer.from(found), Buffer.from(value)];
  return one.length === other.length && timingSafeEqual(one, other);
}
