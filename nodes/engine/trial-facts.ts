import { errorText } from '../i18n/error-messages';
import type { Messages } from '../i18n/messages';
import type { Problem, Trial } from '../jira/jira';

/**
 * What `msg.jira` tells of a dry run: the call that was kept from Jira, and what Jira would have against it; where a message takes
 * several calls, the others in `more`.
 */
export function trialFacts(trials: readonly Trial[], messages: Messages): object {
  const [first, ...more] = trials;
  if (first === undefined) return {};
  const problems = trials.flatMap((trial) => trial.problems.map((one) => told(one, messages)));
  return { dryRun: { ...call(first), problems, ...(more.length > 0 && { more: more.map(call) }) } };
}

function call({ method, path, body }: Trial): object {
  return { method, path, body };
}

function told({ field, error }: Problem, messages: Messages): object {
  return { ...(field !== undefined && { field }), message: errorText(error, messages).message };
}
