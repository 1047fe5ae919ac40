import type { JiraError } from '../client/errors/jira-error';
import { fieldNames } from '../jira/fields';
import type { Jira } from '../jira/jira';
import { type FieldFacts, NO_FIELD_FACTS } from './node-error';

/** The names of the fields that Jira complains about, and what it would have accepted. Not worth failing for. */
export async function fieldFacts(jira: Jira | undefined, { facts }: JiraError): Promise<FieldFacts> {
  const ids = Object.keys(facts.errors ?? {});
  if (!jira || ids.length === 0) return NO_FIELD_FACTS;
  const [names, allowed] = await Promise.allSettled([fieldNames(jira, ids), jira.allowedValues?.()]);
  return {
    names: (names.status === 'fulfilled' && names.value) || NO_FIELD_FACTS.names,
    allowed: (allowed.status === 'fulfilled' && allowed.value) || NO_FIELD_FACTS.allowed,
  };
}
