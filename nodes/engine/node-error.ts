import type { Job } from '../client/client';
import type { JiraError } from '../client/errors/jira-error';
import type { Action } from '../definition';
import { errorText, inputLabelIn } from '../i18n/error-messages';
import type { Messages } from '../i18n/messages';
import { asSentence, inARow } from '../i18n/sentences';

/** What a Catch node gets: Node-RED copies the message, `code` and `cause`, and nothing else. */
export class NodeError extends Error {
  constructor(
    message: string,
    readonly code: string,
    override readonly cause: object,
  ) {
    super(message);
    // A stack says nothing to a user, and Node-RED would put it on the message.
    delete this.stack;
  }

  /** Node-RED takes the message from here; without this it would begin with the name of a class. */
  override toString(): string {
    return this.message;
  }
}

/** What is known of the fields that Jira complains about, by their ids. */
export interface FieldFacts {
  readonly names: ReadonlyMap<string, string>;
  readonly allowed: ReadonlyMap<string, readonly string[]>;
}

export const NO_FIELD_FACTS: FieldFacts = { names: new Map(), allowed: new Map() };
/** The most values that a message lists. */
const LISTED = 20;

/**
 * An error in a user's words: one readable sentence with Jira's own messages, field by field, and what to do.
 */
export function nodeError(
  error: JiraError,
  action: Pick<Action, 'type'>,
  job: Pick<Job, 'attempts' | 'statusCode' | 'requestId'>,
  messages: Messages,
  fields: FieldFacts = NO_FIELD_FACTS,
): NodeError {
  const { code, facts } = error;
  const label = inputLabelIn(error, messages, action.type);
  const { message, hint } = errorText(error, messages, fieldMessages(facts.errors ?? {}, fields, messages), label);
  const { attempts, statusCode, requestId } = job;
  const cause = {
    operation: operationOf(action),
    method: facts.method,
    path: facts.path,
    statusCode: facts.statusCode ?? statusCode,
    errorMessages: facts.errorMessages ?? [],
    errors: facts.errors ?? {},
    hint,
    outcome: facts.outcome ?? 'not-done',
    retryable: facts.retryable ?? false,
    retryAfter: facts.retryAfter,
    requestId: facts.requestId ?? requestId,
    ...(facts.received !== undefined && { received: facts.received }),
    attempts,
  };
  return new NodeError(
    inARow([message, hint]),
    code,
    readable(cause, [cause.operation, cause.method, cause.path, cause.statusCode]),
  );
}

/** Where nobody catches an error, the debug sidebar makes a text of its cause: the call that failed. */
function readable<Cause extends object>(cause: Cause, call: readonly unknown[]): Cause {
  const text = call.filter((known) => known !== undefined).join(' ');
  return Object.defineProperty(cause, 'toString', { value: () => text });
}

/** `issue-get` for the type `jira-issue-get`. */
export function operationOf({ type }: Pick<Action, 'type'>): string {
  return type.replace(/^jira-/, '');
}

function fieldMessages(
  errors: Readonly<Record<string, string>>,
  { names, allowed }: FieldFacts,
  messages: Messages,
): string[] {
  return Object.entries(errors).map(([id, message]) => {
    const name = names.get(id) ?? id;
    const values = allowed.get(id);
    const listed = values && [...values.slice(0, LISTED), ...(values.length > LISTED ? ['…'] : [])].join(', ');
    const possible = listed ? ` ${messages.shared('report.possible', { values: listed }) ?? ''}` : '';
    return `${name === id ? id : `${name} (${id})`}: ${asSentence(message)}${possible}`;
  });
}
