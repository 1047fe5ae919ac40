import type { NodeAPI } from 'node-red';
import type { Job } from '../../client/client';
import { asJiraError, JiraError } from '../../client/errors/jira-error';
import { entry, isRecord, type JsonRecord, textEntry } from '../../client/json';
import { access } from '../../site/endpoints/access';
import { guarded } from '../../site/endpoints/guarded';
import { namingVariables } from '../../site/environment-variables';
import { problemDetails } from '../../site/problem-details';
import { connectionFor } from '../../site/unsaved-connection';
import { valuesOf, variablesOf } from '../../site/unsaved-values';
import type { World } from '../listening';
import { type EventMessage, messagesOf } from '../outgoing';
import { asEventError } from '../problems';
import { readProperties } from '../properties';
import { siteKey } from '../site-key';
import { EVENT_NODE } from '../type';

/** So many events tell whether a node is set as it is meant. */
const SHOWN = 5;
/** How long the form waits for them, in milliseconds. */
const TIMEOUT_MS = 20_000;

/**
 * `POST jira/sites/:id/events` with the id of the `node`, the form's `properties` and, if the site is not deployed, the values of its dialog in `site`:
 * reads the newest events that fit and shows each in the debug sidebar, as a debug node behind the node would. It need not be deployed,
 * and nothing that it will hand on later changes. Responds with `{events: [{type, at, issueIdOrKey?, by?}]}`, or with a `problem` in words.
 */
export function registerRecent(RED: NodeAPI, world: World): void {
  RED.httpAdmin.post(
    '/jira/sites/:id/events',
    access(RED, 'jira-site.write'),
    guarded(RED, (request, response) => {
      const body: unknown = request.body;
      const siteId = String(request.params.id);
      const id = textEntry(body, 'node') ?? '';
      return recent(RED, world, id, siteId, body).then(
        (messages) => {
          for (const msg of messages) showInSidebar(RED, id, body, msg);
          response.json({ events: messages.map(lineOf) });
        },
        (thrown: unknown) => {
          const error = namingVariables(asEventError(thrown), variablesOf(RED, siteId, entry(body, 'site')));
          const isOurs = error.code === 'JIRA_CONFIG' || error.code === 'JIRA_INPUT';
          response.status(isOurs ? 400 : 502).json({ problem: problemDetails(RED, error, EVENT_NODE) });
        },
      );
    }),
  );
}

async function recent(
  RED: NodeAPI,
  world: World,
  id: string,
  siteId: string,
  body: unknown,
): Promise<readonly EventMessage[]> {
  const { subscription, richText } = readProperties(id, propertiesIn(body));
  const unsaved = entry(body, 'site');
  const connection = connectionFor(RED, siteId, unsaved);
  const hub = world.hubOf(connection, siteKey(siteId, valuesOf(RED, siteId, unsaved)));
  const timeout = new AbortController();
  const timedOut = new JiraError('JIRA_TIMEOUT', 'lookup.timeout', { seconds: TIMEOUT_MS / 1000 });
  const cancel = world.clock.after(TIMEOUT_MS, () => timeout.abort(timedOut));
  const overdue = new Promise<never>((_resolve, reject) => {
    timeout.signal.addEventListener('abort', () => reject(asJiraError(timeout.signal.reason)), { once: true });
  });
  const job: Job = { source: `editor:${id}`, signal: timeout.signal, attempts: 0, waitedMs: 0 };
  const read = async () => {
    const deliveries = await hub.recent(subscription, SHOWN);
    return messagesOf(deliveries, { batch: false, richText }, connection, job);
  };
  try {
    return await Promise.race([read(), overdue]);
  } finally {
    cancel();
  }
}

function propertiesIn(body: unknown): JsonRecord {
  const properties = entry(body, 'properties');
  return isRecord(properties) ? properties : {};
}

/** As the core debug node sends it: the editor then shows where it comes from, and marks the node. */
function showInSidebar(RED: NodeAPI, id: string, body: unknown, msg: EventMessage): void {
  const { settings } = RED;
  const maxLength = 'debugMaxLength' in settings ? Number(settings.debugMaxLength) || 1_000 : 1_000;
  const z = textEntry(body, 'z') ?? '';
  const told = { id, z, path: z, name: textEntry(entry(body, 'properties'), 'name') ?? '', topic: msg.topic, msg };
  RED.comms.publish('debug', RED.util.encodeObject(told, { maxLength }), false);
}

function lineOf({ event }: EventMessage): object {
  const [first] = Array.isArray(event) ? event : [event];
  const { type, at, issueIdOrKey, by } = first;
  return { type, at, issueIdOrKey, by: by?.displayName };
}
