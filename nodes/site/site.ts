import type { Node, NodeAPI, NodeDef } from 'node-red';
import { Client } from '../client/client';
import { systemClock } from '../client/clock';
import type { Connection, ConnectionHolder } from '../client/connection';
import { JiraError } from '../client/errors';
import { isRecord, type JsonRecord, textEntry } from '../client/json';
import { Memory } from '../client/memory';
import { SharedBudgets } from '../client/shared-budgets';
import { isPlainHttpElsewhere } from '../client/site-url';
import { type ProxyOptions, type TlsOptions, Transport } from '../client/transport';
import { registerEndpoints } from './endpoints';
import { readSettings } from './settings';

/** Jira refuses changes that look like a browser's, so this is a product's name. */
const USER_AGENT = '@jira-flows/node-red-jira';
/** How long closing waits for a write that has left, in milliseconds. */
const CLOSE_GRACE_MS = 10_000;
/** What Jira Cloud publishes as the steady rate of an endpoint: nobody is asked faster before anything is known. */
const FIRST_PER_SECOND = 100;

const budgets = new SharedBudgets();

interface SiteCredentials {
  /** Cloud: the e-mail address. */
  readonly username?: string;
  /** Cloud: the API token. */
  readonly password?: string;
  /** Data Center: the Personal Access Token. */
  readonly token?: string;
}

type SiteNode = Node<SiteCredentials> & ConnectionHolder;

/** Registers the config node that holds a Jira site and the way in. */
export function registerSite(RED: NodeAPI): void {
  registerEndpoints(RED);
  RED.nodes.registerType<SiteNode, NodeDef, never, SiteCredentials>(
    'jira-site',
    function (this: SiteNode, definition: NodeDef) {
      RED.nodes.createNode(this, definition);
      const properties: JsonRecord = { ...definition };
      let connection: OpenConnection | undefined;
      warnOfPlainHttp(RED, this, properties);
      // A wrong site is told to the messages that need it, not to the log at start: a Catch node can then help.
      this.connection = () => {
        connection ??= connect(RED, properties, isRecord(this.credentials) ? this.credentials : {});
        return connection;
      };
      this.on('close', (done: () => void) => {
        void (connection?.close() ?? Promise.resolve()).then(done);
      });
    },
    {
      credentials: {
        username: { type: 'text' },
        password: { type: 'password' },
        token: { type: 'password' },
      },
    },
  );
}

/** A connection that somebody has to close. */
export interface OpenConnection extends Connection {
  close(): Promise<void>;
}

/**
 * A site of these properties, ready for use.
 * @throws JiraError `JIRA_CONFIG`
 */
export function connect(RED: NodeAPI, properties: JsonRecord, credentials: JsonRecord): OpenConnection {
  const settings = readSettings(properties, credentials);
  const transport = new Transport({
    origin: new URL(settings.siteUrl).origin,
    timeoutMs: settings.timeoutMs,
    tls: chosen(RED, properties, 'tls', tlsOptions),
    proxy: chosen(RED, properties, 'proxy', proxyOptions),
    userAgent: USER_AGENT,
  });
  const { siteUrl, auth } = settings;
  const limits = { ...settings, firstPerSecond: FIRST_PER_SECOND };
  const { budget, release } = budgets.hold(siteUrl, auth.principal, limits);
  const client = new Client(settings, transport, auth, budget, systemClock);
  return {
    client,
    memory: new Memory(systemClock),
    budget,
    close: () => client.close(CLOSE_GRACE_MS).finally(release),
  };
}

/** Said once, when the flows start: whoever sits on the way can read the credentials. */
function warnOfPlainHttp(RED: NodeAPI, node: Node, properties: JsonRecord): void {
  if (!isPlainHttpElsewhere(textEntry(properties, 'siteUrl') ?? '')) return;
  node.warn(RED._('@jira-flows/node-red-jira/jira-site:log.plainHttp'));
}

/**
 * What a chosen config node says; nothing if none is chosen.
 * @throws JiraError `JIRA_CONFIG` if the chosen one is missing or disabled: going on without it would go another way
 */
function chosen<Options>(
  RED: NodeAPI,
  properties: JsonRecord,
  name: 'tls' | 'proxy',
  read: (node: unknown) => Options | undefined,
): Options | undefined {
  const id = textEntry(properties, name);
  if (!id) return undefined;
  const options = read(RED.nodes.getNode(id));
  if (options === undefined) throw new JiraError('JIRA_CONFIG', `config.missing.${name}`, {}, { outcome: 'not-done' });
  return options;
}

/** What the core `tls-config` node adds to the options of a connection. */
function tlsOptions(node: unknown): TlsOptions | undefined {
  if (!isRecord(node) || typeof node.addTLSOptions !== 'function') return undefined;
  const options: TlsOptions = {};
  node.addTLSOptions(options);
  return options;
}

/** The core `http proxy` node. */
function proxyOptions(node: unknown): ProxyOptions | undefined {
  const url = textEntry(node, 'url');
  if (!isRecord(node) || !url) return undefined;
  return {
    url,
    username: textEntry(node.credentials, 'username'),
    password: textEntry(node.credentials, 'password'),
    noProxy: Array.isArray(node.noproxy) ? node.noproxy.map(String) : undefined,
  };
}
