import assert from 'node:assert/strict';
import { type Auth, basicAuth } from '../../nodes/client/auth';
import { Client, type ClientOptions, type Job } from '../../nodes/client/client';
import { JiraError, type JiraErrorCode } from '../../nodes/client/errors/jira-error';
import type { Request } from '../../nodes/client/http/request';
import { Transport } from '../../nodes/client/http/transport';
import { RateLimiter } from '../../nodes/client/limits/rate-limiter';
import { TestClock } from '../support/clock';
import { withoutProxies } from '../support/environment';
import { type Responder, type ScriptedResponse, ScriptedServer } from '../support/server';

export const PASSWORD = 'a-token-that-must-not-leak';

const TIMEOUT_MS = 30_000;

export interface SiteOptions extends Partial<ClientOptions> {
  readonly auth?: Auth;
  readonly concurrency?: number;
  readonly maxQueue?: number;
}

/** A client, the server that it talks to, and the clock that both wait by. */
export class TestSite {
  readonly clock = new TestClock();
  /** That of the network: no attempt takes too long unless a test moves it. */
  readonly networkClock = new TestClock();
  readonly rateLimiter: RateLimiter;
  readonly client: Client;
  readonly transport: Transport;

  constructor(
    readonly server: ScriptedServer,
    { auth, concurrency = 8, maxQueue = 1_000, ...options }: SiteOptions = {},
  ) {
    const siteUrl = options.siteUrl ?? server.url;
    this.rateLimiter = new RateLimiter({ concurrency, maxQueue }, this.clock);
    this.transport = new Transport({
      origin: new URL(siteUrl).origin,
      timeoutMs: TIMEOUT_MS,
      userAgent: 'tests of a product',
      clock: this.networkClock,
    });
    this.client = new Client(
      { siteUrl, deployment: 'datacenter', maxRetries: 4, concurrency: 8, maxWaitMs: 120_000, ...options },
      this.transport,
      auth ?? basicAuth('jo', PASSWORD),
      this.rateLimiter,
      this.clock,
    );
  }

  /** The request has arrived, and no answer comes in time. */
  readonly silence: Responder = () => this.networkClock.advance(TIMEOUT_MS);

  call(request: Request, job: Job = newJob()): Promise<unknown> {
    return this.client.call(request, job);
  }

  /** The error that a call ends in; fails the test if it ends well, or if the error tells a secret. */
  async error(request: Request, job: Job = newJob()): Promise<JiraError> {
    return errorOf(this.call(request, job));
  }
}

/** The error that a promise ends in. */
export async function errorOf(promise: Promise<unknown>): Promise<JiraError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof JiraError, `no JiraError: ${String(error)}`);
  const told = JSON.stringify([error.message, error.values, error.facts]);
  for (const secret of [PASSWORD, Buffer.from(`jo:${PASSWORD}`).toString('base64')]) assert.ok(!told.includes(secret));
  return error;
}

/** What an error says that a flow would branch on. */
export function gist({ code, facts }: JiraError): [code: JiraErrorCode, outcome: string | undefined] {
  return [code, facts.outcome];
}

export function newJob(signal = new AbortController().signal, source = 'node'): Job {
  return { source, signal, attempts: 0, waitedMs: 0 };
}

/** Opens sites for the tests of one `describe`, and closes them after each. */
export function sites(): (options?: SiteOptions) => Promise<TestSite> {
  withoutProxies();
  const open: TestSite[] = [];
  afterEach(async () => {
    for (const { transport, server } of open.splice(0)) {
      transport.close();
      await server.stop();
    }
  });
  return async (options) => {
    const site = new TestSite(await ScriptedServer.start(), options);
    open.push(site);
    return site;
  };
}

export const API = '/rest/api/2';
export const GET: Request = { route: 'GET /issue/{issueIdOrKey}', params: { issueIdOrKey: 'OPS-1' } };
export const SEARCH: Request = { route: 'POST /search', body: { jql: '' }, reads: true };
export const CREATE: Request = { route: 'POST /issue', body: { fields: {} } };
export const EDIT: Request = {
  route: 'PUT /issue/{issueIdOrKey}',
  params: { issueIdOrKey: 'OPS-1' },
  body: { fields: {} },
};
export const DELETE: Request = { route: 'DELETE /issue/{issueIdOrKey}', params: { issueIdOrKey: 'OPS-1' } };

/** Routes of these calls. */
export const ROUTES = {
  get: `GET ${API}/issue/OPS-1`,
  search: `POST ${API}/search`,
  create: `POST ${API}/issue`,
  edit: `PUT ${API}/issue/OPS-1`,
  delete: `DELETE ${API}/issue/OPS-1`,
  myself: `GET ${API}/myself`,
  serverInfo: `GET ${API}/serverInfo`,
};

export const OK: ScriptedResponse = { body: { id: '10000', key: 'OPS-1' } };
export const NO_CONTENT: ScriptedResponse = { status: 204 };
export const NOT_FOUND: ScriptedResponse = {
  status: 404,
  body: { errorMessages: ['Issue Does Not Exist'], errors: {} },
};
export const HTML: ScriptedResponse = { status: 200, body: '<html><head><title>Log in</title></head></html>' };
export const limited = (retryAfter?: string, reason?: string): ScriptedResponse => ({
  status: 429,
  headers: {
    ...(retryAfter !== undefined && { 'Retry-After': retryAfter }),
    ...(reason && { 'RateLimit-Reason': reason }),
  },
});
