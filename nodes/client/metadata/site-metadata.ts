import type { AuthType } from '../auth';
import { JiraError } from '../errors/jira-error';
import type { Caller } from '../http/caller';
import type { Job } from '../http/job';
import { type Deployment, hasOwnRoot, type Request } from '../http/request';
import { readBody } from '../http/response-body';
import { unlessAborted } from '../http/signals';
import type { RawResponse } from '../http/transport';
import { type ApiBase, type AskAt, findApiBase, type GatewayUse } from './api-base';
import { notJira, readServerInfo, type ServerInfo, whileDetecting } from './server-info';

export interface SiteMetadataOptions {
  /** As `readSiteUrl` returns it. */
  readonly siteUrl: string;
  /** `undefined` asks the server once. */
  readonly deployment?: Deployment | undefined;
  /** Cloud only; `never` unless told. */
  readonly gateway?: { readonly use: GatewayUse; readonly url: string } | undefined;
}

const API_ROOT: Readonly<Record<Deployment, string>> = { cloud: '/rest/api/3', datacenter: '/rest/api/2' };
/** Served alike by both families, before it is known which one it is. */
const NEUTRAL_ROOT = API_ROOT.datacenter;
const NO_GATEWAY = { use: 'never', url: '' } as const;

/** Something that is found out once, for all who want to know it, and again after a failure. */
class Lazy<T> {
  #finding: Promise<T> | undefined;
  /** As soon as it is known, nobody needs to wait any more. */
  #value: { readonly is: T } | undefined;

  constructor(private readonly find: () => Promise<T>) {}

  found(): Promise<T> {
    this.#finding ??= this.#findOnce();
    return this.#finding;
  }

  /** What is known by now. */
  get valueSoFar(): T | undefined {
    return this.#value?.is;
  }

  /** @throws the signal's reason once it is aborted; it goes on being found out for the others */
  async known(signal: AbortSignal): Promise<T> {
    return this.#value ? this.#value.is : unlessAborted(this.found(), signal);
  }

  async #findOnce(): Promise<T> {
    try {
      this.#value = { is: await this.find() };
      return this.#value.is;
    } catch (error) {
      this.#finding = undefined;
      throw error;
    }
  }
}

/** What has to be known of a site before a call can be made: each fact is asked for once, and again after a failure. */
export class SiteMetadata {
  readonly #server = new Lazy(() => this.#askServer());
  readonly #apiBase = new Lazy(() => this.#findReach());

  constructor(
    private readonly options: SiteMetadataOptions,
    private readonly authType: AuthType,
    private readonly caller: Caller,
  ) {}

  /** Which family the site belongs to. */
  async deployment({ signal }: Pick<Job, 'signal'>): Promise<Deployment> {
    return this.options.deployment ?? (await this.#server.known(signal)).deployment;
  }

  /** The path below which a route is; empty for one that says it itself. */
  async rootOf({ route }: Pick<Request, 'route'>, job: Pick<Job, 'signal'>): Promise<string> {
    return hasOwnRoot(route) ? '' : API_ROOT[await this.deployment(job)];
  }

  /** The address below which a call is made. */
  async urlFor(request: Pick<Request, 'route'>, job: Pick<Job, 'signal'>): Promise<string> {
    const root = await this.rootOf(request, job);
    return (await this.#apiBase.known(job.signal)).base + root;
  }

  /** The address that people open: the server's own word, as Node-RED may reach it by another one; without that, the site's. */
  get peopleUrl(): string {
    return this.#server.valueSoFar?.baseUrl ?? this.options.siteUrl;
  }

  /** What the server says of itself. */
  server(): Promise<ServerInfo> {
    return this.#server.found();
  }

  /** Where the API is reached. */
  apiBase(): Promise<ApiBase> {
    return this.#apiBase.found();
  }

  /** The error of a call whose response shows that no Jira is there. */
  notJira(error: JiraError): JiraError {
    return notJira('JIRA_RESPONSE', error, this.options.siteUrl);
  }

  async #askServer(): Promise<ServerInfo> {
    const request: Request = { route: 'GET /serverInfo' };
    try {
      const response = await this.#openly(request, this.caller.ownJob());
      return readServerInfo(readBody(response, request), this.options.siteUrl);
    } catch (error) {
      throw whileDetecting(error, this.options.siteUrl);
    }
  }

  /**
   * Anybody may ask what a server is, and Cloud's own address takes no OAuth token; but something before a Data Center may
   * want to know who asks.
   */
  async #openly(request: Request, job: Job): Promise<RawResponse> {
    const root = this.options.siteUrl + NEUTRAL_ROOT;
    try {
      return await this.caller.send(root, request, job, { anonymous: true });
    } catch (error) {
      const wantsToKnow = error instanceof JiraError && /^JIRA_(AUTH|FORBIDDEN)$/.test(error.code);
      if (!wantsToKnow || this.authType === 'oauth2' || this.authType === 'clientCredentials') throw error;
      return this.caller.send(root, request, job);
    }
  }

  async #findReach(): Promise<ApiBase> {
    const job = this.caller.ownJob();
    const deployment = await this.deployment(job);
    const { siteUrl, gateway = NO_GATEWAY } = this.options;
    const ask: AskAt = async (base, request, options) =>
      readBody(await this.caller.send(base, request, job, options), request);
    const apiRoot = API_ROOT[deployment];
    const options = { siteUrl, gateway: gateway.use, gatewayUrl: gateway.url, authType: this.authType };
    return findApiBase({ ...options, deployment, apiRoot }, ask);
  }
}
