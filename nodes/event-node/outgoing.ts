import type { NodeMessage } from 'node-red';
import type { Job } from '../client/client';
import type { Connection } from '../client/connection';
import { operationOf } from '../engine/node-error';
import type { JiraEvent } from '../events/event';
import type { Delivery } from '../events/hub';
import { Jira } from '../jira/jira';
import { readable } from '../jira/readable';
import type { RichTextForm } from '../jira/text-format';
import { EVENT_NODE } from './type';

/** What a flow gets to see. With `batch`, `payload` and `event` are arrays, in the same order. */
export interface EventMessage extends NodeMessage {
  readonly event: JiraEvent | readonly JiraEvent[];
  readonly jira: object;
}

/** How a node wants its messages. */
export interface Shape {
  readonly batch: boolean;
  readonly richText: RichTextForm;
}

/**
 * The messages for some events, with their rich text as the node wants it.
 * @throws JiraError where Jira can't be asked which fields hold rich text
 */
export async function messagesOf(
  deliveries: readonly Delivery[],
  { batch, richText }: Shape,
  { client, cache }: Connection,
  job: Job,
): Promise<readonly EventMessage[]> {
  if (deliveries.length === 0) return [];
  const deployment = await client.deployment(job);
  const jira = new Jira(deployment, { textFormat: 'text' }, client, cache, job);
  const converted: Delivery[] = [];
  for (const delivery of deliveries) converted.push(await withReadableText(jira, delivery, richText));
  const facts = { operation: operationOf({ type: EVENT_NODE }), deployment };
  if (!batch) return converted.map(({ event, payload }) => ({ topic: event.type, payload, event, jira: { ...facts } }));
  const events = converted.map(({ event }) => event);
  return [{ topic: commonType(events), payload: converted.map(({ payload }) => payload), event: events, jira: facts }];
}

/** The type of all of them; nothing where they differ. */
function commonType(events: readonly JiraEvent[]): string {
  const [type = '', ...others] = new Set(events.map((event) => event.type));
  return others.length === 0 ? type : '';
}

async function withReadableText(jira: Jira, { event, payload }: Delivery, form: RichTextForm): Promise<Delivery> {
  const { comment, worklog } = event;
  return {
    payload: event.issueIdOrKey === undefined ? payload : await readable(jira, payload, 'issue', form),
    event: {
      ...event,
      ...(comment !== undefined && { comment: await readable(jira, comment, 'comment', form) }),
      ...(worklog !== undefined && { worklog: await readable(jira, worklog, 'worklog', form) }),
    },
  };
}
