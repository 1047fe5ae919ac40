import type { NodeAPI } from 'node-red';
import type { Job } from '../client/client';
import { systemClock } from '../client/clock';
import { asJiraError, JiraError } from '../client/errors/jira-error';
import type { Deployment, Request } from '../client/http/request';
import { textEntry } from '../client/json';
import { connect } from './connect';
import { namingVariables } from './environment-variables';
import { type Authentication, readSettings } from './settings';
import type { SiteValues } from './site-node';
import { tokenRegistryOf } from './token-registry';
import { DIALOG_LIMITS, valuesOf, variablesOf } from './unsaved-values';

/** What a test of a site has found. */
export interface ConnectionTestResult {
  readonly deployment?: Deployment;
  readonly version?: string;
  /** Whom Jira takes the site's account for. */
  readonly user?: { readonly displayName?: string | undefined; readonly id?: string | undefined };
  /** Whether calls go through Atlassian's API gateway. */
  readonly gateway?: boolean;
  /** OAuth only: as granted. */
  readonly scopes?: readonly string[] | undefined;
  readonly problem?: JiraError | undefined;
}

/** From here on a clock is said to be wrong, in milliseconds. */
const SKEW_MS = 5 * 60_000;

const MYSELF: Request = { route: 'GET /myself' };
/** Reads nothing of note, and needs the scope that nearly all nodes need. */
const PERMISSIONS: Request = { route: 'GET /mypermissions', query: { permissions: 'BROWSE_PROJECTS' } };

/**
 * Tries a site and finds out what is wrong with it, if anything.
 * @param unsaved the dialog's values; anything but an object means the site as it is deployed
 */
export async function testConnection(RED: NodeAPI, id: string, unsaved: unknown): Promise<ConnectionTestResult> {
  const found = await testValues(RED, id, unsaved);
  return found.problem ? { ...found, problem: namingVariables(found.problem, variablesOf(RED, id, unsaved)) } : found;
}

async function testValues(RED: NodeAPI, id: string, unsaved: unknown): Promise<ConnectionTestResult> {
  try {
    const values = valuesOf(RED, id, unsaved);
    // What is wrong with its own limits is told as well, although those of a dialog count here.
    readSettings(values.properties, values.credentials);
    return await examine(RED, id, { ...values, properties: { ...values.properties, ...DIALOG_LIMITS } });
  } catch (error) {
    return { problem: asJiraError(error) };
  }
}

async function examine(RED: NodeAPI, id: string, values: SiteValues): Promise<ConnectionTestResult> {
  const { authentication } = readSettings(values.properties, values.credentials);
  // A connection of its own: what the deployed one remembers is what is in question.
  const { client, close } = connect(RED, id, values);
  let found: ConnectionTestResult = {};
  try {
    const { deployment, version, time } = await client.server();
    found = { deployment, version };
    found = { ...found, gateway: (await client.apiBase()).gateway };
    found = { ...found, user: accountOf(await client.call(MYSELF, newJob())) };
    if (authentication.type === 'oauth2')
      found = { ...found, scopes: (await tokenRegistryOf(RED).status(id))?.signIn.scopes };
    if (found.gateway) await client.call(PERMISSIONS, newJob());
    return { ...found, problem: skew(time) };
  } catch (error) {
    return { ...found, problem: await diagnose(asJiraError(error), RED, id, values, authentication, found.deployment) };
  } finally {
    await close();
  }
}

/** What a refusal most likely means, once it is known which kind of credential went to which kind of Jira. */
async function diagnose(
  error: JiraError,
  RED: NodeAPI,
  id: string,
  values: SiteValues,
  authentication: Authentication,
  deployment: Deployment | undefined,
): Promise<JiraError> {
  const as = (reason: string) => new JiraError('JIRA_AUTH', reason, error.values, error.facts);
  if (error.reason !== 'auth.refused') return error;
  if (deployment === 'datacenter') {
    if (authentication.type === 'basic')
      return as(looksLikeCloud(authentication.password) ? 'auth.apiTokenOnDataCenter' : 'auth.password');
    if (authentication.type === 'pat' && looksLikeCloud(authentication.token)) return as('auth.apiTokenOnDataCenter');
  }
  if (authentication.type !== 'basic' || deployment !== 'cloud') return error;
  if (textEntry(values.properties, 'gateway') === 'never' && (await worksAtGateway(RED, id, values))) {
    return as('auth.scopedAtSite');
  }
  return error;
}

async function worksAtGateway(RED: NodeAPI, id: string, values: SiteValues): Promise<boolean> {
  const { client, close } = connect(RED, id, { ...values, properties: { ...values.properties, gateway: 'auto' } });
  try {
    return (await client.apiBase()).gateway;
  } catch {
    return false;
  } finally {
    await close();
  }
}

/** API tokens of Atlassian's accounts begin so. */
function looksLikeCloud(secret: string): boolean {
  return /^AT[A-Z]TT3x/.test(secret);
}

function accountOf(user: unknown): NonNullable<ConnectionTestResult['user']> {
  return { displayName: textEntry(user, 'displayName'), id: textEntry(user, 'accountId') ?? textEntry(user, 'name') };
}

function skew(serverTime: number | undefined): JiraError | undefined {
  if (serverTime === undefined) return undefined;
  const minutes = Math.round((systemClock.wallNow() - serverTime) / 60_000);
  if (Math.abs(minutes) * 60_000 < SKEW_MS) return undefined;
  return new JiraError('JIRA_CONFIG', minutes > 0 ? 'config.clockFast' : 'config.clockSlow', {
    minutes: Math.abs(minutes),
  });
}

function newJob(): Job {
  return { source: 'test', signal: new AbortController().signal, attempts: 0, waitedMs: 0 };
}
