import type { NodeAPI } from 'node-red';
import type { Clock } from '../client/clock';
import type { Connection } from '../client/connection';
import { JiraError } from '../client/errors/jira-error';
import type { EventHub } from '../events/hub';

/** One hub for each site in use: all nodes of a site share one reading of it. */
export function hubOf(_RED: NodeAPI, _clock: Clock): (connection: Connection, siteId: string) => EventHub {
  const hubs = new WeakMap<Connection, EventHub>();
  return (connection) => {
    const hub = hubs.get(connection);
    if (!hub) throw new JiraError('JIRA_UNSUPPORTED', 'unsupported.node.cloud');
    return hub;
  };
}
