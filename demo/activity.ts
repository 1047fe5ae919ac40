/** People at work on a site: what a test lets happen without a request, in the site's history, feeds, searches and webhooks all the same. */

import { addComment, changeComment, removeComment } from './comments';
import { deleteIssue } from './delete-issue';
import { changeIssue } from './edit';
import { attachmentItem } from './history';
import { linkIssues, unlinkIssues } from './links';
import type { Attachment, Comment, FieldValue, Issue, Sprint, User, Version, Worklog } from './model';
import { newIssue } from './new-issue';
import { richText } from './rich-text';
import { changeSprint, createSprint, deleteSprint } from './sprints';
import type { SiteStore } from './store';
import { changeVersion } from './versions';
import { addWorklog, changeWorklog, removeWorklog } from './worklogs';

const dayMs = 24 * 3_600_000;

/**
 * What one person does. Everything happens at the time of the site's clock, and nobody asks whether the person may.
 * Each method throws where it names something that isn't there.
 */
export class Activity {
  readonly #person: User;

  /** @param name login name, such as `ada` */
  constructor(
    private readonly store: SiteStore,
    name = 'ada',
  ) {
    this.#person = found(store.findUserByName(name), `person ${name}`);
  }

  /** Puts a plain task into a project. @returns its key */
  createIssue(projectKey: string, summary: string): string {
    const project = found(this.store.findProject(projectKey), `project ${projectKey}`);
    const task = found(
      this.store.issueTypes.find(({ id, name }) => name === 'Task' && project.issueTypeIds.includes(id)),
      'type Task',
    );
    const issue = newIssue(this.store, {
      project,
      issueTypeId: task.id,
      parentId: null,
      creatorId: this.#person.id,
      at: this.store.now(),
      watched: true,
      summary,
    });
    this.store.events.tell({ kind: 'issue', what: 'created', issue, actorId: this.#person.id });
    return this.store.key(issue);
  }

  /** @param values as the store has them, by field id: ids of options and people, text; null empties */
  edit(key: string, values: Readonly<Record<string, FieldValue | null>>): void {
    const texts = Object.entries(values).map(([id, value]) => [id, this.#value(id, value)] as const);
    changeIssue(this.store, this.#issue(key), this.#person.id, { values: new Map(texts) });
  }

  /** Rich text may be given as plain text. */
  #value(fieldId: string, value: FieldValue | null): FieldValue | null {
    const rich = this.store.field(fieldId)?.kind === 'rich' && typeof value === 'string';
    return rich ? richText(this.store.deployment, value) : value;
  }

  /** Takes the issue through the step that leads from where it is to the status of that name. */
  transition(key: string, status: string): void {
    const issue = this.#issue(key);
    const step = found(
      this.store
        .workflow(issue)
        .transitions.find(
          ({ from, to }) => (from === 'all' || from.includes(issue.statusId)) && this.store.status(to).name === status,
        ),
      `step of ${key} to ${status}`,
    );
    const values = new Map(step.resolution === undefined ? [] : [['resolution', step.resolution]]);
    changeIssue(this.store, issue, this.#person.id, { statusId: step.to, values }, { step: true });
  }

  /** @param name login name; null for nobody */
  assign(key: string, name: string | null): void {
    this.edit(key, { assignee: name === null ? null : found(this.store.findUserByName(name), `person ${name}`).id });
  }

  deleteIssue(key: string): void {
    deleteIssue(this.store, this.#issue(key), this.#person.id);
  }

  comment(key: string, text: string): Comment {
    return addComment(this.store, this.#issue(key), this.#text(text), this.#person.id);
  }

  editComment(comment: Comment, text: string): void {
    changeComment(this.store, this.#issue(comment.issueId), comment, this.#text(text), this.#person.id);
  }

  deleteComment(comment: Comment): void {
    removeComment(this.store, this.#issue(comment.issueId), comment, this.#person.id);
  }

  #text(text: string) {
    return { body: richText(this.store.deployment, text), visibility: null, properties: new Map() };
  }

  logWork(key: string, seconds: number, text = ''): Worklog {
    const input = { seconds, started: undefined, comment: richText(this.store.deployment, text) };
    return addWorklog(this.store, this.#issue(key), input, this.#person.id);
  }

  editWork(worklog: Worklog, seconds: number): void {
    const input = { seconds, started: undefined, comment: undefined };
    changeWorklog(this.store, this.#issue(worklog.issueId), worklog, input, this.#person.id);
  }

  deleteWork(worklog: Worklog): void {
    removeWorklog(this.store, this.#issue(worklog.issueId), worklog, this.#person.id);
  }

  attach(key: string, filename: string, size = 1024): Attachment {
    const issue = this.#issue(key);
    const attachment: Attachment = {
      id: this.store.nextId('attachment'),
      issueId: issue.id,
      authorId: this.#person.id,
      filename,
      size,
      mimeType: 'application/octet-stream',
      created: this.store.now(),
    };
    const items = [attachmentItem(attachment.id, filename, 'added')];
    const change = this.store.change(issue, this.#person.id, items, () => {
      this.store.attachments.set(attachment.id, attachment);
    });
    const { id: actorId } = this.#person;
    this.store.events.tell({ kind: 'attachment', what: 'created', attachment, issue, actorId, change });
    return attachment;
  }

  detach(attachment: Attachment): void {
    const issue = this.#issue(attachment.issueId);
    const items = [attachmentItem(attachment.id, attachment.filename, 'removed')];
    const change = this.store.change(issue, this.#person.id, items, () => {
      this.store.attachments.delete(attachment.id);
    });
    const { id: actorId } = this.#person;
    this.store.events.tell({ kind: 'attachment', what: 'deleted', attachment, issue, actorId, change });
  }

  /** @param typeName such as `Blocks`: the first issue does that to the second */
  link(key: string, typeName: string, otherKey: string): void {
    linkIssues(this.store, this.#linkType(typeName), this.#issue(key), this.#issue(otherKey), this.#person.id);
  }

  unlink(key: string, typeName: string, otherKey: string): void {
    const [inward, outward, type] = [this.#issue(key), this.#issue(otherKey), this.#linkType(typeName)];
    const link = found(
      this.store
        .linksOf(inward.id)
        .find((one) => one.typeId === type.id && one.inwardIssueId === inward.id && one.outwardIssueId === outward.id),
      `link of ${key} to ${otherKey}`,
    );
    unlinkIssues(this.store, { link, type, inward, outward }, this.#person.id);
  }

  #linkType(name: string) {
    return found(
      this.store.linkTypes.find((type) => type.name === name),
      `link type ${name}`,
    );
  }

  /** A sprint to come, two weeks long. */
  createSprint(name: string): Sprint {
    const start = this.store.now();
    const board = found(this.store.boards[0], 'board');
    return createSprint(this.store, board, name, { start, end: new Date(start.getTime() + 14 * dayMs) });
  }

  startSprint(sprint: Sprint): Sprint {
    return changed(changeSprint(this.store, sprint, { state: 'active' }));
  }

  closeSprint(sprint: Sprint): Sprint {
    return changed(changeSprint(this.store, sprint, { state: 'closed' }));
  }

  deleteSprint(sprint: Sprint): void {
    deleteSprint(this.store, sprint);
  }

  releaseVersion(name: string): Version {
    for (const project of this.store.projects) {
      const version = project.versions.find((one) => one.name === name);
      if (!version) continue;
      changeVersion(this.store, project, version, { released: true });
      return version;
    }
    throw new Error(`The demo site has no version ${name}.`);
  }

  #issue(idOrKey: string): Issue {
    return found(this.store.findIssue(idOrKey), `issue ${idOrKey}`);
  }
}

function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`The demo site has no ${what}.`);
  return value;
}

function changed(result: Sprint | string): Sprint {
  if (typeof result === 'string') throw new Error(result);
  return result;
}
