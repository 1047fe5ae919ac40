import { refuse } from '../responses';
import type { SiteStore } from '../store';

/** @throws Refusal 400 for an address where Jira sends nothing; Cloud wants https */
export function checkUrl(store: SiteStore, url: string): void {
  const problem = urlProblem(store, url);
  if (problem !== undefined) throw refuse(400, [problem]);
}

/** What Jira says against an address; undefined when it takes it. */
export function urlProblem({ deployment, settings }: SiteStore, url: string): string | undefined {
  const protocol = /^(https?):\/\/[^/\s]+/i.exec(url)?.[1]?.toLowerCase();
  if (protocol === undefined) return `The URL '${url}' is not valid.`;
  if (deployment === 'datacenter' || protocol === 'https' || settings.insecureWebhooks) return undefined;
  return `The URL '${url}' must use https.`;
}
