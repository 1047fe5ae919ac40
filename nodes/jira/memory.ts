import type { JsonRecord } from '../client/json';

/** What the nodes of a site remember together, across restarts; and turns for what must not happen at the same time. */
export interface SiteMemory {
  /** The machine's time, in milliseconds since 1970. */
  now(): number;
  /** Tasks of one name run one after the other, in the order in which they came. */
  inTurn<T>(name: string, task: () => Promise<T>): Promise<T>;
  /** @throws JiraError `JIRA_UNAVAILABLE` where nothing can be kept */
  read(name: string): Promise<JsonRecord | undefined>;
  /** Remembers for 30 days. @throws JiraError `JIRA_UNAVAILABLE` */
  write(name: string, value: JsonRecord): Promise<void>;
}
