import type { Deployment } from '../../nodes/client/http/request';
import type { JiraEvent } from '../../nodes/events/event';
import type { TestClock } from '../support/clock';

/** What happened, as a node should hear of it. */
export type Truth = Pick<JiraEvent, 'id' | 'type'> & { readonly issueId: string; readonly at: number };

export interface SimulatedIssue {
  readonly id: string;
  key: string;
  readonly created: number;
  updated: number;
  project: string;
  readonly values: Map<string, string>;
  readonly histories: { id: string; created: number; author: unknown; items: Record<string, unknown>[] }[];
  readonly comments: { id: string; created: number; updated: number; text: string }[];
  readonly attachments: { id: string; created: number; filename: string }[];
  /** As the index has it from a moment on. */
  readonly versions: { visibleAt: number; updated: number; project: string; values: ReadonlyMap<string, string> }[];
  deleted: boolean;
}

export interface SimulatedWorklog {
  readonly id: string;
  readonly issueId: string;
  readonly created: number;
  updated: number;
  deletedAt?: number;
}

/** What a simulated Jira holds, and everything that can be done to it. */
export class SimulatedSite {
  readonly issues = new Map<string, SimulatedIssue>();
  readonly worklogs = new Map<string, SimulatedWorklog>();
  readonly truths: Truth[] = [];
  /** Milliseconds of the lag of the changes to come. */
  lag = 0;
  /** Who makes the changes to come. */
  author = 'ada';
  #lastId = 10_000;

  constructor(
    readonly deployment: Deployment,
    private readonly clock: TestClock,
    /** By how many milliseconds Jira's clock is ahead of the machine's. */
    private readonly offset = 0,
  ) {}

  /** Whoever makes changes, as the deployment names people. */
  get user(): unknown {
    const id = this.author;
    const displayName = id === 'ada' ? 'Ada' : 'Me';
    return this.deployment === 'cloud' ? { accountId: id, displayName } : { name: id, displayName };
  }

  now(): number {
    return this.clock.wallNow() + this.offset;
  }

  create(project = 'OPS', attachments = 0): string {
    const id = this.#id();
    const at = this.now();
    const issue: SimulatedIssue = {
      id,
      key: `${project}-${id}`,
      created: at,
      updated: at,
      project,
      values: new Map([['status', 'To Do']]),
      histories: [],
      comments: [],
      attachments: [],
      versions: [],
      deleted: false,
    };
    this.issues.set(id, issue);
    this.#happened('issue.created', `issue:${id}:created`, id);
    for (let count = 0; count < attachments; count++) {
      const attachment = { id: this.#id(), created: at, filename: 'seen.png' };
      issue.attachments.push(attachment);
      this.#happened('attachment.added', `attachment:${attachment.id}:added`, id);
    }
    this.#changed(issue);
    return id;
  }

  /** One entry of the issue's history. */
  change(issueId: string, changes: Readonly<Record<string, string>>): string {
    const issue = this.#issue(issueId);
    const items = Object.entries(changes).map(([field, value]) => {
      const from = issue.values.get(field) ?? null;
      issue.values.set(field, value);
      return { field, fromString: from, toString: value, from, to: value };
    });
    return this.#entry(issue, items, [
      ...('status' in changes ? (['transitioned'] as const) : []),
      ...('assignee' in changes ? (['assigned'] as const) : []),
    ]);
  }

  attach(issueId: string): string {
    const issue = this.#issue(issueId);
    const attachment = { id: this.#id(), created: this.now(), filename: 'log.txt' };
    issue.attachments.push(attachment);
    this.#entry(issue, [{ field: 'Attachment', from: null, to: attachment.id, toString: attachment.filename }]);
    this.#happened('attachment.added', `attachment:${attachment.id}:added`, issueId);
    return attachment.id;
  }

  detach(issueId: string): void {
    const issue = this.#issue(issueId);
    const attachment = issue.attachments.pop();
    if (!attachment) return;
    this.#entry(issue, [{ field: 'Attachment', from: attachment.id, fromString: attachment.filename, to: null }]);
    this.#happened('attachment.deleted', `attachment:${attachment.id}:deleted`, issueId);
  }

  link(oneId: string, otherId: string): void {
    for (const [id, other] of [
      [oneId, otherId],
      [otherId, oneId],
    ] as const) {
      const to = this.#issue(other).key;
      const history = this.#entry(this.#issue(id), [{ field: 'Link', from: null, to, toString: `relates to ${to}` }]);
      this.#happened('link.added', `history:${history}:link.added:${to}`, id);
    }
  }

  comment(issueId: string): string {
    const issue = this.#issue(issueId);
    const id = this.#id();
    issue.comments.push({ id, created: this.now(), updated: this.now(), text: 'Seen.' });
    this.#happened('comment.added', `comment:${id}:added`, issueId);
    this.#changed(issue);
    return id;
  }

  editComment(issueId: string): void {
    const issue = this.#issue(issueId);
    const comment = issue.comments[0];
    // Two changes of a comment between two looks are one to whoever looks; the test counts with one.
    if (!comment || comment.updated !== comment.created || comment.created === this.now()) return;
    comment.updated = this.now();
    this.#happened('comment.updated', `comment:${comment.id}:updated:${comment.updated}`, issueId);
    this.#changed(issue);
  }

  logWork(issueId: string): string {
    const id = this.#id();
    const at = this.now();
    this.worklogs.set(id, { id, issueId, created: at, updated: at });
    this.#happened('worklog.added', `worklog:${id}:added`, issueId);
    this.#entry(this.#issue(issueId), [{ field: 'timespent', from: null, to: '60' }]);
    return id;
  }

  deleteWork(worklogId: string): void {
    const worklog = this.worklogs.get(worklogId);
    if (!worklog || worklog.deletedAt !== undefined) return;
    worklog.deletedAt = this.now();
    this.#happened('worklog.deleted', `worklog:${worklogId}:deleted`, worklog.issueId);
    this.#entry(this.#issue(worklog.issueId), [
      { field: 'WorklogId', from: worklogId, fromString: worklogId, to: null },
    ]);
  }

  remove(issueId: string): void {
    const issue = this.#issue(issueId);
    issue.deleted = true;
    issue.versions.push({ visibleAt: this.now() + this.lag, updated: -1, project: '', values: new Map() });
  }

  #entry(issue: SimulatedIssue, items: Record<string, unknown>[], what: readonly ('transitioned' | 'assigned')[] = []) {
    const id = this.#id();
    issue.histories.push({ id, created: this.now(), author: this.user, items });
    this.#happened('issue.updated', `history:${id}`, issue.id);
    for (const one of what) this.#happened(`issue.${one}`, `history:${id}:${one}`, issue.id);
    this.#changed(issue);
    return id;
  }

  #changed(issue: SimulatedIssue): void {
    issue.updated = this.now();
    const { updated, project, values } = issue;
    issue.versions.push({ visibleAt: this.now() + this.lag, updated, project, values: new Map(values) });
  }

  #happened(type: Truth['type'], id: string, issueId: string): void {
    this.truths.push({ type, id, issueId, at: this.now() });
  }

  #issue(id: string): SimulatedIssue {
    const issue = this.issues.get(id);
    if (!issue) throw new Error(`no issue ${id}`);
    return issue;
  }

  #id(): string {
    return String(++this.#lastId);
  }
}
