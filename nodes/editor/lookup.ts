import type { LookupQuestion, Suggestion } from '../jira/lookups';
import { type ChosenSite, chosenSite } from './chosen-site';
import { isProblem, sentence } from './request';
import { shared } from './words';

/** What a site suggests. */
export interface LookupResponse {
  readonly suggestions: readonly Suggestion[];
  /** How old the response is. */
  readonly minutes: number;
  /** Jira could not be asked for a newer one. */
  readonly isStale: boolean;
}

/** Why there are no suggestions, as a sentence for whoever fills in the form. */
export class LookupFailure extends Error {}

/**
 * Asks the chosen site, through the runtime: with what stands in its dialog if that is not deployed yet.
 * @throws LookupFailure
 */
export async function lookUp(
  kind: string,
  question: Partial<LookupQuestion>,
  { site = chosenSite(), ...options }: { readonly refresh?: boolean; readonly site?: ChosenSite | undefined } = {},
): Promise<LookupResponse> {
  if (!site) throw new LookupFailure(shared('form.lookup.noSite'));
  const request = $.ajax({
    // Node-RED adds its root and the login only to such a relative address.
    url: `jira/sites/${encodeURIComponent(site.id)}/lookup/${kind}`,
    method: 'POST',
    contentType: 'application/json',
    data: JSON.stringify({ ...question, ...options, site: site.unsaved }),
  });
  try {
    const suggestions: unknown = await request;
    return {
      suggestions: Array.isArray(suggestions) ? suggestions : [],
      minutes: Math.floor(Number(request.getResponseHeader('Age') ?? 0) / 60),
      isStale: request.getResponseHeader('Jira-Problem') !== null,
    };
  } catch {
    throw new LookupFailure(why(request.responseJSON, request.status));
  }
}

/** The message of a failure; whatever else was thrown is a fault of ours and belongs in the console. */
export function reasonOf(error: unknown): string {
  if (error instanceof LookupFailure) return error.message;
  throw error;
}

function why(body: unknown, status: number): string {
  if (status === 401 || status === 403) return shared('form.lookup.notAllowed');
  return isProblem(body) ? sentence(body) : shared('form.lookup.noRuntime');
}
