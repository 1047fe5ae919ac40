import { type DemoJira, demoCredentials, type Exchange, startDemoJira } from '../../demo/index';
import commentAdd from '../../nodes/actions/comment/add';
import issueCreate from '../../nodes/actions/issue/create';
import transition from '../../nodes/actions/issue/transition';
import issueUpdate from '../../nodes/actions/issue/update';
import upsert from '../../nodes/actions/issue/upsert';
import linkCreate from '../../nodes/actions/link/create';
import worklogAdd from '../../nodes/actions/worklog/add';
import { type Auth, basicAuth, patAuth } from '../../nodes/client/auth';
import { Client, type Job } from '../../nodes/client/client';
import type { Deployment } from '../../nodes/client/http/request';
import { Transport } from '../../nodes/client/http/transport';
import { RateLimiter } from '../../nodes/client/limits/rate-limiter';
import { TtlCache } from '../../nodes/client/ttl-cache';
import type { Action } from '../../nodes/definition';
import { choicesIn } from '../../nodes/engine/list-options';
import { ownRoute, perform, type SingleAction } from '../../nodes/engine/perform';
import { OnceWrites } from '../../nodes/idempotency/once';
import { Jira } from '../../nodes/jira/jira';
import type { Store } from '../../nodes/store/store';
import { nodeExchanges } from '../openapi/hooks';
import { TestClock } from '../support/clock';
import { withoutProxies } from '../support/environment';
import { MemoryStore } from '../support/memory-store';

const ACTIONS = { issueCreate, commentAdd, transition, issueUpdate, linkCreate, upsert, worklogAdd } as const;

/** What came of a message. */
export interface Told {
  readonly result: unknown;
  readonly notes: Readonly<Record<string, unknown>>;
}

export interface MessageOptions {
  /** Without it the message gets a key of its own, which is not remembered. */
  readonly key?: string;
  readonly signal?: AbortSignal;
  /** Properties of the node. */
  readonly choices?: object;
}

/** A Node-RED that writes to the demo Jira; `restart` puts another process in its place. */
export class WritingNodeRed {
  readonly clock: TestClock;
  readonly exchanges: Exchange[] = [];
  store: Store = new MemoryStore();
  #transport: Transport;
  #client: Client;
  #cache: TtlCache;
  #writes: OnceWrites;
  #made = 0;

  constructor(
    readonly jira: DemoJira,
    readonly deployment: Deployment,
    clock: TestClock,
  ) {
    this.clock = clock;
    [this.#transport, this.#client, this.#cache, this.#writes] = this.#begin();
  }

  get site(): DemoJira['cloud'] {
    return this.jira[this.deployment];
  }

  /** The process ends at once, and another one begins with the same store. */
  restart(): void {
    this.#transport.close();
    [this.#transport, this.#client, this.#cache, this.#writes] = this.#begin();
  }

  close(): void {
    this.#transport.close();
  }

  /** Sends a message to a node of this kind, whose writes happen once. @throws JiraError */
  async send(name: keyof typeof ACTIONS, inputs: object, options: MessageOptions = {}): Promise<Told> {
    const action = ACTIONS[name] as Action as SingleAction;
    const { key = `own-${this.#made++}`, signal = new AbortController().signal } = options;
    const job: Job = { source: 'n1', signal, attempts: 0, waitedMs: 0 };
    const guard = this.#writes.guard({
      siteKey: 'site',
      operation: name,
      key,
      remember: options.key !== undefined,
      signal,
    });
    const jiraOptions = {
      route: ownRoute(action, this.deployment),
      record: action.returns === 'echo' ? undefined : action.record,
      textFormat: 'text',
      recovery: action.recovery,
      guard,
      memory: this.#writes.memory('site'),
      key,
    } as const;
    const choices = choicesIn(action, { ...options.choices });
    const jira = new Jira(this.deployment, jiraOptions, this.#client, this.#cache, job);
    const result = await perform(action, jira, inputs as Readonly<Record<string, unknown>>, 'native', choices);
    return { result, notes: jira.notes };
  }

  #begin(): [Transport, Client, TtlCache, OnceWrites] {
    const { deployment, clock, jira } = this;
    const siteUrl = deployment === 'cloud' ? jira.cloudUrl : jira.dataCenterUrl;
    const transport = new Transport({
      origin: new URL(siteUrl).origin,
      timeoutMs: 30_000,
      userAgent: 'tests of a product',
      clock: new TestClock(),
    });
    const rateLimiter = new RateLimiter({ concurrency: 8, maxQueue: 1_000 }, clock);
    const options = { siteUrl, deployment, maxRetries: 2, concurrency: 8, maxWaitMs: 120_000 };
    const client = new Client(options, transport, authOn(deployment), rateLimiter, clock);
    return [transport, client, new TtlCache(clock), new OnceWrites(this.store, clock)];
  }
}

function authOn(deployment: Deployment): Auth {
  const { cloud, datacenter } = demoCredentials;
  return deployment === 'cloud' ? basicAuth(cloud.ada.username, cloud.ada.password) : patAuth(datacenter.ada.token);
}

/** Mocha hooks: a Node-RED for each test, and a demo Jira that has the same clock. Nobody waits: time jumps to what is due next. */
export function writingNodeRed(deployment: Deployment): () => WritingNodeRed {
  withoutProxies();
  let clock = new TestClock();
  let jira: DemoJira | undefined;
  let current: WritingNodeRed | undefined;
  const seen: Exchange[] = [];
  before(async () => {
    jira = await startDemoJira({
      now: () => new Date(clock.wallNow()),
      observe: (exchange) => {
        seen.push(exchange);
        current?.exchanges.push(exchange);
        nodeExchanges.observe(exchange);
      },
    });
  });
  beforeEach(() => {
    if (!jira) throw new Error('the demo Jira runs only while tests do');
    clock = new TestClock().hurry();
    jira.reset();
    current = new WritingNodeRed(jira, deployment, clock);
  });
  afterEach(() => current?.close());
  after(() => jira?.close());
  return () => {
    if (!current) throw new Error('there is a Node-RED only while a test runs');
    return current;
  };
}
