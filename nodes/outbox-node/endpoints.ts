import type { NodeAPI } from 'node-red';
import { decodeMessage } from '../engine/kept-message';
import type { Outbox } from '../outbox/outbox';
import { type AdminHandler, access } from '../site/endpoints/access';
import { guarded } from '../site/endpoints/guarded';
import { keptAt, outboxesAt } from './kept';

type Request = Parameters<AdminHandler>[0];
type Response = Parameters<AdminHandler>[1];

/** The endpoints of kept messages below `httpAdminRoot`: to look at them, to send and to drop them by hand. */
export function registerOutboxEndpoints(RED: NodeAPI): void {
  registerList(RED);
  registerContent(RED);
  registerAct(RED, 'send', async (outbox, id) => outbox.sendNow(id));
  registerAct(RED, 'drop', (outbox, id) => outbox.drop(id));
}

/**
 * `GET jira/sites/:id/kept`: what waits at a site, in the order in which it came: `{count, oldestAt, items: [{id, node, operation, issues, since, attempts,
 * inDoubt, problem, stray}]}`, times in ISO 8601. A message in doubt may be in Jira already; a stray one has no node that would send it.
 */
function registerList(RED: NodeAPI): void {
  RED.httpAdmin.get(
    '/jira/sites/:id/kept',
    access(RED, 'jira-site.read'),
    guarded(RED, async (request, response) => {
      const items = await keptAt(RED, String(request.params.id));
      response.json({ count: items.length, oldestAt: items[0]?.since ?? null, items });
    }),
  );
}

/** `GET jira/sites/:id/kept/:entry`: the message as it is kept: `{msg, input, left}`. 404 if it waits no more. */
function registerContent(RED: NodeAPI): void {
  RED.httpAdmin.get(
    '/jira/sites/:id/kept/:entry',
    access(RED, 'jira-site.read'),
    guarded(RED, async (request, response) => {
      const outbox = await outboxWith(RED, request);
      const content = await outbox?.content(String(request.params.entry));
      const kept = decodeMessage(content);
      if (!kept) response.sendStatus(404);
      else response.json({ msg: kept.msg, input: kept.order.inputs, left: kept.left });
    }),
  );
}

/** `POST jira/sites/:id/kept/:entry/send` and `…/drop`: 404 if it waits no more, 409 if that can't be now. */
function registerAct(RED: NodeAPI, what: 'send' | 'drop', act: (outbox: Outbox, id: string) => Promise<boolean>): void {
  RED.httpAdmin.post(
    `/jira/sites/:id/kept/:entry/${what}`,
    access(RED, 'jira-site.write'),
    guarded(RED, (request, response) => acted(RED, request, response, act)),
  );
}

async function acted(
  RED: NodeAPI,
  request: Request,
  response: Response,
  act: (outbox: Outbox, id: string) => Promise<boolean>,
): Promise<void> {
  const outbox = await outboxWith(RED, request);
  if (!outbox) response.sendStatus(404);
  else response.sendStatus((await act(outbox, String(request.params.entry))) ? 200 : 409);
}

async function outboxWith(RED: NodeAPI, request: Request): Promise<Outbox | undefined> {
  const id = String(request.params.entry);
  const outboxes = await outboxesAt(RED, String(request.params.id));
  return outboxes.find((outbox) => outbox.list().some((entry) => entry.id === id));
}
