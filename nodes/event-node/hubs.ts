import type { NodeAPI } from 'node-red';
import type { Clock } from '../client/clock';
import type { Connection } from '../client/connection';
import type { EventHub } from '../events/hub';
import { openHub } from '../events/open-hub';
import { storeOf } from '../store/store-of';

/** One hub for each connection of a site: all its nodes share one reading of it. */
export function hubOf(RED: NodeAPI, clock: Clock): (connection: Connection, siteKey: string) => EventHub {
  const hubs = new WeakMap<Connection, EventHub>();
  return (connection, siteKey) => {
    const hub = hubs.get(connection) ?? openHub(connection, storeOf(RED), clock, siteKey);
    hubs.set(connection, hub);
    return hub;
  };
}
