import { asJiraError } from '../client/errors/jira-error';
import { entry, isRecord, type JsonRecord, listEntry, numberEntry, textEntry } from '../client/json';
import { commentBody } from './comment-body';
import type { ExtraFields } from './extra-fields';
import { ambiguous, badInput } from './input-errors';
import { addsEachTime, changedIssueBody, type IssueInputs, newIssueBody } from './issue-body';
import type { Jira } from './jira';
import { type FoundIssue, type Match, type MatchInputs, matchingIssues, matchOf, openIssue } from './matching';
import type { SiteMemory } from './memory';
import { addedComment } from './recovery/added-comment';
import { idOr } from './references';
import { transitionId, warnOfFailedTransition } from './transitions';

/** What happens to an issue that is there. */
export const WHEN_FOUND = ['update', 'comment', 'nothing'] as const;
/** What happens where several are there. */
export const WHEN_SEVERAL = ['fail', 'newest'] as const;

export interface UpsertInputs extends IssueInputs, MatchInputs {
  readonly transition?: unknown;
}

export interface UpsertChoices {
  readonly whenFound: (typeof WHEN_FOUND)[number];
  readonly whenSeveral: (typeof WHEN_SEVERAL)[number];
}

/** How long searches may not know of a new issue, in milliseconds, and how many new ones are remembered for one match. */
const INDEX_LAG_MS = 60 * 60_000;
const MOST_RECENT = 20;
/** An issue of an earlier message may turn up, and no longer fit: then there is another round. */
const MOST_ROUNDS = 5;

/**
 * Changes the issue that fits a match, or creates it where there is none. Equal messages take turns, and issues that were made for the match
 * are remembered: those that searches don't know yet count all the same.
 * @throws JiraError `JIRA_AMBIGUOUS` where several fit and the choice is to fail
 */
export async function upsertIssue(
  jira: Jira,
  inputs: UpsertInputs,
  choices: UpsertChoices,
  extra: ExtraFields,
): Promise<unknown> {
  const memory = jira.memory();
  const match = await matchOf(jira, inputs, projectIn(inputs));
  const name = JSON.stringify([match.jql, match.field === undefined ? undefined : inputs.matchValue?.trim()]);
  return memory.inTurn(name, async () => {
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const past = new MatchPast(memory, name, await memory.read(name), memory.now());
      const own = past.madeBy(jira.options.key);
      if (own) {
        jira.notes.created = true;
        return own;
      }
      // A message that died over its creation first finds out what came of that.
      const found = past.isMaking(jira.options.key) ? undefined : await existing(jira, match, past.recent, choices);
      if (found) {
        await whenFound(jira, found, { inputs, extra }, choices);
        jira.notes.created = false;
        return found;
      }
      const maker = await past.begin(jira.options.key);
      const created = await create(jira, inputs, extra, past.nextKey).catch((thrown: unknown) =>
        past.failed(thrown, maker === jira.options.key),
      );
      const wasThere = jira.notes.duplicate === true || jira.notes.recovered === true;
      const isOwn = !wasThere || maker === jira.options.key;
      await past.add(created, isOwn ? jira.options.key : maker);
      if (isOwn) {
        delete jira.notes.duplicate;
        jira.notes.created = true;
        return created;
      }
      // An earlier message has made it, and could not say so.
      delete jira.notes.duplicate;
      delete jira.notes.recovered;
    }
    throw new TypeError('issues of earlier messages without an end');
  });
}

/** What is remembered of the issues made for one match. */
class MatchPast {
  /** Numbers of issues that searches may not know yet, the newest first. */
  readonly recent: readonly string[];
  /** How many were made in all. */
  readonly #count: number;

  constructor(
    private readonly memory: SiteMemory,
    private readonly name: string,
    private readonly known: JsonRecord | undefined,
    private readonly now: number,
  ) {
    this.recent = this.#made().flatMap((one) => textEntry(one, 'id') ?? []);
    this.#count = numberEntry(known, 'count') ?? 0;
  }

  /** The once key of the next one: the same until it is made, whatever happens to the process. */
  get nextKey(): string {
    return JSON.stringify(['upsert', this.name, this.#count]);
  }

  /** What a message has made before it could say so, if it comes again. */
  madeBy(message: string | undefined): JsonRecord | undefined {
    const own = this.#made().find((one) => message !== undefined && textEntry(one, 'by') === message);
    const issue = entry(own, 'issue');
    return isRecord(issue) ? issue : undefined;
  }

  isMaking(message: string | undefined): boolean {
    return message !== undefined && textEntry(this.known, 'maker') === message;
  }

  /**
   * Notes whose message is about to make the next issue. Returns whose it is: an earlier one's, if that died over it.
   * @throws JiraError
   */
  async begin(message: string | undefined): Promise<string | undefined> {
    const earlier = textEntry(this.known, 'maker');
    if (earlier !== undefined) return earlier;
    if (message !== undefined) await this.memory.write(this.name, { ...this.known, maker: message });
    return message;
  }

  /**
   * Forgets whose message was about to make the next issue, if that has surely come to nothing: it then looks for others' first.
   * @throws what the creation ended in
   */
  async failed(thrown: unknown, isMakers: boolean): Promise<never> {
    const isSure = asJiraError(thrown).facts.outcome === 'not-done';
    // A store that fails says so itself; why there is no issue matters more.
    if (isSure && isMakers) await this.memory.write(this.name, { ...this.known, maker: undefined }).catch(() => {});
    throw thrown;
  }

  /** @throws JiraError */
  add(issue: unknown, by: string | undefined): Promise<void> {
    const id = textEntry(issue, 'id') ?? '';
    const made = [{ id, at: this.now, by, issue }, ...this.#made()].slice(0, MOST_RECENT);
    return this.memory.write(this.name, { count: this.#count + 1, made });
  }

  #made(): readonly unknown[] {
    return listEntry(this.known, 'made').filter((one) => this.now - (numberEntry(one, 'at') ?? 0) < INDEX_LAG_MS);
  }
}

/** The issue that fits, as far as anybody can know. */
async function existing(
  jira: Jira,
  match: Match,
  recent: readonly string[],
  { whenSeveral }: UpsertChoices,
): Promise<FoundIssue | undefined> {
  const found = await matchingIssues(jira, match, recent);
  const [first] = found;
  if (found.length > 1 && whenSeveral === 'fail') {
    throw ambiguous(
      'match.several',
      match.jql,
      found.map(({ key }) => key),
    );
  }
  // Cloud has looked at them already.
  if (first || jira.deployment === 'cloud') return first;
  for (const id of recent) {
    const open = await openIssue(jira, id, match);
    if (open) return open;
  }
  return undefined;
}

async function create(jira: Jira, inputs: UpsertInputs, extra: ExtraFields, onceKey: string): Promise<unknown> {
  const { transition, match: _m, matchField: _f, matchValue: _v, comment: _c, ...fields } = inputs;
  const body = {
    ...(await newIssueBody(jira, fields, extra)),
    transition: transition ? transitionId(transition) : undefined,
  };
  const created = await jira.send({ body, onceKey });
  warnOfFailedTransition(jira, created);
  return created;
}

async function whenFound(
  jira: Jira,
  { key }: FoundIssue,
  { inputs, extra }: { readonly inputs: UpsertInputs; readonly extra: ExtraFields },
  { whenFound: what }: UpsertChoices,
): Promise<void> {
  const params = { issueIdOrKey: key };
  if (what === 'comment') {
    if (inputs.comment === undefined) throw badInput('input.missing', { name: 'comment' });
    const body = await commentBody(jira, { body: inputs.comment });
    const route = 'POST /issue/{issueIdOrKey}/comment';
    await jira.send({ route, params, body, responds: 'comment', part: 'comment', recovery: addedComment });
  }
  if (what === 'update') {
    const body = await changedIssueBody(jira, key, changeable(inputs), extra);
    const adds = addsEachTime(body.update);
    await jira.send({ route: 'PUT /issue/{issueIdOrKey}', params, body, adds, responds: 'nothing', part: 'update' });
  }
}

/** What an edit takes of what a creation is given: project and type stay what they are. */
function changeable({
  summary,
  description,
  assignee,
  priority,
  labels,
  parent,
  ...others
}: UpsertInputs): IssueInputs {
  const { update, properties } = others;
  const fields = Object.entries(others.fields ?? {}).filter(([name]) => name !== 'project' && name !== 'issuetype');
  const given = { summary, description, assignee, priority, labels, parent, update, properties };
  return { ...given, fields: Object.fromEntries(fields) };
}

/** Id or key of the project in which the issue is, or will be. */
function projectIn({ project, fields }: UpsertInputs): string {
  const wanted = project ?? entry(fields, 'project');
  if (wanted === undefined) throw badInput('input.missing', { name: 'project' });
  const [idOrKey = ''] = Object.values(idOr('key', isRecord(wanted) ? wanted : String(wanted), 'project'));
  return idOrKey;
}
