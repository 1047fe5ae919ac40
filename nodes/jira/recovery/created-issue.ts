import { JiraError } from '../../client/errors/jira-error';
import { entry, isRecord, type JsonRecord, numberEntry, textEntry } from '../../client/json';
import type { CacheKey } from '../../client/ttl-cache';
import { isRecordOf } from '../record-kinds';
import { newestListed, numberReached } from './newest-issues';
import { ONCE_PROPERTY, wasWrittenWith, withOnceProperty } from './once-property';
import { accessTo, type ProjectName } from './project-access';
import { CLOCKS_DIFFER_MS, unlessMissing } from './reads';
import type { Finding, Intent, Lookup, Recovery } from './recovery';

/** So many numbers in a row without an issue are the end of a project: creations that failed leave smaller gaps. */
const LONGEST_GAP = 20;
/** Issues that one search for a lost one reads at the most. */
const MOST_READ = 2_000;
/** Issues that are read side by side. */
const AT_A_TIME = 5;

/**
 * A new issue, found by reading the project's issues one after the other by their keys, from one on that was there before: what Jira has
 * stored it gives by its key at once, while its index may be late. Searches only say where to begin.
 */
export const createdIssue: Recovery = {
  mark: withOnceProperty,

  async prepare(jira: Lookup, { request, key, at }: Intent): Promise<JsonRecord> {
    const project = projectOf(request.body);
    // Jira will refuse it, in words that say why.
    if (project === undefined) return {};
    const { browses, edits } = await accessTo(jira, project);
    if (edits === false) throw propertyForbidden(project);
    if (!browses) return {};
    const projectKey = await keyOf(jira, project);
    if (projectKey === undefined) return {};
    return { key, at, projectKey, from: (await numberReached(jira, projectKey).catch(unlessRefused)) ?? 0 };
  },

  search(clue) {
    const [key, projectKey] = [textEntry(clue, 'key'), textEntry(clue, 'projectKey')];
    // Of a project that the account may not see, an absent issue says nothing.
    if (key === undefined || projectKey === undefined) return async () => UNSEEN;
    const looking = new IssueSearch(projectKey, key, numberEntry(clue, 'at') ?? 0, numberEntry(clue, 'from') ?? 0);
    return (jira) => looking.look(jira);
  },
};

const UNSEEN: Finding = { found: false, conclusive: false };

class IssueSearch {
  /** Numbers of issues that were read and are others: they stay what they are. */
  readonly #others = new Set<number>();

  constructor(
    private readonly projectKey: string,
    private readonly key: string,
    private readonly sentAt: number,
    /** A number that was taken before the write was sent. */
    private reached: number,
  ) {}

  async look(jira: Lookup): Promise<Finding> {
    const listed = (await newestListed(jira, this.projectKey).catch(unlessRefused)) ?? [];
    const before = this.sentAt - CLOCKS_DIFFER_MS;
    // One that was changed since may have come from another project since, with an old date and a new number.
    const old = listed.filter(({ updated }) => updated !== undefined && updated < before);
    this.reached = Math.max(this.reached, ...old.map(({ number }) => number));
    const known = Math.max(this.reached, ...listed.map(({ number }) => number));
    for (let [next, missing] = [this.reached + 1, 0]; missing < LONGEST_GAP || next <= known; next += AT_A_TIME) {
      if (this.#others.size >= MOST_READ) return UNSEEN;
      const numbers = Array.from({ length: AT_A_TIME }, (_, index) => next + index);
      const issues = await Promise.all(numbers.map((number) => this.#read(jira, number)));
      const found = issues.find((issue) => wasWrittenWith(issue, this.key));
      if (isRecord(found)) return { found: true, result: { id: found.id, key: found.key, self: found.self } };
      for (const issue of issues) missing = issue === undefined ? missing + 1 : 0;
    }
    return { found: false, conclusive: true };
  }

  /** The issue of a number, `true` if it is known to be another one, `undefined` if there is none. */
  async #read(jira: Lookup, number: number): Promise<unknown> {
    if (this.#others.has(number)) return true;
    const issue = await unlessMissing(jira, {
      route: 'GET /issue/{issueIdOrKey}',
      params: { issueIdOrKey: `${this.projectKey}-${number}` },
      query: { fields: 'created', properties: ONCE_PROPERTY },
    });
    if (issue !== undefined && !isRecordOf('issue', issue)) throw new JiraError('JIRA_RESPONSE', 'response.noRecord');
    if (issue !== undefined && !wasWrittenWith(issue, this.key)) this.#others.add(number);
    return issue;
  }
}

/** Searches are a hint: without one it takes more reads, and is as certain. */
function unlessRefused(thrown: unknown): undefined {
  if (!(thrown instanceof JiraError)) throw thrown;
}

/** The project that a body of a create call names. */
function projectOf(body: unknown): ProjectName | undefined {
  const project = entry(entry(body, 'fields'), 'project');
  const [id, key] = [entry(project, 'id'), textEntry(project, 'key')];
  if (typeof id === 'string' || typeof id === 'number') return { id: String(id) };
  return key === undefined ? undefined : { key };
}

function keyOf(jira: Lookup, project: ProjectName): Promise<string | undefined> {
  if ('key' in project) return Promise.resolve(project.key);
  const key: CacheKey<string | undefined> = { name: `project-key:${project.id}` };
  const params = { projectIdOrKey: project.id };
  return jira.recall(key, async () =>
    textEntry(await unlessMissing(jira, { route: 'GET /project/{projectIdOrKey}', params }), 'key'),
  );
}

function propertyForbidden(project: ProjectName): JiraError {
  const [name = ''] = Object.values(project);
  const facts = { outcome: 'not-done', retryable: false } as const;
  return new JiraError('JIRA_FORBIDDEN', 'once.propertyForbidden', { project: name }, facts);
}
