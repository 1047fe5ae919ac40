/** What listening to a quiet site costs in calls: the calls of one hour, which passes on a clock of its own. */

import type { EventType } from '../nodes/events/event';
import { HOUR, ISSUE_TYPES, subscription, World } from '../test/events/world';
import type { Row } from './support';

const WORKLOGS: readonly EventType[] = ['worklog.added', 'worklog.updated', 'worklog.deleted'];
/** Of a flow that asks by itself: one search a minute. */
const SEARCHES_AN_HOUR = 60;

/** All nodes ask every minute, each with a JQL of its own. */
export async function quiet(): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const count of [1, 10, 100]) {
    const calls = await callsAnHour(count, ISSUE_TYPES);
    const withWorklogs = await callsAnHour(count, [...ISSUE_TYPES, ...WORKLOGS]);
    const theirs = count * SEARCHES_AN_HOUR;
    rows.push({
      work: `${count} jira-event every 60 s, a quiet site`,
      ours: `${calls} calls an hour, ${withWorklogs} where time logged is wanted`,
      theirs: `${theirs} calls an hour of ${count} × inject and search`,
      ratio: `${(calls / theirs).toFixed(2)} ×`,
      goal: 'the same for 100 nodes as for one',
    });
  }
  return rows;
}

/** The second hour: the first one has the calls with which the nodes begin. The look back over a day, once an hour, is in it. */
async function callsAnHour(count: number, types: readonly EventType[]): Promise<number> {
  const subscriptions = Array.from({ length: count }, (_, number) =>
    subscription(`node ${number}`, { types: new Set(types), jql: `project = P${number}` }),
  );
  const world = await new World({ subscriptions }).start();
  await world.pass(HOUR);
  const before = world.jira.asked.length;
  await world.pass(HOUR);
  const calls = world.jira.asked.length - before;
  await world.stop();
  return calls;
}
