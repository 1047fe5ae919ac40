import { type DemoJira, type DemoOptions, demoCredentials, type Exchange, startDemoJira } from '../../demo/index';
import type { Deployment } from '../../nodes/client/http/request';
import { nodeExchanges } from '../openapi/hooks';
import type { SiteSetup } from './nodes';
import { runs } from './property-tests';

export const DEPLOYMENTS: readonly Deployment[] = ['cloud', 'datacenter'];

/**
 * The deployments on which to try one of many alike cases: both where a run tries every case, otherwise one, in turn.
 * @param index place of the case among them
 */
export function deploymentsOf(index: number): readonly Deployment[] {
  return runs(2) === DEPLOYMENTS.length ? DEPLOYMENTS : DEPLOYMENTS.filter((_, place) => place === index % 2);
}

/** The demo Jira of a suite, seeded anew before each test, and every exchange with it. */
export interface DemoForTests {
  readonly jira: DemoJira;
  /** What the test's nodes have asked so far, in order. */
  readonly exchanges: readonly Exchange[];
  /** The requests but for those that only find out what the server is. */
  requests(): readonly Exchange[];
  /** Forgets the exchanges so far. */
  forget(): void;
  site(deployment: Deployment, properties?: Readonly<Record<string, unknown>>): SiteSetup;
}

/** Mocha hooks: a demo Jira whose traffic is checked against Atlassian's documents. @param options e.g. for its control endpoint */
export function demoJira(options: Pick<DemoOptions, 'controlPort'> = {}): DemoForTests {
  const exchanges: Exchange[] = [];
  let running: DemoJira | undefined;
  const jira = (): DemoJira => {
    if (!running) throw new Error('the demo Jira runs only while tests do');
    return running;
  };
  before(async () => {
    running = await startDemoJira({
      ...options,
      observe: (exchange) => {
        exchanges.push(exchange);
        nodeExchanges.observe(exchange);
      },
    });
  });
  beforeEach(() => {
    jira().reset();
    exchanges.length = 0;
  });
  after(() => running?.close());
  return {
    get jira() {
      return jira();
    },
    exchanges,
    forget: () => {
      exchanges.length = 0;
    },
    requests: () => exchanges.filter(({ path }) => !path.endsWith('/serverInfo')),
    site: (deployment, properties = {}) => siteSetup(jira(), deployment, properties),
  };
}

/** A site of the demo Jira as its administrator sees it: by API token on Cloud, by Personal Access Token on Data Center. */
export function siteSetup(jira: DemoJira, deployment: Deployment, properties: SiteSetup['properties'] = {}): SiteSetup {
  const { cloud, datacenter } = demoCredentials;
  return deployment === 'cloud'
    ? {
        siteUrl: jira.cloudUrl,
        credentials: cloud.ada,
        // Its classic tokens need no gateway, and a test counts the requests.
        properties: { gateway: 'never', ...properties },
      }
    : {
        siteUrl: jira.dataCenterUrl,
        credentials: { token: datacenter.ada.token },
        properties: { authType: 'pat', ...properties },
      };
}
