import type { ServerResponse } from 'node:http';
import { entry, isRecord, type JsonRecord, listEntry } from '../../../nodes/client/json';
import { type Arrived, BREAK, type Responder, type ScriptedResponse, send } from '../../support/server';

const CLASSIC = '/rest/webhooks/1.0/webhook';
const SINCE_10 = '/rest/jira-webhook/1.0/webhooks';
const APPS = '/ex/jira/cloud-1/rest/api/3/webhook';

const refusal = (status: number, message: string): ScriptedResponse => ({
  status,
  body: { errorMessages: [message], errors: {} },
});
const NOTHING_THERE = refusal(404, 'There is nothing here');

/** Which of Jira's interfaces for webhooks a server has. */
export type Interface = 'cloud' | 'classic' | 'since10' | 'apps';

const VERSIONS = { cloud: '1001.0.0', apps: '1001.0.0', classic: '9.12.0', since10: '10.3.0' } as const;

/** As much of Jira as registering webhooks needs. It keeps what it is sent, and says of it no more than Jira does. */
export class FakeWebhooks {
  /** By id: what was sent last. */
  readonly entries = new Map<string, JsonRecord>();
  /** Takes the place of the next answers to this method: the call is carried out unless it is an `ScriptedResponse`. */
  readonly instead: { method: string; response: Responder }[] = [];
  isAdministrator = true;
  /** Jira's interfaces are not of one mind about what to answer to others. */
  forbiddenStatus = 403;
  readonly version: string;
  readonly writes: string[] = [];
  #nextId = 10;

  constructor(
    readonly has: Interface,
    version?: string,
  ) {
    this.version = version ?? VERSIONS[has];
  }

  readonly response: Responder = (request, response) => {
    const path = request.url.replace(/\?.*/s, '');
    const { method } = request;
    const answer = this.#site(method, path) ?? this.#webhooks(request, path);
    const at = this.instead.findIndex((one) => one.method === method && /webhook/.test(path));
    const [one] = at < 0 ? [] : this.instead.splice(at, 1);
    if (one && typeof one.response === 'function') one.response(request, response);
    else send(response, one && typeof one.response !== 'function' ? one.response : answer);
  };

  /** The next answer to a POST is lost, though it is carried out. */
  loseAnswer(): void {
    this.instead.push({ method: 'POST', response: BREAK });
  }

  /** The next POST is refused; nothing is made. */
  refuse(status: number, message: string): void {
    this.instead.push({
      method: 'POST',
      response: (_request: Arrived, response: ServerResponse) => {
        this.entries.delete(String(this.#nextId - 1));
        send(response, refusal(status, message));
      },
    });
  }

  #site(method: string, path: string): ScriptedResponse | undefined {
    if (method !== 'GET') return undefined;
    if (path.endsWith('/serverInfo')) {
      const deploymentType = this.has === 'cloud' || this.has === 'apps' ? 'Cloud' : 'Server';
      return { body: { version: this.version, deploymentType, baseUrl: 'https://x.example' } };
    }
    return path.endsWith('/myself') ? { body: { accountId: '5b10', name: 'jo' } } : undefined;
  }

  #webhooks(request: Arrived, path: string): ScriptedResponse {
    if (this.has === 'apps')
      return path.startsWith(APPS) ? this.#apps(request, path.slice(APPS.length)) : NOTHING_THERE;
    const root = this.has === 'since10' ? SINCE_10 : CLASSIC;
    if (!path.startsWith(root)) return { status: 404, body: '<html><title>Oops</title></html>' };
    if (!this.isAdministrator) return refusal(this.forbiddenStatus, 'You must be an administrator');
    return this.#administrators(request, root, path.slice(root.length + 1));
  }

  #administrators({ method, url, body }: Arrived, root: string, id: string): ScriptedResponse {
    const sent = read(body);
    if (method === 'GET') {
      const all = [...this.entries].map(([one, webhook]) => this.#shown(root, one, webhook));
      const query = new URLSearchParams(url.split('?')[1]);
      const start = Number(query.get('start') ?? 0);
      return { body: this.has === 'since10' ? all.slice(start, start + Number(query.get('limit') ?? 50)) : all };
    }
    this.writes.push(method);
    if (method === 'POST') return { status: 201, body: this.#shown(root, this.#keep(sent), sent) };
    if (!this.entries.has(id)) return NOTHING_THERE;
    if (method === 'PUT') {
      this.entries.set(id, sent);
      return { body: this.#shown(root, id, sent) };
    }
    this.entries.delete(id);
    return { status: 204 };
  }

  /** Nobody is told a secret, on Data Center from 10 on no filter, and on the classic interface the id in an address alone. */
  #shown(root: string, id: string, webhook: JsonRecord): JsonRecord {
    const { secret, configuration: _configuration, filters, ...rest } = webhook;
    if (this.has === 'since10') return { id: Number(id), ...rest, statistics: { counts: { successes: 0 } } };
    const isSigned = this.has === 'cloud' && { isSigned: secret !== undefined };
    return { ...rest, filters, enabled: true, ...isSigned, self: `https://x.example${root}/${id}` };
  }

  #apps({ method, body }: Arrived, path: string): ScriptedResponse {
    const sent = read(body);
    if (method === 'GET') {
      const values = [...this.entries].map(([id, webhook]) => ({
        id: Number(id),
        expirationDate: EXPIRES,
        ...webhook,
      }));
      return { body: { startAt: 0, maxResults: 100, total: values.length, isLast: true, values } };
    }
    this.writes.push(`${method}${path}`);
    if (method === 'PUT') return { body: { expirationDate: EXPIRES } };
    if (method === 'DELETE') {
      for (const id of listEntry(sent, 'webhookIds')) this.entries.delete(String(id));
      return { status: 202 };
    }
    const url = entry(sent, 'url');
    const [webhook] = listEntry(sent, 'webhooks').filter(isRecord);
    const result = (one: JsonRecord): ScriptedResponse => ({ body: { webhookRegistrationResult: [one] } });
    const others = [...this.entries.values()].some((one) => one.url !== url);
    if (others) return result({ errors: ['Only a single URL per app is allowed to be registered via REST API'] });
    if (/labels/.test(String(webhook?.jqlFilter))) return result({ errors: ['The clause labels is unsupported'] });
    return result({ createdWebhookId: Number(this.#keep({ url, ...webhook })) });
  }

  #keep(webhook: JsonRecord): string {
    const id = String(this.#nextId++);
    this.entries.set(id, webhook);
    return id;
  }
}

/** In milliseconds since 1970. */
export const EXPIRES = Date.UTC(2026, 1, 4, 12);

function read(body: string): JsonRecord {
  const parsed: unknown = body === '' ? {} : JSON.parse(body);
  return isRecord(parsed) ? parsed : {};
}
