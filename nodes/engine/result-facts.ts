import { isPlaceholder } from '../client/dry-run';
import { textEntry } from '../client/json';
import { type Action, isDeleting } from '../definition';
import { type PeopleSite, pageOf } from '../jira/pages';
import { type Identifiers, identitiesIn } from '../jira/record-kinds';
import { returnedRecord } from './chaining';
import type { InputValues } from './input-values';
import { figure } from './node-status';
import { identifiersIn } from './perform';

/** What a person makes of a result. */
export interface ResultFacts {
  /** What it is called: an issue by its key, a person by the name. `undefined` if it has no name, or is many. */
  readonly name: string | undefined;
  /** Its page in Jira. */
  readonly page: string | undefined;
}

/** What one record, or the echo of what a node worked on, is for people. Lists are neither. */
export function resultFacts(action: Action, inputs: InputValues, payload: unknown, site: PeopleSite): ResultFacts {
  if (Array.isArray(payload)) return { name: undefined, page: undefined };
  const things = thingsIn(action, inputs, payload);
  return { name: nameOf(payload, things), page: pageOf(site, own(action, things)) };
}

/** A record calls its issue by an id where its node was told the key, which is what people know. */
function thingsIn(action: Action, inputs: InputValues, payload: unknown): Identifiers {
  const asked = identifiersIn(action, inputs);
  const { identities = {} } = returnedRecord(payload) ?? {};
  const { issue } = identities;
  const isIdAlone = issue !== undefined && /^\d+$/.test(issue) && asked.issue !== undefined;
  return { ...asked, ...identities, ...(isIdAlone && { issue: asked.issue }) };
}

/** Of what a node was told, what its record is or belongs to: without what it has deleted, and what a dry run has only tried to make. */
function own(action: Action, things: Identifiers): Identifiers {
  const { record } = action;
  if (record === undefined) return {};
  const entries = identitiesIn(record)
    .filter((identity) => !(isDeleting(action) && identity === record))
    .map((identity) => [identity, textEntry(things, identity)] as const)
    .filter(([, id]) => id !== undefined && !isPlaceholder(id));
  return Object.fromEntries(entries);
}

function nameOf(payload: unknown, { issue, project }: Identifiers): string | undefined {
  if (typeof payload === 'number') return figure(payload);
  return issue ?? textEntry(payload, 'displayName') ?? project ?? textEntry(payload, 'name');
}
