import { JiraError } from '../../nodes/client/errors/jira-error';
import type { Deployment, Request } from '../../nodes/client/http/request';
import { pathOf, templateOf } from '../../nodes/client/http/request';
import { entry, listEntry, textEntry } from '../../nodes/client/json';
import type { ListRequest } from '../../nodes/client/lists/paging';
import { pageRequest, readPage } from '../../nodes/client/lists/paging';
import { readList } from '../../nodes/client/lists/read-list';
import { TtlCache } from '../../nodes/client/ttl-cache';
import type { JiraPort } from '../../nodes/events/reading/access';
import type { TestClock } from '../support/clock';
import { holds } from './simulated-jql';
import { type SimulatedIssue, SimulatedSite, type SimulatedWorklog } from './simulated-site';

/**
 * A Jira inside the test's process, which shares its clock: whole histories, an index that lags behind each change by as much as a
 * test says, feeds of worklogs that hold back a minute. It is asked through the ports of the hub, so that hours of it take no time.
 */
export class SimulatedJira extends SimulatedSite {
  readonly asked: Request[] = [];
  /** What every call ends in, for as long as it is set. */
  failure: Error | undefined;
  /** The path of calls that fail, for as long as it is set. */
  refuses: string | undefined;
  /** Whose credentials are dead sees nothing, and is told so only where he asks for himself. */
  credentialsAreDead = false;
  pageSize = 3;
  /** Calls under way at once, at the most. */
  mostAtOnce = 0;
  #underWay = 0;
  readonly #cache: TtlCache;
  readonly #lists = new Map<string, readonly string[]>();

  constructor(
    deployment: Deployment,
    clock: TestClock,
    offset = 0,
    /** Of the account's time zone. */
    private readonly zoneMinutes = 0,
  ) {
    super(deployment, clock, offset);
    this.#cache = new TtlCache(clock);
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
      cache: this.#cache,
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
          return [{ id: worklog.id, issueId: worklog.issueId, author: this.user, ...times }];
        });
      default:
        throw new Error(`not simulated: ${request.route}`);
    }
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
        creator: this.user,
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
      author: this.user,
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
