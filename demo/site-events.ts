/** What happens on a site, for whoever wants to be told: the webhooks. */

import type {
  Attachment,
  Change,
  Comment,
  Issue,
  IssueLink,
  LinkType,
  Project,
  Sprint,
  Version,
  Worklog,
} from './model';

interface OnIssue {
  readonly issue: Issue;
  /** Who did it. */
  readonly actorId: string;
}

export interface IssueEvent extends OnIssue {
  readonly kind: 'issue';
  readonly what: 'created' | 'updated' | 'deleted';
  readonly change?: Change | undefined;
  /** Said along with the change. */
  readonly comment?: Comment | undefined;
}

export interface CommentEvent extends OnIssue {
  readonly kind: 'comment';
  readonly what: 'created' | 'updated' | 'deleted';
  readonly comment: Comment;
  /** By itself, and not along with a change of the issue or its end. */
  readonly alone: boolean;
}

export interface WorklogEvent extends OnIssue {
  readonly kind: 'worklog';
  readonly what: 'created' | 'updated' | 'deleted';
  readonly worklog: Worklog;
  /** Missing where the worklog goes with its issue. */
  readonly change?: Change;
}

export interface AttachmentEvent extends OnIssue {
  readonly kind: 'attachment';
  readonly what: 'created' | 'deleted';
  readonly attachment: Attachment;
  readonly change?: Change;
}

export interface LinkEvent {
  readonly kind: 'issuelink';
  readonly what: 'created' | 'deleted';
  readonly link: IssueLink;
  readonly type: LinkType;
}

export interface SprintEvent {
  readonly kind: 'sprint';
  readonly what: 'created' | 'updated' | 'started' | 'closed' | 'deleted';
  readonly sprint: Sprint;
  readonly before?: Sprint;
}

export interface VersionEvent {
  readonly kind: 'version';
  readonly what: 'updated' | 'released' | 'unreleased';
  readonly version: Version;
  readonly project: Project;
}

export type SiteEvent = (
  | IssueEvent
  | CommentEvent
  | WorklogEvent
  | AttachmentEvent
  | LinkEvent
  | SprintEvent
  | VersionEvent
) & {
  /** Happened because of something else, such as the end of an issue's comments with the issue. */
  readonly secondary?: true;
};

export class SiteEvents {
  readonly #listeners: ((event: SiteEvent) => void)[] = [];

  listen(listener: (event: SiteEvent) => void): void {
    this.#listeners.push(listener);
  }

  /** Tells of what has just happened; of what goes for good, while it is still there. */
  tell(event: SiteEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
