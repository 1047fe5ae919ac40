/** What is registered with the demo's authorization servers: an app and a service account on Cloud, an incoming link on Data Center. */

export interface App {
  readonly clientId: string;
  readonly clientSecret: string;
  /** The one address that the browser may be sent back to. */
  redirectUri: string;
}

/** Node-RED's editor as it usually runs; whoever starts the demo elsewhere registers that. */
export const USUAL_CALLBACK = 'http://localhost:1880/jira/oauth/callback';

export const demoApps = {
  cloud: { clientId: 'DemoCloudApp0000000000000000001', clientSecret: 'ATOA-demo-cloud-app-5b1c9e2d7f' },
  service: { clientId: 'DemoServiceAccount000000000001', clientSecret: 'ATOA-demo-service-account-83e1f0' },
  datacenter: { clientId: 'de50da7acen7e21nc0m1n6l1nk000001', clientSecret: 'demo-incoming-link-secret-44c1' },
} as const;

/** What a person can grant on Cloud, and what the service account was given. */
export const GRANTABLE: readonly string[] = [
  'read:jira-work',
  'write:jira-work',
  'read:jira-user',
  'manage:jira-webhook',
  'read:confluence-content.all',
  'offline_access',
];
export const SERVICE_SCOPES: readonly string[] = ['read:jira-work', 'write:jira-work', 'read:jira-user'];
