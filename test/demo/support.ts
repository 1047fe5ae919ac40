import { type DemoJira, demoCredentials, startDemoJira } from '../../demo/index';
import type { Deployment } from '../../demo/model';
import { demoExchanges } from '../openapi/hooks';

export type Person = 'ada' | 'ben' | 'cara' | 'nobody';

export interface JiraResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Parsed JSON; undefined when there is none. */
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever it expects, and fails where that is not there
  readonly json: any;
}

export interface Ask {
  readonly as?: Person;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is, without a content type. */
  readonly raw?: string;
}

export interface Sites {
  readonly jira: DemoJira;
  cloud(method: string, path: string, ask?: Ask): Promise<JiraResponse>;
  dataCenter(method: string, path: string, ask?: Ask): Promise<JiraResponse>;
}

/** A moment on a Monday morning. */
export const NOW = new Date('2026-11-23T09:00:00.000Z');

/**
 * Mocha hooks: a demo Jira, seeded anew before each test, whose clock stands still unless `clock` moves it. Every response is checked
 * against Atlassian's documents when the run is over.
 */
export function demoSites(clock: { now: Date } = { now: NOW }): Sites {
  let running: DemoJira | undefined;
  const jira = (): DemoJira => {
    if (!running) throw new Error('the demo Jira runs only while tests do');
    return running;
  };
  before(async () => {
    running = await startDemoJira({
      now: () => clock.now,
      observe: (exchange) => demoExchanges.observe(exchange),
    });
  });
  beforeEach(() => jira().reset());
  after(() => jira().close());
  return {
    get jira() {
      return jira();
    },
    cloud: (method, path, asked) => ask(`${jira().cloudUrl}${rooted(path, 3)}`, 'cloud', method, asked),
    dataCenter: (method, path, asked) => ask(`${jira().dataCenterUrl}${rooted(path, 2)}`, 'datacenter', method, asked),
  };
}

/** A path that begins with `//` lies outside the REST API. */
function rooted(path: string, version: number): string {
  return path.startsWith('//') ? path.slice(1) : `/rest/api/${version}${path}`;
}

export function credential(deployment: Deployment, person: Person): Readonly<Record<string, string>> {
  if (person === 'nobody') return {};
  const { username, password } = demoCredentials[deployment][person];
  return { Authorization: basic(username, password) };
}

export function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

async function ask(url: string, deployment: Deployment, method: string, asked: Ask = {}): Promise<JiraResponse> {
  const { as = 'ada', body, raw, headers = {} } = asked;
  const content = body === undefined ? {} : { 'Content-Type': 'application/json' };
  const response = await fetch(url, {
    method,
    headers: { 'User-Agent': 'demo-tests/1.0', ...credential(deployment, as), ...content, ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(raw === undefined ? {} : { body: Buffer.from(raw) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parse(text) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A document of one paragraph. */
export function adf(text: string): unknown {
  return { type: 'doc', version: 1, content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] };
}
