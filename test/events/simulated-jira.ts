import { JiraError } from '../../nodes/client/errors/jira-error';
import type { Deployment, Request } from '../../nodes/client/http/request';
import { pathOf, templateOf } from '../../nodes/client/http/request';
import { entry, listEntry, textEntry } from '../../nodes/client/json';
import type { ListRequest } from '../../nodes/client/lists/paging';
import { pageRequest, readPage } from '../../nodes/client/lists/paging';
import { readList } from '../../nodes/client/lists/read-list';
import { TtlCache } from '../../nodes/client/ttl-cache';
import type { JiraEvent } from '../../nodes/events/event';
import type { JiraPort } from '../../nodes/events/reading/access';
import type { TestClock } from '../support/clock';

/** What happened, as a node should hear of it. */
export type Truth = Pick<JiraEvent, 'id' | 'type'> & { readonly issueId: string; readonly at: number };

interface SimulatedIssue {
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

interface SimulatedWorklog {
  readonly id: string;
  readonly issueId: string;
  readonly created: number;
  updated: number;
  deletedAt?: number;
}

const HOUR = 3_600_000;

/**
 * A Jira inside the test's process, which shares its clock: whole histories, an index that lags behind each change by as much as a
 * test says, feeds of worklogs that hold back a minute. It is asked through the ports of the hub, so that hours of it take no time.
 */
export class SimulatedJira {
  readonly issues = new Map<string, SimulatedIssue>();
  readonly worklogs = new Map<string, SimulatedWorklog>();
  readonly truths: Truth[] = [];
  readonly asked: Request[] = [];
  /** What every call ends in, for as long as it is set. */
  failure: Error | undefined;
  /** Milliseconds of the lag of the changes to come. */
  lag = 0;
  /** Whose credentials are dead sees nothing, and is told so only where he asks for himself. */
  credentialsAreDead = false;
  pageSize = 3;
  /** Calls under way at once, at the most. */
  mostAtOnce = 0;
  #underWay = 0;
  /** Who makes the changes to come. */
  author = 'ada';
  /** The path of calls that fail, for as long as it is set. */
  refuses: string | undefined;
  #lastId = 10_000;
  readonly #lists = new Map<string, readonly string[]>();

  constructor(
    readonly deployment: Deployment,
    private readonly clock: TestClock,
    /** By how many milliseconds Jira's clock is ahead of the machine's. */
    public offset = 0,
    /** Of the account's time zone. */
    private readonly zoneMinutes = 0,
  ) {}

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

  /** The port of a hub: calls that fail once `isDead` says so never come back. */
  port(isDead: () => boolean = () => false): JiraPort {
    const call = async (request: Request): Promise<unknown> => {
      this.#underWay++;
      this.mostAtOnce = Math.max(this.mostAtOnce, this.#underWay);
      await undefined;
      this.#underWay--;
      if (isDead()) return new Promise(() => {});
      // As it would be sent.
      const sent: unknown = JSON.parse(JSON.stringify(request.body ?? null));
      const response: unknown = JSON.parse(JSON.stringify(this.#respond({ ...request, body: sent })));
      await undefined;
      return isDead() ? new Promise(() => {}) : response;
    };
    const ask = async (list: ListRequest, position: Parameters<typeof pageRequest>[1]) => {
      const page = readPage(list, await call(pageRequest(list, position)), position);
      if (page.records.length === 0 && this.credentialsAreDead) throw new JiraError('JIRA_AUTH', 'auth.refused');
      return page;
    };
    return {
      client: {
        call,
        deployment: async () => this.deployment,
        read: (list, start, extent) =>
          readList(list, start, { ...extent, width: 1, paysPerRecord: false }, ask, async () => []),
      },
      cache: new TtlCache(this.clock),
    };
  }

  #respond(request: Request): unknown {
    this.asked.push(request);
    if (this.failure) throw this.failure;
    if (this.refuses === templateOf(request.route)) throw new JiraError('JIRA_UNAVAILABLE', 'jira.unavailable');
    pathOf(request);
    const { query = {}, body } = request;
    const id = request.params?.issueIdOrKey ?? '';
    switch (`${request.route.split(' ')[0]} ${templateOf(request.route)}`) {
      case 'GET /serverInfo':
        return { version: '10.3.24', serverTime: this.#time(this.now()) };
      case 'GET /myself':
        return this.deployment === 'cloud' ? { accountId: 'me' } : { name: 'me' };
      case 'GET /field':
        return ['status', 'assignee', 'color'].map((field) => ({ id: field, name: `The ${field}` }));
      case 'POST /search/jql':
        this.#only('cloud');
        return this.#searchByToken(body);
      case 'POST /search':
        this.#only('datacenter');
        return this.#searchByCounting(body);
      case 'POST /changelog/bulkfetch':
        this.#only('cloud');
        return this.#bulkHistories(body);
      case 'POST /issue/bulkfetch':
        this.#only('cloud');
        return {
          issues: listEntry(body, 'issueIdsOrKeys').flatMap((ref) => {
            const issue = this.#visible(String(ref));
            return issue ? [this.#whole(issue, [])] : [];
          }),
        };
      case 'GET /issue/{issueIdOrKey}':
        return this.#whole(this.#found(id), query.expand === 'changelog' ? ['changelog'] : []);
      case 'GET /issue/{issueIdOrKey}/comment':
        return this.#commentPage(id, Number(query.startAt ?? 0));
      case 'GET /worklog/updated':
        return this.#feed(Number(query.since), ({ updated }) => updated);
      case 'GET /worklog/deleted':
        return this.#feed(Number(query.since), ({ deletedAt }) => deletedAt);
      case 'POST /worklog/list':
        return listEntry(body, 'ids').flatMap((worklogId) => {
          const worklog = this.worklogs.get(String(worklogId));
          if (!worklog || worklog.deletedAt !== undefined) return [];
          const times = { created: this.#time(worklog.created), updated: this.#time(worklog.updated) };
          return [{ id: worklog.id, issueId: worklog.issueId, author: this.#author, ...times }];
        });
      default:
        throw new Error(`not simulated: ${request.route}`);
    }
  }

  get #author(): unknown {
    const id = this.author;
    const displayName = id === 'ada' ? 'Ada' : 'Me';
    return this.deployment === 'cloud' ? { accountId: id, displayName } : { name: id, displayName };
  }

  #searchByToken(body: unknown): unknown {
    const token = textEntry(body, 'nextPageToken');
    const all = token === undefined ? this.#search(body).map(({ id }) => id) : (this.#lists.get(token) ?? []);
    const page = all.slice(0, this.pageSize);
    const rest = all.slice(this.pageSize);
    const next = `page-${this.#lists.size}`;
    if (rest.length > 0) this.#lists.set(next, rest);
    const issues = page.flatMap((id) => {
      const issue = this.issues.get(id);
      return issue ? [this.#listed(issue, body)] : [];
    });
    return { issues, ...(rest.length > 0 ? { nextPageToken: next } : { isLast: true }) };
  }

  #searchByCounting(body: unknown): unknown {
    const all = this.#search(body);
    const startAt = Number(entry(body, 'startAt') ?? 0);
    const maxResults = Math.min(Number(entry(body, 'maxResults') ?? 50), this.pageSize);
    const issues = all.slice(startAt, startAt + maxResults).map((issue) => this.#listed(issue, body));
    return { startAt, maxResults, total: all.length, issues };
  }

  #search(body: unknown): readonly SimulatedIssue[] {
    if (this.credentialsAreDead) return [];
    const jql = String(entry(body, 'jql')).replace(/ ORDER BY .*$/, '');
    const fresh = listEntry(body, 'reconcileIssues').map(String);
    const found = [...this.issues.values()].flatMap((issue) => {
      const version = this.#indexed(issue, fresh.includes(issue.id));
      return version && holds(jql, issue, version, this.now()) ? [{ issue, updated: version.updated }] : [];
    });
    return found.sort((one, other) => one.updated - other.updated).map(({ issue }) => issue);
  }

  #indexed(issue: SimulatedIssue, isFresh: boolean) {
    const version = isFresh
      ? issue.versions.at(-1)
      : issue.versions.findLast(({ visibleAt }) => visibleAt <= this.now());
    return version && version.updated >= 0 ? version : undefined;
  }

  /** As a search shows it: its time is that of the index. */
  #listed(issue: SimulatedIssue, body: unknown): unknown {
    const fresh = listEntry(body, 'reconcileIssues').map(String);
    const whole = this.#whole(issue, listEntry(body, 'expand').map(String));
    const updated = this.#time(this.#indexed(issue, fresh.includes(issue.id))?.updated ?? issue.updated);
    return { ...whole, fields: { ...whole.fields, updated } };
  }

  #whole(issue: SimulatedIssue, expand: readonly string[]) {
    const histories = issue.histories.map((history) => this.#history(history));
    const comments = issue.comments.map((comment) => this.#comment(issue.id, comment));
    const isCloud = this.deployment === 'cloud';
    const shown = isCloud ? comments.slice(0, 2) : comments;
    const attachment = issue.attachments.map((one) => ({ ...one, created: this.#time(one.created) }));
    return {
      id: issue.id,
      key: issue.key,
      fields: {
        summary: 'Pump 4 overheats',
        updated: this.#time(issue.updated),
        created: this.#time(issue.created),
        creator: this.#author,
        comment: { comments: shown, total: comments.length, maxResults: shown.length, startAt: 0 },
        attachment,
      },
      ...(expand.includes('changelog') && {
        changelog: isCloud
          ? { histories: histories.slice(-4).reverse(), total: histories.length }
          : { histories, total: histories.length },
      }),
    };
  }

  #history(history: SimulatedIssue['histories'][number]) {
    return { ...history, created: this.#time(history.created) };
  }

  #comment(issueId: string, comment: SimulatedIssue['comments'][number]) {
    const { id, created, updated, text } = comment;
    return {
      id,
      self: `http://jira/rest/api/2/issue/${issueId}/comment/${id}`,
      body: text,
      author: this.#author,
      created: this.#time(created),
      updated: this.#time(updated),
    };
  }

  #commentPage(ref: string, startAt: number) {
    const issue = this.#found(ref);
    const all = issue.comments.map((comment) => this.#comment(issue.id, comment)).reverse();
    return { startAt, maxResults: 2, total: all.length, comments: all.slice(startAt, startAt + 2) };
  }

  /** Entries of a page: an issue's may be on two of them. */
  #bulkHistories(body: unknown) {
    const entries = listEntry(body, 'issueIdsOrKeys').flatMap((ref) => {
      const issue = this.#visible(String(ref));
      // On Cloud these times are numbers.
      return (issue?.histories ?? []).map((history) => ({ issueId: issue?.id, history }));
    });
    const from = Number(textEntry(body, 'nextPageToken') ?? 0);
    const page = entries.slice(from, from + 5);
    return {
      issueChangeLogs: page.map(({ issueId, history }) => ({ issueId, changeHistories: [history] })),
      ...(from + 5 < entries.length && { nextPageToken: String(from + 5) }),
    };
  }

  #feed(since: number, time: (worklog: SimulatedWorklog) => number | undefined) {
    if (this.credentialsAreDead) throw new JiraError('JIRA_AUTH', 'auth.refused');
    const until = this.now() - 60_000;
    const values = [...this.worklogs.values()].flatMap((worklog) => {
      const at = time(worklog);
      return at !== undefined && at >= since && at <= until ? [{ worklogId: Number(worklog.id), updatedTime: at }] : [];
    });
    values.sort((one, other) => one.updatedTime - other.updatedTime);
    const page = values.slice(0, 1_000);
    return { values: page, since, until: Math.max(since, until), lastPage: true };
  }

  #entry(issue: SimulatedIssue, items: Record<string, unknown>[], what: readonly ('transitioned' | 'assigned')[] = []) {
    const id = this.#id();
    issue.histories.push({ id, created: this.now(), author: this.#author, items });
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

  #visible(ref: string): SimulatedIssue | undefined {
    const issue = this.issues.get(ref) ?? [...this.issues.values()].find(({ key }) => key === ref);
    return issue?.deleted || this.credentialsAreDead ? undefined : issue;
  }

  #found(ref: string): SimulatedIssue {
    const issue = this.#visible(ref);
    // The client finds out what Jira means by "not found".
    if (this.credentialsAreDead) throw new JiraError('JIRA_AUTH', 'auth.refused');
    if (!issue) throw new JiraError('JIRA_NOT_FOUND', 'jira.notFound');
    return issue;
  }

  #issue(id: string): SimulatedIssue {
    const issue = this.issues.get(id);
    if (!issue) throw new Error(`no issue ${id}`);
    return issue;
  }

  #id(): string {
    return String(++this.#lastId);
  }

  #only(deployment: Deployment): void {
    if (this.deployment !== deployment) throw new JiraError('JIRA_NOT_FOUND', 'jira.pageNotFound');
  }

  /** In the account's time zone. */
  #time(at: number): string {
    const sign = this.zoneMinutes < 0 ? '-' : '+';
    const minutes = Math.abs(this.zoneMinutes);
    const zone = `${sign}${String(Math.floor(minutes / 60)).padStart(2, '0')}${String(minutes % 60).padStart(2, '0')}`;
    return new Date(at + this.zoneMinutes * 60_000).toISOString().replace('Z', zone);
  }
}

/** As much of JQL as these tests use: conditions with AND, OR and brackets. */
function holds(jql: string, issue: SimulatedIssue, version: SimulatedIssue['versions'][number], now: number): boolean {
  const words = jql.match(/"[^"]*"|\(|\)|[^\s()]+/g) ?? [];
  let at = 0;
  const next = () => words[at++] ?? '';
  const or = (): boolean => {
    let value = and();
    while (words[at] === 'OR') {
      at++;
      value = and() || value;
    }
    return value;
  };
  const and = (): boolean => {
    let value = condition();
    while (words[at] === 'AND') {
      at++;
      value = condition() && value;
    }
    return value;
  };
  const condition = (): boolean => {
    const field = next();
    if (field === '(') {
      const value = or();
      next();
      return value;
    }
    const operator = next();
    if (field === 'id' && operator === 'in') {
      const ids: string[] = [];
      for (let word = next(); word !== ')'; word = next()) ids.push(word.replace(/[(,]/g, ''));
      return ids.includes(issue.id);
    }
    const value = next().replaceAll('"', '');
    if (field === 'updated' && operator === '>=') {
      const since = /^-(\d+)d$/.exec(value);
      return version.updated >= (since ? now - Number(since[1]) * 24 * HOUR : Number(value));
    }
    if (operator === '=' && field === 'project') return version.project === value;
    if (operator === '=' && ['status', 'color'].includes(field)) return version.values.get(field) === value;
    throw new JiraError('JIRA_INVALID', 'jira.invalid');
  };
  const value = or();
  if (at < words.length) throw new JiraError('JIRA_INVALID', 'jira.invalid');
  return value;
}
