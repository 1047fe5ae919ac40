/** JQL functions that stand for issues: `watchedIssues()`, `votedIssues()`, `linkedIssues(key)`. */

import type { View } from './call';
import type { IssueFunctionResult } from './jql';
import type { Issue } from './model';

/** A function whose result was longer than Cloud lets it be, and was cut. */
export interface CutFunction {
  readonly name: string;
  readonly args: readonly string[];
  readonly limit: number;
  readonly actual: number;
}

type IssueFunction = (view: View, args: readonly string[]) => readonly Issue[] | string;

/** Each gives the issues it stands for, or the message that says what is wrong with its arguments. */
const functions: Readonly<Record<string, IssueFunction>> = {
  watchedissues: ({ store, user }, args) =>
    args.length > 0
      ? wrongCount('watchedIssues', '0', args)
      : [...store.issues.values()].filter(({ watchers }) => user !== undefined && watchers.has(user.id)),
  votedissues: ({ store, user }, args) =>
    args.length > 0
      ? wrongCount('votedIssues', '0', args)
      : [...store.issues.values()].filter(({ voters }) => user !== undefined && voters.has(user.id)),
  linkedissues: ({ store, user }, args) => {
    const [key] = args;
    if (key === undefined || args.length > 1) return wrongCount('linkedIssues', '1', args);
    const issue = store.findIssue(key);
    if (!issue || !store.can(user, 'browse', store.project(issue.projectId))) {
      return `Issue '${key}' could not be found in function 'linkedIssues'.`;
    }
    const ends = store.linksOf(issue.id).flatMap((link) => [link.inwardIssueId, link.outwardIssueId]);
    return [...new Set(ends)].flatMap((id) => (id === issue.id ? [] : (store.issues.get(id) ?? [])));
  },
};

/**
 * Works out a function that stands for issues; undefined where there is none of that name.
 * @param onCut told of a function whose result Cloud has cut
 */
export function callIssueFunction(
  view: View,
  name: string,
  args: readonly string[],
  onCut: (cut: CutFunction) => void = () => undefined,
): IssueFunctionResult | undefined {
  const { store } = view;
  const found = functions[name.toLowerCase()]?.(view, args);
  if (found === undefined) return undefined;
  if (typeof found === 'string') return { kind: 'error', message: found };
  const limit = store.deployment === 'cloud' ? store.settings.jqlFunctionLimit : Number.POSITIVE_INFINITY;
  if (found.length > limit) onCut({ name, args, limit, actual: found.length });
  return { kind: 'issues', keys: found.slice(0, limit).map((issue) => store.key(issue)) };
}

function wrongCount(name: string, expected: string, args: readonly string[]): string {
  return `Function '${name}' expected '${expected}' arguments but received '${args.length}'.`;
}
