import { entry, listEntry, textEntry } from '../client/json';
import { ambiguous, badInput } from './input-errors';
import type { Jira } from './jira';
import { handful, named } from './names';
import { idOr } from './references';

/** The step of a workflow that a node takes. A plain id is taken as it is, without asking for its name. */
export interface Transition {
  readonly id: string;
  readonly name?: string;
  /** The status that it leads to. */
  readonly to?: string;
}

/**
 * The transition that is meant, by id, by its own name or by the status that it leads to, in any case.
 * @throws JiraError `JIRA_INPUT` if the issue can't go there now, `JIRA_AMBIGUOUS` if several ways lead there; both list
 * what is possible
 */
export async function chooseTransition(jira: Jira, issueIdOrKey: string, wanted: unknown): Promise<Transition> {
  const { id, name = '' } = idOr('name', wanted, 'transition');
  if (id !== undefined) return { id };
  const response = await jira.ask({ route: 'GET /issue/{issueIdOrKey}/transitions', params: { issueIdOrKey } });
  const possible = listEntry(response, 'transitions').flatMap(readTransition);
  const matches = named(possible, name, (transition) => [transition.name, transition.to]);
  const [first, ...others] = matches;
  if (others.length > 0) throw ambiguous('transition.ambiguous', name, matches.map(describe));
  if (first) return first;
  if (possible.length === 0) throw badInput('transition.none', { name, issue: issueIdOrKey });
  throw badInput('transition.unknown', { name, issue: issueIdOrKey, candidates: handful(possible.map(describe)) });
}

/**
 * The id of a transition for a new issue, whose workflow can't be asked before it exists.
 * @throws JiraError `JIRA_INPUT` for a name
 */
export function transitionId(wanted: unknown): { readonly id: string } {
  const { id } = idOr('name', wanted, 'transition');
  if (id === undefined) throw badInput('transition.idNeeded');
  return { id };
}

/** Jira answers 201 for an issue that it created but could not move: that becomes a warning. */
export function warnOfFailedTransition(jira: Jira, created: unknown): void {
  const transition = entry(created, 'transition');
  const status = entry(transition, 'status');
  if (typeof status !== 'number' || status < 300) return;
  const collection = entry(transition, 'errorCollection');
  const errors = entry(collection, 'errors');
  const messages = [
    ...listEntry(collection, 'errorMessages'),
    ...Object.values(typeof errors === 'object' && errors ? errors : {}),
  ];
  jira.warn('transitionFailed', { key: textEntry(created, 'key') ?? '', messages: messages.map(String).join(' ') });
}

function readTransition(raw: unknown): Transition[] {
  const id = textEntry(raw, 'id');
  const name = textEntry(raw, 'name');
  const to = textEntry(entry(raw, 'to'), 'name');
  return id === undefined ? [] : [{ id, ...(name !== undefined && { name }), ...(to !== undefined && { to }) }];
}

function describe({ id, name, to }: Transition): string {
  return `${name ?? id} → ${to ?? '?'} (${id})`;
}
