import type { NodeAPI } from 'node-red';
import type { Clock } from '../client/clock';
import { WEBHOOK_PATH } from '../events/webhook/address';
import { errorText } from '../i18n/error-messages';
import { messagesOf } from '../i18n/messages';
import { storeOf } from '../store/store-of';
import { NodeWebhook, type WebhookHost } from './node-webhook';
import { spareBodies } from './raw-bodies';
import { WebhookIdentities } from './webhook-identities';
import { WebhookServer } from './webhook-server';
import type { OpenWebhookFor } from './webhooks';

/** Makes Node-RED take webhooks at `<httpNodeRoot>/jira/events/<key>`, once for all nodes. */
export function openWebhook(RED: NodeAPI, clock: Clock): OpenWebhookFor {
  const root: unknown = Reflect.get(RED.settings, 'httpNodeRoot');
  const host: WebhookHost = {
    server: root === false ? undefined : serveWebhooks(RED, clock),
    identities: new WebhookIdentities(storeOf(RED)),
    clock,
    httpNodeRoot: typeof root === 'string' ? root : '/',
  };
  return (node) => new NodeWebhook(host, node);
}

/** The server behind the route. What stands before it in Node-RED, such as `httpNodeAuth`, is asked first, as for every other address. */
export function serveWebhooks(RED: NodeAPI, clock: Clock): WebhookServer {
  const messages = messagesOf(RED);
  const server = new WebhookServer({ clock, text: (error) => errorText(error, messages) });
  const { events } = RED;
  for (const event of ['flows:starting', 'flows:stopping']) events.on(event, () => server.flowsRun(false));
  events.on('flows:started', () => server.flowsRun(true));
  spareBodies(RED.httpNode, `${WEBHOOK_PATH}/`);
  RED.httpNode.all(`${WEBHOOK_PATH}/:key`, (request, response) => {
    void server.handle(request, response, String(request.params.key));
  });
  return server;
}
