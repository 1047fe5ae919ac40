/** Which of the two published documents an exchange has to agree with. */
export type Deployment = 'cloud' | 'datacenter';

/** One HTTP call and its response, as the demo Jira's observer gets them. */
export interface Exchange {
  readonly deployment: Deployment;
  readonly method: string;
  /** Below the site (and below a context path or gateway prefix): `/rest/api/3/issue/OPS-1`. */
  readonly path: string;
  /** As it was sent, without the question mark. */
  readonly query: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  /** Parsed JSON; undefined where it is empty or not JSON. */
  readonly requestBody: unknown;
  readonly status: number;
  readonly responseHeaders: Readonly<Record<string, string>>;
  /** Parsed JSON, text, or undefined where it is empty. */
  readonly responseBody: unknown;
  /** True when a test ordered the response: then only the request is judged. */
  readonly injected?: true;
}

/** One point in which an exchange and the published document disagree. */
export interface Violation {
  /** Whose mistake it is: the client's (what was asked) or the server's (what was answered). */
  side: 'request' | 'response';
  /** Operation and place, without ids and list positions, so that equal mistakes read equal. */
  where: string;
  what: string;
}

/** The value of a header whatever the case of its name. */
export function header(headers: Readonly<Record<string, string>>, name: string): string | undefined {
  const entry = Object.entries(headers).find(([key]) => key.toLowerCase() === name);
  return entry?.[1];
}

/** The media type of a message in lower case, without parameters such as `charset`. */
export function mediaType(headers: Readonly<Record<string, string>>): string | undefined {
  return header(headers, 'content-type')?.split(';')[0]?.trim().toLowerCase();
}

/** Whether a message came without a body. */
export function isEmpty(body: unknown): boolean {
  return body === undefined || body === null || body === '';
}
