import type { Client, Job } from '../../client/client';
import { AdminWebhooks, CLOUD_API, DATA_CENTER_API, SERVER_API } from './admin-webhooks';
import { AppWebhooks } from './app-webhooks';
import type { SiteWebhooks } from './site-webhooks';

/**
 * Whether the site registers webhooks as an app: then all of them lead to one address.
 * @throws JiraError
 */
export async function registersAsApp(client: Client, job: Pick<Job, 'signal'>): Promise<boolean> {
  const byApp = client.authType === 'oauth2' || client.authType === 'clientCredentials';
  return byApp && (await client.deployment(job)) === 'cloud';
}

/** The version of Data Center that has its webhooks elsewhere. */
const MOVED_IN = 10;

/**
 * The webhooks of a site, by what it is and how its calls are authenticated.
 * @throws JiraError
 */
export async function webhooksOf(client: Client, job: Pick<Job, 'signal'>): Promise<SiteWebhooks> {
  if (await registersAsApp(client, job)) return new AppWebhooks(client);
  if ((await client.deployment(job)) === 'cloud') return new AdminWebhooks(client, [CLOUD_API]);
  const major = Number.parseInt((await client.server()).version, 10);
  const apis = [DATA_CENTER_API, SERVER_API];
  return new AdminWebhooks(client, major < MOVED_IN ? apis.reverse() : apis);
}
