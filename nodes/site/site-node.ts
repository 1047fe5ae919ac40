import type { Node } from 'node-red';
import type { ConnectionHolder } from '../client/connection';
import type { JsonRecord } from '../client/json';

/** The secrets of a `jira-site`, each belonging to one authentication method. */
export interface SiteCredentials {
  /** Cloud: the e-mail address. */
  readonly username?: string;
  /** Cloud: the API token. */
  readonly password?: string;
  /** Data Center: the Personal Access Token. */
  readonly token?: string;
  /** OAuth 2.0: the app's. */
  readonly clientId?: string;
  readonly clientSecret?: string;
}

/** What a `jira-site` is made of: its properties, and its secrets apart. */
export interface SiteValues {
  readonly properties: JsonRecord;
  readonly credentials: JsonRecord;
}

/** The sites that run. Node-RED can tell a node by its id, and in subflows nobody knows the ids. */
export const runningSites = new Set<SiteNode>();

/** The runtime's side of a `jira-site`. */
export interface SiteNode extends Node<SiteCredentials>, ConnectionHolder {
  /** As deployed, environment variables in their place. */
  values(): SiteValues;
}
