import type { Client, Job } from '../client/client';
import type { Connection } from '../client/connection';
import { isRecord, textEntry } from '../client/json';
import { isReading } from '../definition';
import { tryOut } from '../jira/dry-run';
import { Jira } from '../jira/jira';
import type { SiteMemory } from '../jira/memory';
import { TEXT_FORMATS } from '../jira/text-format';
import type { WriteGuard } from '../jira/write-guard';
import type { Host, KeptRun, Order } from './host';
import { option } from './list-options';
import { operationOf } from './node-error';
import { type OnceKey, onceWritesOf } from './once';
import { identifiersIn, ownRoute } from './perform';

/** A message that is to be carried out, and the node that it has come to. */
export interface Errand {
  readonly host: Host;
  readonly order: Order;
  readonly job: Job;
  readonly kept: KeptRun | undefined;
}

/**
 * Jira as one message may use it.
 * @throws JiraError where the site can't say what it is, or has no such operation
 */
export async function jiraFor(errand: Errand, { client, cache }: Connection): Promise<Jira> {
  const { order, job, host } = errand;
  const { inputs, once } = order;
  const { action, config } = host;
  const { queryParameters } = inputs;
  const deployment = await client.deployment(job);
  const options = {
    route: ownRoute(action, deployment),
    reads: action.reads,
    repeatable: action.repeatable,
    record: action.returns === 'one' || action.returns === 'reference' ? action.record : undefined,
    asked: isReading(action) ? identifiersIn(action, inputs) : undefined,
    textFormat: option(config, 'textFormat', TEXT_FORMATS),
    queryParameters: isRecord(queryParameters) ? queryParameters : undefined,
    tryOut: client.isDryRun ? tryOut : undefined,
    recovery: action.recovery,
    // What a dry run does is done each time anew, and noted nowhere.
    guard: client.isDryRun ? undefined : once && guardOf(errand, once, client),
    memory: memoryOf(host, client),
    key: once?.key,
  };
  return new Jira(deployment, options, client, cache, job);
}

function guardOf({ host, job, kept }: Errand, { key, remember }: OnceKey, client: Client): WriteGuard {
  const { RED, action, signal } = host;
  const remembering = remember ? { remember } : { remember: kept !== undefined, ledger: kept?.ledger };
  return onceWritesOf(RED).guard({
    siteKey: siteKey(host, client),
    operation: operationOf(action),
    key,
    ...remembering,
    signal,
    onWait: job.onWait,
  });
}

function memoryOf(host: Host, client: Client): SiteMemory {
  const memory = onceWritesOf(host.RED).memory(siteKey(host, client));
  return client.isDryRun ? { ...memory, write: async () => {} } : memory;
}

/** What is remembered of a site that gets another address is of another Jira. */
function siteKey({ config }: Host, { siteUrl }: Client): string {
  return `${textEntry(config, 'site') ?? ''} ${siteUrl}`;
}
