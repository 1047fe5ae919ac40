/**
 * What a demo site holds. Ids are strings, as in Jira's JSON; people are referred to by `User.id`, which is the account id on Cloud and
 * the user key on Data Center. Nothing here knows how it is written on the wire (that is `serializers/`).
 */

export type Deployment = 'cloud' | 'datacenter';

/** A document in the Atlassian Document Format. */
export interface AdfDocument {
  readonly type: 'doc';
  readonly version: 1;
  readonly content: readonly unknown[];
}

/** Rich text as the site stores it: ADF on Cloud, wiki markup on Data Center. */
export type RichText = AdfDocument | string;

export interface User {
  readonly id: string;
  /** Login name; only Data Center shows it. */
  readonly name: string;
  readonly displayName: string;
  readonly email: string;
  /** Cloud's profile visibility: the address is left out for everybody but the person. */
  readonly emailHidden: boolean;
  readonly active: boolean;
  readonly accountType: 'atlassian' | 'app';
  /** Of the profile: dates in JQL are meant in it. */
  timeZone: string;
  readonly locale: string;
  readonly groups: readonly string[];
  /** Global permission "Browse users and groups". */
  readonly browsesUsers: boolean;
  /** Global permission "Administer Jira". */
  readonly administrator: boolean;
}

export interface IssueType {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly hierarchyLevel: -1 | 0 | 1;
  readonly avatarId: number;
  /** Set on the issue types of a team-managed project. */
  readonly scopeProjectId?: string;
}

export interface Status {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly category: 'new' | 'indeterminate' | 'done';
  readonly scopeProjectId?: string;
}

export interface NamedThing {
  readonly id: string;
  readonly name: string;
  readonly description: string;
}

export interface Priority extends NamedThing {
  readonly statusColor: string;
}

export interface LinkType {
  readonly id: string;
  readonly name: string;
  readonly inward: string;
  readonly outward: string;
}

export interface Transition {
  readonly id: string;
  readonly name: string;
  /** Statuses it starts from; `all` makes it a global transition. */
  readonly from: readonly string[] | 'all';
  readonly to: string;
  /** Fields of its screen; a transition without a screen takes none. */
  readonly screen?: readonly ScreenField[];
  /** Resolution its post function sets; `null` clears it; left out, it stays as it is. */
  readonly resolution?: string | null;
}

export interface ScreenField {
  readonly fieldId: string;
  readonly required: boolean;
}

export interface Workflow {
  readonly initialStatus: string;
  readonly transitions: readonly Transition[];
}

export type Role = 'Administrators' | 'Developers' | 'Viewers';

export interface Version {
  readonly id: string;
  name: string;
  released: boolean;
  releaseDate?: string | undefined;
}

export interface Board {
  readonly id: number;
  readonly name: string;
  readonly projectId: string;
}

export interface Sprint {
  readonly id: number;
  readonly boardId: number;
  readonly name: string;
  readonly state: 'future' | 'active' | 'closed';
  readonly goal: string;
  readonly start: Date | null;
  readonly end: Date | null;
  readonly completed: Date | null;
}

export interface Component {
  readonly id: string;
  readonly name: string;
  readonly lead?: string;
}

export interface Project {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly type: 'software' | 'business';
  readonly teamManaged: boolean;
  readonly leadId: string;
  /** Where an issue goes that asks for the default assignee. */
  readonly defaultAssignee: 'PROJECT_LEAD' | 'UNASSIGNED';
  readonly issueTypeIds: readonly string[];
  readonly components: readonly Component[];
  readonly versions: readonly Version[];
  readonly roles: Readonly<Record<Role, readonly string[]>>;
  /** Workflow by issue type id. */
  readonly workflows: ReadonlyMap<string, Workflow>;
  /** Screen fields by issue type id, used for creating and editing alike. */
  readonly screens: ReadonlyMap<string, readonly ScreenField[]>;
  /** Number the next issue gets; Jira never gives one twice. */
  nextNumber: number;
}

/**
 * The value of a field: text, number, the id of what it points to, ids or labels, or a document. Of a cascading select, the ids of both
 * levels. Absent means empty.
 */
export type FieldValue = string | number | readonly string[] | AdfDocument;

export interface Change {
  readonly id: string;
  readonly authorId: string;
  readonly at: Date;
  readonly items: readonly ChangeItem[];
}

export interface ChangeItem {
  readonly field: string;
  /** What is no field of the site, such as a link, has none. */
  readonly fieldId: string | undefined;
  readonly custom: boolean;
  /** `from` and `to` are people. */
  readonly person: boolean;
  readonly from: string | null;
  readonly fromString: string | null;
  readonly to: string | null;
  readonly toString: string | null;
}

export interface Issue {
  readonly id: string;
  readonly projectId: string;
  readonly number: number;
  issueTypeId: string;
  statusId: string;
  statusChanged: Date;
  parentId: string | null;
  readonly creatorId: string;
  readonly created: Date;
  updated: Date;
  resolved: Date | null;
  /** Every other field by its id: `summary`, `assignee`, `customfield_10016` … */
  readonly values: Map<string, FieldValue>;
  readonly properties: Map<string, unknown>;
  readonly watchers: Set<string>;
  readonly voters: Set<string>;
  readonly changes: Change[];
}

export interface Visibility {
  readonly type: 'role' | 'group';
  readonly value: string;
  readonly identifier: string;
}

export interface Comment {
  readonly id: string;
  readonly issueId: string;
  readonly authorId: string;
  updateAuthorId: string;
  body: RichText;
  readonly created: Date;
  updated: Date;
  visibility: Visibility | null;
  readonly properties: Map<string, unknown>;
}

export interface IssueLink {
  readonly id: string;
  readonly typeId: string;
  /** Subject of the type's outward description: in "A blocks B" it is A. */
  readonly inwardIssueId: string;
  readonly outwardIssueId: string;
}

/** A link from an issue to something outside Jira. */
export interface RemoteLink {
  readonly id: number;
  readonly issueId: string;
  readonly globalId: string | undefined;
  readonly content: RemoteLinkContent;
}

/** What a request may say about a remote link, as it was sent. */
export interface RemoteLinkContent {
  readonly application: unknown;
  readonly relationship: unknown;
  readonly object: Readonly<Record<string, unknown>>;
}

/** What the site has sent to people's addresses because somebody asked for it. */
export interface Mail {
  readonly issueId: string;
  readonly to: readonly string[];
  readonly subject: string | undefined;
  readonly text: string | undefined;
  readonly html: string | undefined;
}

/** A saved search, shared with everybody who is logged in. */
export interface Filter {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly jql: string;
  readonly ownerId: string;
  readonly favouriteOf: ReadonlySet<string>;
}

export interface Worklog {
  readonly id: string;
  readonly issueId: string;
  readonly authorId: string;
  updateAuthorId: string;
  started: Date;
  seconds: number;
  comment: RichText;
  readonly created: Date;
  updated: Date;
  visibility: Visibility | null;
  readonly properties: Map<string, unknown>;
}

/** What is left of a worklog once it is gone. */
export interface DeletedWorklog {
  readonly id: string;
  readonly at: Date;
}

/** A file on an issue; the demo has no bytes of it. */
export interface Attachment {
  readonly id: string;
  readonly issueId: string;
  readonly authorId: string;
  readonly filename: string;
  readonly size: number;
  readonly mimeType: string;
  readonly created: Date;
}
