/** How a site is set up; an administrator's choices, open to a test at any time. */

import type { Deployment, Issue } from './model';
import type { Permission } from './permissions';

export interface SiteSettings {
  /** What the site says it is. Data Center: the place of its webhooks depends on the first number. */
  version: string;
  /** Milliseconds by which the site's clock is ahead of the machine's. */
  clockOffset: number;
  /** Data Center: accept user name and password (off by default on Jira 11). */
  basicAuth: boolean;
  /** User names that must first solve a CAPTCHA in the browser. */
  readonly captcha: Set<string>;
  /** Data Center: send the headers of a token bucket with every response to a logged-in caller. */
  rateLimitHeaders: boolean;
  /** Data Center: `GET user/list` exists (late patch levels of 10.x, and 11.3). */
  userList: boolean;
  /** Data Center: the most results of `user/search` in all; 1000 on 10.3, 100 on 11.3. */
  userSearchCap: number;
  /** An issue may have no assignee. */
  unassignedIssues: boolean;
  /** Comments may be restricted to groups. */
  groupVisibility: boolean;
  /** Work may be logged. */
  timeTracking: boolean;
  /** The site can send mail. */
  outgoingMail: boolean;
  /** Issues may be watched. */
  watching: boolean;
  /** Characters a text field or comment may hold. */
  textLimit: number;
  /**
   * Milliseconds until a search knows of a change, creation included; asked once for each change, when it is made. Until then an issue is
   * found, sorted and listed as it was.
   */
  indexLag: number | ((issue: Issue) => number);
  /** Cloud: the most issues that a JQL function such as `watchedIssues()` finds; the others are left out, with a warning. */
  jqlFunctionLimit: number;
  /** Data Center: the largest page of a search, whatever is asked for. */
  searchCap: number;
  /** Cloud: take webhooks at addresses that are not https. Atlassian never does; on one machine nobody has a certificate. */
  insecureWebhooks: boolean;
  /** Milliseconds in which whoever gets a webhook has to respond. */
  webhookTimeout: number;
  /** Cloud: `changelog/bulkfetch` fails as a whole for an issue that is absent or hidden, instead of leaving it out (nobody has recorded it). */
  bulkChangelogNeedsAll: boolean;
  /** What nobody may do in any project, whatever their role. */
  readonly withheld: Set<Permission>;
}

/** A site as it is set up at first. */
export function usualSettings(deployment: Deployment): SiteSettings {
  return {
    version: deployment === 'cloud' ? '1001.0.0-SNAPSHOT' : '10.3.24',
    clockOffset: 0,
    basicAuth: true,
    captcha: new Set(),
    rateLimitHeaders: false,
    userList: true,
    userSearchCap: 1000,
    unassignedIssues: true,
    groupVisibility: true,
    timeTracking: true,
    outgoingMail: true,
    watching: true,
    textLimit: 32_767,
    indexLag: 0,
    jqlFunctionLimit: 1000,
    searchCap: 1000,
    insecureWebhooks: false,
    webhookTimeout: 20_000,
    bulkChangelogNeedsAll: false,
    withheld: new Set(),
  };
}
