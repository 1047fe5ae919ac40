import { createHash } from 'node:crypto';
import type { NodeAPI } from 'node-red';
import type { Connection } from '../client/connection';
import { JiraError } from '../client/errors/jira-error';
import { isRecord, type JsonRecord, textEntry } from '../client/json';
import { readSiteUrl } from '../client/metadata/site-url';
import { connect, type OpenConnection } from './connect';
import type { SiteValues } from './servers';
import { DEFAULT_AUTH_URL, DEFAULT_GATEWAY_URL } from './settings';
import type { SiteNode } from './site-node';

/** Limits of what is asked for a dialog: someone sits before it. */
export const IMPATIENT = { maxRetries: '1', maxWait: '5000', timeout: '15000' } as const;

/** What a dialog may say of a site, but for its limits. */
const PROPERTIES = [
  'siteUrl',
  'deployment',
  'authType',
  'gateway',
  'authUrl',
  'gatewayUrl',
  'scopes',
  'tls',
  'proxy',
] as const;
const CREDENTIALS = ['username', 'password', 'token', 'clientId', 'clientSecret'] as const;
/** What the editor holds in place of a secret that it was never told. */
const LEFT_ALONE = '__PWRD__';
const ENVIRONMENT_VARIABLE = /^\$[{(]([^)}]+)[)}]$/;

/**
 * What a site's dialog means: the values as they stand in it, with what is deployed for secrets that the dialog left alone.
 * A stored secret goes only where it was deployed to go, and an environment variable counts as one: whoever may edit a site must
 * not be able to have it sent elsewhere.
 * @param unsaved the request's `site`; anything but an object means the site as it is deployed
 * @throws JiraError `JIRA_CONFIG` if a stored secret would be needed elsewhere, or there is no such site
 */
export function valuesOf(RED: NodeAPI, id: string, unsaved: unknown): SiteValues {
  const site = siteNode(RED, id);
  const deployed = site?.values();
  if (!isRecord(unsaved)) {
    if (!deployed) throw new JiraError('JIRA_CONFIG', 'config.notDeployed', {}, { outcome: 'not-done' });
    return deployed;
  }
  const variable: Variable = (name) => (site ? RED.util.getSetting(site, name) : process.env[name]) ?? '';
  const properties: JsonRecord = Object.fromEntries(
    PROPERTIES.map((name) => [name, propertyOf(unsaved, name, variable)]),
  );
  const mayUseStored = deployed !== undefined && goesToTheSamePlaces(properties, deployed.properties);
  const stored: Stored = { credentials: deployed?.credentials ?? {}, variable, mayBeUsed: mayUseStored };
  const credentials: JsonRecord = Object.fromEntries(
    CREDENTIALS.map((name) => [name, credentialOf(unsaved.credentials, name, stored)]),
  );
  return { properties: { ...properties, ...IMPATIENT }, credentials };
}

/**
 * The connection that a dialog means: the deployed one, or one for its unsaved values, which stays open as long as they stay
 * the same.
 * @throws JiraError as `valuesOf`, and as `connect`
 */
export function connectionFor(RED: NodeAPI, id: string, unsaved: unknown): Connection {
  const site = siteNode(RED, id);
  if (!isRecord(unsaved) && site) return site.connection();
  const values = valuesOf(RED, id, unsaved);
  const key = createHash('sha256').update(JSON.stringify(values)).digest('hex');
  const open = drafts.get(id);
  if (open?.key === key) {
    open.idle.refresh();
    return open.connection;
  }
  closeDraft(id);
  const connection = connect(RED, id, values);
  drafts.set(id, { key, connection, idle: setTimeout(() => closeDraft(id), IDLE_MS).unref() });
  return connection;
}

/** How long an unused connection of a dialog stays open, in milliseconds. */
const IDLE_MS = 120_000;

const drafts = new Map<string, { key: string; connection: OpenConnection; idle: NodeJS.Timeout }>();

function closeDraft(id: string): void {
  const draft = drafts.get(id);
  if (!draft) return;
  clearTimeout(draft.idle);
  drafts.delete(id);
  void draft.connection.close();
}

function siteNode(RED: NodeAPI, id: string): SiteNode | undefined {
  const node: unknown = RED.nodes.getNode(id);
  return isSiteNode(node) ? node : undefined;
}

function isSiteNode(node: unknown): node is SiteNode {
  return typeof node === 'object' && node !== null && 'values' in node && 'type' in node && node.type === 'jira-site';
}

/** The value of an environment variable. */
type Variable = (name: string) => string;

/** What the dialog does not hold itself. */
interface Stored {
  readonly credentials: JsonRecord;
  readonly variable: Variable;
  readonly mayBeUsed: boolean;
}

function propertyOf(unsaved: JsonRecord, name: string, variable: Variable): string {
  const text = (textEntry(unsaved, name) ?? '').trim();
  const named = ENVIRONMENT_VARIABLE.exec(text)?.[1];
  if (named === undefined) return text;
  // Only what is an address is told: an error that shows it must not become a way to read the environment.
  const value = variable(named);
  return isAddress(value) ? value : '';
}

function isAddress(text: string): boolean {
  try {
    readSiteUrl(text);
    return true;
  } catch {
    return false;
  }
}

function credentialOf(unsaved: unknown, name: string, { credentials, variable, mayBeUsed }: Stored): string {
  const typed = textEntry(unsaved, name);
  const named = ENVIRONMENT_VARIABLE.exec(typed ?? '')?.[1];
  if (typed && typed !== LEFT_ALONE && named === undefined) return typed;
  const stored = named === undefined ? (textEntry(credentials, name) ?? '') : variable(named);
  if (stored === '' || mayBeUsed) return stored;
  throw new JiraError('JIRA_CONFIG', 'config.secretElsewhere', { name }, { outcome: 'not-done' });
}

/** Whether all that a secret may be sent to, or through, is what is deployed. */
function goesToTheSamePlaces(one: JsonRecord, other: JsonRecord): boolean {
  const same = (name: string, fallback = '') => placeOf(one, name, fallback) === placeOf(other, name, fallback);
  return (
    same('siteUrl') &&
    same('authUrl', DEFAULT_AUTH_URL) &&
    same('gatewayUrl', DEFAULT_GATEWAY_URL) &&
    same('proxy') &&
    same('tls')
  );
}

function placeOf(properties: JsonRecord, name: string, fallback: string): string {
  return (textEntry(properties, name) || fallback).trim().replace(/\/+$/, '');
}
