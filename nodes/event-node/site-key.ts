import { textEntry } from '../client/json';
import { readSiteUrl } from '../client/metadata/site-url';
import type { SiteValues } from '../site/site-node';

/**
 * What is stored of a site's events is kept by this: a site that is given another address is another Jira, whose ids mean other things.
 * @throws JiraError `JIRA_CONFIG` if it has no address
 */
export function siteKey(siteId: string, { properties }: SiteValues): string {
  return `${siteId} ${readSiteUrl(textEntry(properties, 'siteUrl') ?? '')}`;
}
