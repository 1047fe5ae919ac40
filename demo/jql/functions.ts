import type { FunctionOperand } from './ast';
import { edgeOf, readIncrement } from './dates';
import type { IssueFunctionResult, JqlContext } from './site';

/** What a function stands for: stored user ids, a moment, issues, or the message that says why it can't be told. */
export type FunctionResult =
  | { kind: 'users'; ids: readonly string[] }
  | { kind: 'moment'; moment: number }
  | IssueFunctionResult;

const EDGES = new Map<string, { edge: 'start' | 'end'; unit: 'd' | 'w' | 'M' | 'y' }>(
  (['start', 'end'] as const).flatMap((edge) => [
    [`${edge}ofday`, { edge, unit: 'd' as const }],
    [`${edge}ofweek`, { edge, unit: 'w' as const }],
    [`${edge}ofmonth`, { edge, unit: 'M' as const }],
    [`${edge}ofyear`, { edge, unit: 'y' as const }],
  ]),
);

function failed(message: string): FunctionResult {
  return { kind: 'error', message };
}

/**
 * Works out a function. Known are `currentUser`, `now`, `startOf…`/`endOf…` of day, week, month and year, and those of the site; any other is
 * refused as Jira refuses one that it doesn't have, because an empty result would look like a true one.
 */
export function callFunction<I>({ name, args }: FunctionOperand, context: JqlContext<I>): FunctionResult {
  const lower = name.toLowerCase();
  if (lower === 'currentuser' || lower === 'now') {
    if (args.length > 0) return failed(`Function '${name}' expected '0' arguments but received '${args.length}'.`);
    if (lower === 'now') return { kind: 'moment', moment: context.now.getTime() };
    return { kind: 'users', ids: context.currentUser === undefined ? [] : [context.currentUser] };
  }
  const period = EDGES.get(lower);
  if (period === undefined) {
    return context.issueFunction?.(name, args) ?? failed(`Unable to find JQL function '${name}(${args.join(', ')})'.`);
  }
  if (args.length > 1) {
    return failed(`Function '${name}' expected between '0' and '1' arguments but received '${args.length}'.`);
  }
  const increment = args[0] === undefined ? { count: 0, unit: undefined } : readIncrement(args[0]);
  const moment = increment && edgeOf(period.edge, period.unit, increment, context.now, context.timeZone ?? 'UTC');
  return moment === undefined
    ? failed(`Duration for function '${name}' should have the format (+/-)n(yMwdm), e.g -1M for 1 month earlier.`)
    : { kind: 'moment', moment };
}
