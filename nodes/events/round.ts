import { asJiraError, JiraError } from '../client/errors/jira-error';
import type { Findings } from './decide';
import type { Subscription } from './hub';
import { readIssueEvents } from './issue-reading';
import type { ListeningNode } from './listening-node';
import { type ChangedIssue, changedIssues } from './reading/changed-issues';
import { checkJql, matchingIssues } from './reading/matching';
import { type Wanted, wantsIssues } from './reading/wanted';
import type { RoundParts } from './round-parts';
import type { NodeProgress } from './state/site-state';
import { chunks } from './values';
import { readWorklogs, wantsWorklogs } from './worklog-round';

/** A search may show a change so much later than it was made, without anybody having to look for it. */
const OVERLAP_MS = 15 * 60_000;
/** As far back looks a round that looks for what came to light later than that. */
export const SWEEP_MS = 24 * 3_600_000;
/**
 * A search over a longer time asks for issues that match alone: whether others matched when it happened can't be told any more. In
 * the usual round all issues are looked at, so that one which comes to match later is known to have passed by before.
 */
const LONG_ROUND_MS = 3_600_000;
/** An issue may go on changing within the moment of its `updated`: it is read again until that is so long ago. */
const SETTLED_MS = 60_000;
/** Issues that are read at once. */
const ISSUES_AT_ONCE = 50;
/** Clocks within one Jira may differ by so much. */
const SKEW_MS = 60_000;

/**
 * One reading of what changed on the site, for all these nodes. Page by page goes into their queues; only when everything has been
 * read does their position move.
 * @param nodes that have begun to listen
 * @param now milliseconds since 1970 by Jira's clock
 * @param sweeps looks for what came to light late
 * @throws JiraError, StoreError: the position stays, and the next round reads the same again
 */
export async function readRound(
  parts: RoundParts,
  listening: readonly ListeningNode[],
  now: number,
  sweeps: boolean,
): Promise<void> {
  const nodes = await understood(parts, listening);
  if (nodes.length === 0) return;
  const round = new Round(parts, nodes, now, await parts.ledger.forgottenUntil(), await parts.myself(nodes));
  await round.readIssues(sweeps);
  const feeds = await feedsOf(parts, round, nodes);
  const reached = nodes.filter(({ roundProblem }) => roundProblem === undefined);
  await parts.ledger.advance(reached.map((node) => [node, { position: now, ...(feeds && { feeds }) }]));
}

/** How far the feeds of worklogs were read. Where Jira refuses them, that is the problem of those who want to hear of worklogs. */
async function feedsOf({ access }: RoundParts, round: Round, nodes: readonly ListeningNode[]) {
  try {
    return await round.readWorklogs();
  } catch (error) {
    if (access.cancelled || !(error instanceof JiraError)) throw error;
    for (const node of nodes) if (wantsWorklogs(node)) node.roundProblem = error;
    return undefined;
  }
}

/** The nodes whose JQL Jira understands. The others are told, and their position stays. */
async function understood(
  { access, checked }: RoundParts,
  nodes: readonly ListeningNode[],
): Promise<readonly ListeningNode[]> {
  const problems = new Map<string, unknown>();
  for (const jql of distinct(nodes)) {
    if (checked.has(jql)) continue;
    try {
      await checkJql(access, jql);
      checked.add(jql);
    } catch (error) {
      if (asJiraError(error).code !== 'JIRA_INVALID') throw error;
      problems.set(jql, error);
    }
  }
  for (const node of nodes) node.roundProblem = problems.get(node.subscription.jql);
  return nodes.filter(({ subscription }) => !problems.has(subscription.jql));
}

function distinct(nodes: readonly ListeningNode[]): string[] {
  return [...new Set(nodes.map(({ subscription }) => subscription.jql).filter((jql) => jql !== ''))];
}

class Round {
  readonly #position: number;
  readonly #since: number;
  readonly #wanted: Wanted;

  constructor(
    private readonly parts: RoundParts,
    private readonly nodes: readonly ListeningNode[],
    private readonly now: number,
    forgottenUntil: number,
    private readonly myself: string | undefined,
  ) {
    const starts = nodes.flatMap(({ progress }) => Object.values(progress?.starts ?? {}));
    this.#position = Math.min(...nodes.map(({ progress }) => progress?.position ?? now), now);
    this.#since = Math.max(Math.min(...starts, now), forgottenUntil);
    const types = new Set(nodes.flatMap(({ subscription }) => [...subscription.types]));
    this.#wanted = { types, since: this.#since };
  }

  /** @param sweeps looks for what came to light late, too */
  async readIssues(sweeps: boolean): Promise<void> {
    if (!wantsIssues(this.#wanted)) return;
    await this.#search(OVERLAP_MS);
    if (sweeps) await this.#search(SWEEP_MS);
  }

  /** @returns how far the feeds of worklogs were read, where they were */
  readWorklogs(): Promise<NodeProgress['feeds'] | undefined> {
    return readWorklogs(this.parts, this.nodes, (ids) => this.#matching(ids), this.myself);
  }

  async #search(backMs: number): Promise<void> {
    const from = Math.max(this.#position - backMs, this.#since - SKEW_MS);
    const jqls = distinct(this.nodes);
    const isRestricted =
      this.now - from > LONG_ROUND_MS && this.nodes.every(({ subscription }) => subscription.jql !== '');
    const restriction = isRestricted ? jqls.map((jql) => `(${jql})`).join(' OR ') : '';
    // What was found by a JQL matches it.
    const isMatched = isRestricted && jqls.length === 1;
    for await (const page of changedIssues(this.parts.access, from, restriction)) {
      for (const issues of chunks(page, ISSUES_AT_ONCE)) await this.#take(issues, isMatched);
    }
  }

  async #take(page: readonly ChangedIssue[], isMatched: boolean): Promise<void> {
    const { access, ledger, state } = this.parts;
    const issues: ChangedIssue[] = [];
    for (const issue of page) {
      const { seen } = await state.journal(issue.id);
      if (this.nodes.some((node) => node.isActive && seen[node.id] !== issue.updated)) issues.push(issue);
    }
    if (issues.length === 0) return;
    const matches = isMatched ? () => true : await this.#matching(issues.map(({ id }) => id));
    const matching = issues.filter((issue) => this.nodes.some(({ subscription }) => matches(issue.id, subscription)));
    const events = await readIssueEvents(access, state, matching, this.#wanted);
    const findings = issues.flatMap((issue): Findings[] => {
      const found = events.found.get(issue.id);
      // An issue that matched and was gone a moment later is looked at again as long as a search shows it.
      if (!found && matching.includes(issue)) return [];
      return [
        {
          subject: issue.id,
          found: found ?? [],
          updated: issue.updated,
          isSettled: issue.updated + SETTLED_MS <= this.now,
          matches: (subscription) => matches(issue.id, subscription),
          via: 'poll',
        },
      ];
    });
    await ledger.take(findings, this.nodes, this.myself, events.changes);
    for (const node of this.nodes) {
      if (node.isActive && !node.subscription.batch) node.queue.wake(0);
    }
  }

  /** Which of these issues match which node. */
  async #matching(ids: readonly string[]): Promise<(id: string, subscription: Subscription) => boolean> {
    const byJql = new Map<string, ReadonlySet<string>>();
    for (const jql of distinct(this.nodes)) byJql.set(jql, await matchingIssues(this.parts.access, ids, jql));
    return (id, { jql }) => jql === '' || byJql.get(jql)?.has(id) === true;
  }
}
