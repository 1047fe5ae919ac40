import type { Ledger } from './ledger';
import type { ListeningNode } from './listening-node';
import type { JiraAccess } from './reading/access';
import type { SiteState } from './state/site-state';

/** What a round is made with. */
export interface RoundParts {
  readonly access: JiraAccess;
  readonly ledger: Ledger;
  readonly state: SiteState;
  /** The id of the site's own account, asked only where somebody wants to know. */
  readonly myself: (nodes: readonly ListeningNode[]) => Promise<string | undefined>;
  /** JQL that Jira has understood. */
  readonly checked: Set<string>;
}
