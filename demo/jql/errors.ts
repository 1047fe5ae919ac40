/** Where a query failed: while being read, or when its fields and values were looked up on the site. */
export type JqlErrorStage = 'parse' | 'validation';

/** JQL that Jira refuses with status 400. `messages` is what belongs in `errorMessages`, in Jira's English. */
export class JqlError extends Error {
  override readonly name = 'JqlError';

  constructor(
    readonly messages: readonly string[],
    readonly stage: JqlErrorStage,
  ) {
    super(messages.join(' '));
  }
}

/** A place in a query, both numbers counted from 1. */
export interface Position {
  line: number;
  character: number;
}

/**
 * A syntax error in the frame that Jira puts around one. Two of Jira's sentences say "Error in JQL Query" without "the";
 * a client may have been written against either, so both are kept.
 */
export function syntaxError(sentence: string, at?: Position, frame = 'Error in the JQL Query'): JqlError {
  const place = at === undefined ? '' : ` (line ${at.line}, character ${at.character})`;
  return new JqlError([`${frame}: ${sentence}${place}`], 'parse');
}
