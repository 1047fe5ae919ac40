import { createHash } from 'node:crypto';
import type { NodeAPI } from 'node-red';
import type { Connection, ConnectionHolder } from '../client/connection';
import { JiraError } from '../client/errors';
import { entry, isRecord, type JsonRecord } from '../client/json';
import { connect, type OpenConnection } from './site';

/** What the editor sends in place of a secret that it was never told. */
const UNCHANGED_SECRET = '__PWRD__';
/** What decides where a secret would be sent. */
const DESTINATION = ['siteUrl', 'proxy', 'tls'] as const;

/** The last unsaved values of each site, so that one dialog's look-ups share a connection and what it learns. */
const unsavedSites = new Map<string, { readonly key: string; readonly connection: OpenConnection }>();

/**
 * The connection of a site as deployed or, where the editor sends values that are not deployed yet, with these. A stored secret is
 * used with them only if address, proxy and TLS are those that are deployed: who may edit flows must not be able to send it elsewhere.
 * @param unsaved the dialog's properties, with its `credentials` inside
 * @throws JiraError `JIRA_CONFIG`
 */
export function connectionFor(RED: NodeAPI, id: string, unsaved: unknown): Connection {
  if (!isRecord(unsaved)) return deployedConnection(RED, id);
  const key = createHash('sha256').update(JSON.stringify(unsaved)).digest('hex');
  const last = unsavedSites.get(id);
  if (last?.key === key) return last.connection;
  const { credentials, ...properties } = unsaved;
  const secrets = { ...storedSecrets(RED, id, properties), ...newSecrets(credentials) };
  const connection = connect(RED, withEnvironment(properties), withEnvironment(secrets));
  void last?.connection.close();
  unsavedSites.set(id, { key, connection });
  return connection;
}

function deployedConnection(RED: NodeAPI, id: string): Connection {
  const site: unknown = RED.nodes.getNode(id);
  if (isHolder(site)) return site.connection();
  throw new JiraError('JIRA_CONFIG', 'config.noSite');
}

function isHolder(node: unknown): node is ConnectionHolder {
  return typeof node === 'object' && node !== null && 'connection' in node && typeof node.connection === 'function';
}

function storedSecrets(RED: NodeAPI, id: string, properties: JsonRecord): JsonRecord {
  let deployed: unknown;
  RED.nodes.eachNode((node) => {
    if (node.id === id) deployed = { ...node };
  });
  const isSame = DESTINATION.every((name) => (properties[name] || '') === (entry(deployed, name) || ''));
  const stored: unknown = RED.nodes.getCredentials(id);
  return isSame && deployed !== undefined && isRecord(stored) ? stored : {};
}

function newSecrets(credentials: unknown): JsonRecord {
  if (!isRecord(credentials)) return {};
  const given = Object.entries(credentials).filter(
    ([, value]) => typeof value === 'string' && value !== '' && value !== UNCHANGED_SECRET,
  );
  return Object.fromEntries(given);
}

/** Node-RED puts environment variables in place when it deploys; these values are not deployed. */
function withEnvironment(values: JsonRecord): JsonRecord {
  const entries = Object.entries(values).map(([name, value]) => {
    const variable = typeof value === 'string' ? /^\$\{([^}]+)\}$/.exec(value)?.[1] : undefined;
    return [name, variable === undefined ? value : process.env[variable]] as const;
  });
  return Object.fromEntries(entries);
}
