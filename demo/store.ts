/** One site's data, the look-ups everybody needs, and the switches a test may turn. */

import { randomBytes } from 'node:crypto';
import { type Field, fieldsOfSite } from './fields';
import type {
  Attachment,
  Board,
  Change,
  ChangeItem,
  Comment,
  DeletedWorklog,
  Deployment,
  Filter,
  Issue,
  IssueLink,
  IssueType,
  LinkType,
  Mail,
  NamedThing,
  Priority,
  Project,
  RemoteLink,
  Role,
  Sprint,
  Status,
  User,
  Visibility,
  Workflow,
  Worklog,
} from './model';
import { type Permission, permissionsOf } from './permissions';
import { SearchIndex } from './search-index';
import { type SiteSettings, usualSettings } from './settings';
import { SiteEvents } from './site-events';
import { WebhookRegistry } from './webhooks/registry';

export interface Credential {
  readonly userId: string;
  readonly scheme: 'basic' | 'bearer';
  /** Basic: e-mail (Cloud) or user name (Data Center). */
  readonly login: string;
  readonly secret: string;
  /** Cloud: what it is good for, at the API gateway alone. Without this it is good at the site's own address. */
  readonly scopes?: readonly string[];
  /** Milliseconds since 1970. */
  readonly expires?: number;
}

/** What Cloud says beside the issues that a search has found. */
export interface SearchWarning {
  readonly type: 'JQL_FUNCTION_LIMIT_EXCEEDED';
  readonly details: {
    readonly clause: string;
    readonly arguments: string;
    readonly limit: number;
    readonly actual: number;
  };
}

/** Where a paged search stands. The list of ids is fixed on page 1, so that pages neither repeat nor skip. */
export interface SearchCursor {
  readonly jql: string;
  readonly ids: readonly string[];
  readonly from: number;
  readonly warnings: readonly SearchWarning[];
  readonly expires: number;
}

type IdKind = 'issue' | 'comment' | 'link' | 'worklog' | 'change' | 'remoteLink' | 'attachment';

const roles: readonly Role[] = ['Administrators', 'Developers', 'Viewers'];

export class SiteStore {
  readonly settings: SiteSettings;
  readonly index: SearchIndex;
  readonly fields: readonly Field[];
  readonly users: User[] = [];
  readonly credentials: Credential[] = [];
  readonly projects: Project[] = [];
  readonly issueTypes: IssueType[] = [];
  readonly statuses: Status[] = [];
  readonly priorities: Priority[] = [];
  readonly resolutions: NamedThing[] = [];
  readonly linkTypes: LinkType[] = [];
  readonly issues = new Map<string, Issue>();
  readonly comments = new Map<string, Comment>();
  readonly links = new Map<string, IssueLink>();
  readonly worklogs = new Map<string, Worklog>();
  readonly deletedWorklogs: DeletedWorklog[] = [];
  readonly attachments = new Map<string, Attachment>();
  readonly remoteLinks = new Map<number, RemoteLink>();
  readonly mails: Mail[] = [];
  readonly filters: Filter[] = [];
  readonly boards: Board[] = [];
  readonly sprints = new Map<number, Sprint>();
  readonly events = new SiteEvents();
  readonly webhooks = new WebhookRegistry();
  readonly cursors = new Map<string, SearchCursor>();
  readonly cloudId = '3f1c2a6e-8f4b-4d0e-9c57-2b7f0d7a51aa';
  readonly timeZone: string;
  #ranking: readonly string[] = [];
  readonly #last: Record<IdKind, number> = {
    issue: 10_200,
    comment: 10_500,
    link: 10_300,
    worklog: 10_400,
    change: 11_000,
    remoteLink: 10_000,
    attachment: 10_600,
  };

  constructor(
    readonly deployment: Deployment,
    private readonly machineClock: () => Date,
  ) {
    this.settings = usualSettings(deployment);
    this.index = new SearchIndex(() => this.now().getTime());
    this.fields = fieldsOfSite(deployment);
    this.timeZone = deployment === 'cloud' ? 'Europe/London' : 'Europe/Berlin';
  }

  /** What the site's own clock shows. */
  readonly now = (): Date => new Date(this.machineClock().getTime() + this.settings.clockOffset);

  /** Whether a secret is known and has not expired. */
  isGood(secret: string): boolean {
    const known = this.credentials.find((credential) => credential.secret === secret);
    return known !== undefined && this.now().getTime() < (known.expires ?? Number.POSITIVE_INFINITY);
  }

  nextId(kind: IdKind): string {
    this.#last[kind] += 1;
    return String(this.#last[kind]);
  }

  field(id: string): Field | undefined {
    return this.fields.find((field) => field.id === id);
  }

  user(id: string): User {
    return must(this.findUser(id), `user ${id}`);
  }

  findUser(id: string): User | undefined {
    return this.users.find((user) => user.id === id);
  }

  findUserByName(name: string): User | undefined {
    return this.users.find((user) => user.name === name);
  }

  project(id: string): Project {
    return must(
      this.projects.find((project) => project.id === id),
      `project ${id}`,
    );
  }

  /** By id or key; keys are case-sensitive, as in Jira. */
  findProject(idOrKey: string): Project | undefined {
    return this.projects.find((project) => project.id === idOrKey || project.key === idOrKey);
  }

  issueType(id: string): IssueType {
    return must(
      this.issueTypes.find((type) => type.id === id),
      `issue type ${id}`,
    );
  }

  status(id: string): Status {
    return must(
      this.statuses.find((status) => status.id === id),
      `status ${id}`,
    );
  }

  key(issue: Issue): string {
    return `${this.project(issue.projectId).key}-${issue.number}`;
  }

  /** By id or key, whatever the case of the key. */
  findIssue(idOrKey: string): Issue | undefined {
    const byId = this.issues.get(idOrKey);
    const [, projectKey, number] = /^([A-Za-z][A-Za-z0-9_]*)-([1-9]\d*)$/.exec(idOrKey) ?? [];
    if (byId || !projectKey) return byId;
    const project = this.findProject(projectKey.toUpperCase());
    for (const issue of this.issues.values()) {
      if (issue.projectId === project?.id && issue.number === Number(number)) return issue;
    }
    return undefined;
  }

  subtasks(issue: Issue): readonly Issue[] {
    return [...this.issues.values()].filter(
      (other) => other.parentId === issue.id && this.issueType(other.issueTypeId).hierarchyLevel === -1,
    );
  }

  linksOf(issueId: string): readonly IssueLink[] {
    return [...this.links.values()].filter((link) => link.inwardIssueId === issueId || link.outwardIssueId === issueId);
  }

  remoteLinksOf(issueId: string): readonly RemoteLink[] {
    return [...this.remoteLinks.values()].filter((link) => link.issueId === issueId);
  }

  worklogsOf(issueId: string): readonly Worklog[] {
    return [...this.worklogs.values()].filter((worklog) => worklog.issueId === issueId);
  }

  /** Worklogs of an issue that `user` may see, oldest first. */
  worklogsShown(issue: Issue, user: User | undefined): readonly Worklog[] {
    return this.worklogsOf(issue.id).filter(({ visibility }) => this.sees(user, visibility, issue));
  }

  /** Comments of an issue that `user` may see, oldest first. */
  commentsOf(issue: Issue, user: User | undefined): readonly Comment[] {
    return [...this.comments.values()]
      .filter((comment) => comment.issueId === issue.id && this.sees(user, comment.visibility, issue))
      .sort((a, b) => a.created.getTime() - b.created.getTime() || Number(a.id) - Number(b.id));
  }

  sees(user: User | undefined, visibility: Visibility | null, issue: Issue): boolean {
    if (visibility === null) return true;
    if (!user) return false;
    if (visibility.type === 'group') return user.groups.includes(visibility.value);
    return this.rolesOf(user, this.project(issue.projectId)).some((role) => role === visibility.value);
  }

  rolesOf(user: User, project: Project): readonly Role[] {
    return roles.filter((role) => project.roles[role].includes(user.id));
  }

  /** No project of this site lets anonymous people in. */
  can(user: User | undefined, permission: Permission, project: Project): boolean {
    if (this.settings.withheld.has(permission)) return false;
    return !!user?.active && this.rolesOf(user, project).some((role) => permissionsOf[role].has(permission));
  }

  visibleProjects(user: User | undefined): readonly Project[] {
    return this.projects.filter((project) => this.can(user, 'browse', project));
  }

  assignable(user: User, project: Project): boolean {
    return user.accountType === 'atlassian' && this.can(user, 'edit', project);
  }

  workflow(issue: Issue): Workflow {
    return must(this.project(issue.projectId).workflows.get(issue.issueTypeId), `workflow of issue ${issue.id}`);
  }

  attachmentsOf(issueId: string): readonly Attachment[] {
    return [...this.attachments.values()].filter((attachment) => attachment.issueId === issueId);
  }

  /** Carries out something that touches an issue and leaves no trace in its history, such as a comment. */
  touch(issue: Issue, apply: () => void, at = this.now()): void {
    this.index.willChange(issue, this.indexLag(issue));
    apply();
    issue.updated = at;
  }

  /** Carries out a change of an issue and notes it, as the history tab shows it. */
  change(issue: Issue, authorId: string, items: readonly ChangeItem[], apply: () => void, at = this.now()): Change {
    const change: Change = { id: this.nextId('change'), authorId, at, items };
    this.touch(
      issue,
      () => {
        apply();
        issue.changes.push(change);
      },
      at,
    );
    return change;
  }

  /** The ids of all issues in the order of boards: newer ones stand below, until somebody moves them. */
  ranking(): readonly string[] {
    const ranked = this.#ranking.filter((id) => this.issues.has(id));
    const known = new Set(ranked);
    return [...ranked, ...[...this.issues.keys()].filter((id) => !known.has(id))];
  }

  rank(ids: readonly string[]): void {
    this.#ranking = ids;
  }

  indexLag(issue: Issue): number {
    const { indexLag } = this.settings;
    return typeof indexLag === 'number' ? indexLag : indexLag(issue);
  }

  deleteWorklog(worklog: Worklog): void {
    this.worklogs.delete(worklog.id);
    this.deletedWorklogs.push({ id: worklog.id, at: this.now() });
  }

  /** Remembers where a search stands, and gives the opaque token for it. */
  keepCursor(cursor: SearchCursor): string {
    const token = randomBytes(24).toString('base64url');
    this.cursors.set(token, cursor);
    return token;
  }
}

function must<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the demo site has no ${what}`);
  return value;
}
