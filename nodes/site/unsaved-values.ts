import type { NodeAPI } from 'node-red';
import { JiraError } from '../client/errors/jira-error';
import { entry, isRecord, type JsonRecord, textEntry } from '../client/json';
import { credentialLabel } from './basic-secret';
import { type Variables, valueOfVariable, variableIn } from './environment-variables';
import { DEFAULT_AUTH_URL, DEFAULT_GATEWAY_URL } from './settings';
import type { SiteNode, SiteValues } from './site-node';

/** Limits of what is asked for a dialog: someone sits before it. */
export const DIALOG_LIMITS = { maxRetries: '1', maxWait: '5000', timeout: '15000' } as const;

/** What a dialog may say of a site, but for its limits. */
const PROPERTIES = [
  'siteUrl',
  'deployment',
  'authType',
  'basicSecret',
  'gateway',
  'authUrl',
  'gatewayUrl',
  'scopes',
  'tls',
  'proxy',
] as const;
const CREDENTIALS = ['username', 'password', 'token', 'clientId', 'clientSecret'] as const;
/** What the editor holds in place of a secret that it was never told. */
const UNCHANGED_SECRET = '__PWRD__';

/**
 * What a site's dialog means: the values as they stand in it, with what is deployed for secrets that the dialog left alone.
 * A stored secret goes only where it was deployed to go, and an environment variable counts as one: whoever may edit a site must
 * not be able to have it sent elsewhere.
 * @param unsaved the request's `site`; anything but an object means the site as it is deployed
 * @throws JiraError `JIRA_CONFIG` if a stored secret would be needed elsewhere, a variable is not set, or there is no such site
 */
export function valuesOf(RED: NodeAPI, id: string, unsaved: unknown): SiteValues {
  const site = siteNode(RED, id);
  const deployed = site?.values();
  if (!isRecord(unsaved)) {
    if (!deployed) throw new JiraError('JIRA_CONFIG', 'config.notDeployed', {}, NOT_DONE);
    return deployed;
  }
  const resolve = (variable: string): string => {
    const value = valueOfVariable(RED, site, variable);
    if (value === undefined) throw new JiraError('JIRA_CONFIG', 'config.variableUnset', { variable }, NOT_DONE);
    return value;
  };
  const properties = read(PROPERTIES, (name) => propertyOf(unsaved, name, resolve));
  const mayBeUsed = deployed !== undefined && hasSameDestinations(properties, deployed.properties);
  const labelOf = (name: string) => credentialLabel(name, properties);
  const stored: Stored = { credentials: deployed?.credentials ?? {}, resolve, mayBeUsed, labelOf };
  const credentials = read(CREDENTIALS, (name) => credentialOf(unsaved.credentials, name, stored));
  return { properties: { ...properties, ...DIALOG_LIMITS }, credentials };
}

/**
 * As `valuesOf`, for what goes to the browser in an address.
 * @throws JiraError `JIRA_CONFIG` also if the dialog names a variable that isn't deployed there: the address would tell what it holds
 */
export function valuesForBrowser(RED: NodeAPI, id: string, unsaved: unknown): SiteValues {
  const values = valuesOf(RED, id, unsaved);
  const deployed = siteNode(RED, id)?.values();
  for (const { variable, name, among } of namedVariables(unsaved)) {
    if (values[among][name] === deployed?.[among][name]) continue;
    throw new JiraError('JIRA_CONFIG', 'config.variableNotDeployed', { variable }, NOT_DONE);
  }
  return values;
}

/** The environment variables that a dialog's values name, and what they hold. Errors must not quote it. */
export function variablesOf(RED: NodeAPI, id: string, unsaved: unknown): Variables {
  const site = siteNode(RED, id);
  return new Map(
    namedVariables(unsaved).map(({ variable }) => [variable, valueOfVariable(RED, site, variable) ?? ''] as const),
  );
}

interface NamedVariable {
  readonly variable: string;
  /** Of the property or credential that is this variable. */
  readonly name: string;
  readonly among: keyof SiteValues;
}

function namedVariables(unsaved: unknown): readonly NamedVariable[] {
  const among = (where: keyof SiteValues, names: readonly string[], values: unknown) =>
    names.flatMap((name) => {
      const variable = variableIn(textEntry(values, name));
      return variable === undefined ? [] : [{ variable, name, among: where }];
    });
  return [
    ...among('properties', PROPERTIES, unsaved),
    ...among('credentials', CREDENTIALS, entry(unsaved, 'credentials')),
  ];
}

/** The deployed site of an id. */
export function siteNode(RED: NodeAPI, id: string): SiteNode | undefined {
  const node: unknown = RED.nodes.getNode(id);
  return isSiteNode(node) ? node : undefined;
}

function isSiteNode(node: unknown): node is SiteNode {
  return typeof node === 'object' && node !== null && 'values' in node && 'type' in node && node.type === 'jira-site';
}

/** What the dialog does not hold itself. */
interface Stored {
  readonly credentials: JsonRecord;
  /** What a variable holds. */
  readonly resolve: (variable: string) => string;
  readonly mayBeUsed: boolean;
  /** What the dialog calls a credential. */
  readonly labelOf: (name: string) => string;
}

const NOT_DONE = { outcome: 'not-done' } as const;

function read(names: readonly string[], resolve: (name: string) => string): JsonRecord {
  return Object.fromEntries(names.map((name) => [name, resolve(name)]));
}

function propertyOf(unsaved: JsonRecord, name: string, resolve: Stored['resolve']): string {
  const text = (textEntry(unsaved, name) ?? '').trim();
  const variable = variableIn(text);
  return variable === undefined ? text : resolve(variable);
}

function credentialOf(unsaved: unknown, name: string, stored: Stored): string {
  const { credentials, resolve, mayBeUsed, labelOf } = stored;
  const typed = textEntry(unsaved, name);
  const variable = variableIn(typed);
  if (typed && typed !== UNCHANGED_SECRET && variable === undefined) return typed;
  const secret = variable === undefined ? (textEntry(credentials, name) ?? '') : resolve(variable);
  if (secret === '' || mayBeUsed) return secret;
  throw new JiraError('JIRA_CONFIG', 'config.secretElsewhere', { name: labelOf(name) }, NOT_DONE);
}

/** Whether all that a secret may be sent to, or through, is what is deployed. */
function hasSameDestinations(one: JsonRecord, other: JsonRecord): boolean {
  const same = (name: string, fallback = '') =>
    destinationOf(one, name, fallback) === destinationOf(other, name, fallback);
  return (
    same('siteUrl') &&
    same('authUrl', DEFAULT_AUTH_URL) &&
    same('gatewayUrl', DEFAULT_GATEWAY_URL) &&
    same('proxy') &&
    same('tls')
  );
}

function destinationOf(properties: JsonRecord, name: string, fallback: string): string {
  return (textEntry(properties, name) || fallback).trim().replace(/\/+$/, '');
}
