import type { Node, NodeAPI, NodeDef } from 'node-red';
import { JiraError } from '../client/errors/jira-error';
import { isRecord, type JsonRecord, textEntry } from '../client/json';
import { isPlainHttpElsewhere } from '../client/metadata/site-url';
import { connect, type OpenConnection } from './connect';
import { registerEndpoints } from './endpoints';
import { readSettings } from './settings';
import { runningSites, type SiteCredentials, type SiteNode, type SiteValues } from './site-node';
import { tokenRegistryOf } from './token-registry';

/** How long closing waits for a refresh, in milliseconds; Node-RED itself gives up after 15,000. */
const CLOSE_GRACE_MS = 10_000;

/** Registers the config node that holds a Jira site and how it is authenticated with. */
export function registerSite(RED: NodeAPI): void {
  registerEndpoints(RED);
  RED.nodes.registerType<SiteNode, NodeDef, never, SiteCredentials>(
    'jira-site',
    function (this: SiteNode, definition: NodeDef) {
      RED.nodes.createNode(this, definition);
      const properties: JsonRecord = { ...definition };
      let connection: OpenConnection | undefined;
      warnOfPlainHttp(RED, this, properties);
      warnOfDryRun(RED, this, properties);
      this.values = () => ({ properties, credentials: isRecord(this.credentials) ? { ...this.credentials } : {} });
      // A wrong site is told to the messages that need it, not to the log at start: a Catch node can then help.
      this.connection = () => {
        connection ??= connect(RED, this.id, this.values());
        return connection;
      };
      beginSignIn(RED, this.id, this.values());
      runningSites.add(this);
      this.on('close', (removed: boolean, done: () => void) => {
        runningSites.delete(this);
        const closed = connection?.close();
        void Promise.allSettled([closed, endSignIn(RED, this.id, removed)]).then(() => done());
      });
    },
    {
      credentials: {
        username: { type: 'text' },
        password: { type: 'password' },
        token: { type: 'password' },
        clientId: { type: 'text' },
        clientSecret: { type: 'password' },
      },
    },
  );
}

/** Said once, when the flows start: whoever sits on the way can read the credentials. */
function warnOfPlainHttp(RED: NodeAPI, node: Node, properties: JsonRecord): void {
  if (!isPlainHttpElsewhere(textEntry(properties, 'siteUrl') ?? '')) return;
  node.warn(RED._('@jira-flows/node-red-jira/jira-site:log.plainHttp'));
}

/** Said at each start, so that nobody waits for what a forgotten dry run never writes. */
function warnOfDryRun(RED: NodeAPI, node: Node, { dryRun }: JsonRecord): void {
  if (String(dryRun).trim().toLowerCase() !== 'true') return;
  node.warn(RED._('@jira-flows/node-red-jira/jira-site:log.dryRun'));
}

/** Takes a sign-in over that the dialog has made, and drops one that no longer fits what is deployed. */
function beginSignIn(RED: NodeAPI, id: string, values: SiteValues): void {
  if (textEntry(values.properties, '_alias')) return;
  if (textEntry(values.properties, 'authType') !== 'oauth2') {
    void tokenRegistryOf(RED).remove(id);
    return;
  }
  try {
    const settings = readSettings(values.properties, values.credentials);
    if (settings.authentication.type === 'oauth2')
      tokenRegistryOf(RED).deployed(id, values, settings, settings.authentication);
  } catch (error) {
    // An incomplete site says so to the first message.
    if (!(error instanceof JiraError)) throw error;
  }
}

/** A redeploy keeps the sign-in; what it is just being refreshed into must be safe before Node-RED ends. */
async function endSignIn(RED: NodeAPI, id: string, removed: boolean): Promise<void> {
  const registry = tokenRegistryOf(RED);
  if (removed) await registry.remove(id);
  else await Promise.race([registry.settled(id), graceIsOver()]);
}

function graceIsOver(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, CLOSE_GRACE_MS).unref());
}
