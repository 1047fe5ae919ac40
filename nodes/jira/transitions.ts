import { PLACEHOLDER_ID } from '../client/dry-run';
import type { JiraError } from '../client/errors/jira-error';
import { entry, isRecord, type JsonRecord, listEntry, textEntry } from '../client/json';
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

const TRANSITIONS = 'GET /issue/{issueIdOrKey}/transitions';

/**
 * The transition that is meant, by id, by its own name or by the status that it leads to, in any case.
 * @throws JiraError `JIRA_INPUT` if the issue can't go there now, `JIRA_AMBIGUOUS` if several ways lead there; both list
 * what is possible
 */
export async function chooseTransition(jira: Jira, issueIdOrKey: string, wanted: unknown): Promise<Transition> {
  const { id, name = '' } = idOr('name', wanted, 'transition');
  if (id !== undefined) return { id };
  if (jira.isOnlyTried(issueIdOrKey)) {
    jira.warn('dryRunTransition', { issue: issueIdOrKey, name });
    return { id: PLACEHOLDER_ID, name };
  }
  const response = await jira.ask({ route: TRANSITIONS, params: { issueIdOrKey } });
  const possible = listEntry(response, 'transitions').flatMap(readTransition);
  const matches = named(possible, name, (transition) => [transition.name, transition.to]);
  const [first, ...others] = matches;
  if (others.length > 0) throw ambiguous('transition.ambiguous', name, matches.map(describe));
  if (first) return first;
  throw unknownTransition(name, issueIdOrKey, possible);
}

function unknownTransition(name: string, issue: string, possible: readonly Transition[]): JiraError {
  if (possible.length === 0) return badInput('transition.none', { name, issue });
  return badInput('transition.unknown', { name, issue, candidates: handful(possible.map(describe)) });
}

/**
 * The fields of a transition's screen as Jira describes them, by id, for a dry run.
 * @throws JiraError `JIRA_INPUT` if the issue can't take this transition now
 */
export async function transitionForm(jira: Jira, issueIdOrKey: string, id: string): Promise<JsonRecord> {
  const query = { expand: 'transitions.fields' };
  const response = await jira.ask({ route: TRANSITIONS, params: { issueIdOrKey }, query });
  const possible = listEntry(response, 'transitions');
  const found = possible.find((one) => textEntry(one, 'id') === id);
  if (found === undefined) throw unknownTransition(id, issueIdOrKey, possible.flatMap(readTransition));
  const fields = entry(found, 'fields');
  return isRecord(fields) ? fields : {};
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
