/** What people have said about the seeded issues, how these hang together, and the hours spent on them. */

import type { Comment, Issue, Visibility, Worklog } from '../model';
import { richText } from '../rich-text';
import type { SiteStore } from '../store';
import { dayLength } from './issues';
import { personId } from './people';
import { type Chance, chance } from './random';
import { remarks } from './words';

/** About 150 comments, 30 links, 40 worklogs and two links out of the site. */
export function seedTalk(store: SiteStore): void {
  const luck = chance(815);
  const issues = [...store.issues.values()];
  const pump = store.findIssue('OPS-7');
  const restart = store.findIssue('OPS-8');
  if (!pump || !restart) throw new Error('the seeded issues are missing');
  comment(store, pump, 'ada', 'Seen at 14:02, 95 °C at the bearing.', 2);
  comment(store, pump, 'ben', 'Cooling restored', 1);
  comment(store, pump, 'ada', 'Supplier quote attached to the order.', 0.5, {
    type: 'role',
    value: 'Administrators',
    identifier: 'Administrators',
  });
  link(store, '10000', pump, restart);
  for (let count = 0; count < 147; count += 1) {
    const issue = luck.pick(issues);
    const project = store.project(issue.projectId);
    const author = luck.pick([...project.roles.Administrators, ...project.roles.Developers, ...project.roles.Viewers]);
    addComment(store, issue, author, luck.pick(remarks), moment(store, luck, issue), null);
  }
  for (let count = 0; count < 29; count += 1) linkSomewhere(store, luck, issues);
  for (let count = 0; count < 40; count += 1) addWorklog(store, luck, luck.pick(issues));
  for (const number of [1, 2]) linkToOrder(store, pump, number);
}

function comment(
  store: SiteStore,
  issue: Issue,
  name: string,
  text: string,
  daysAgo: number,
  visibility: Visibility | null = null,
): void {
  const at = new Date(store.now().getTime() - daysAgo * dayLength);
  addComment(store, issue, personId(store.deployment, name), text, at, visibility);
}

/** Some time between the issue's beginning and now. */
function moment(store: SiteStore, luck: Chance, issue: Issue): Date {
  const span = store.now().getTime() - issue.created.getTime();
  return new Date(issue.created.getTime() + Math.floor((span * luck.between(5, 95)) / 100));
}

function addComment(
  store: SiteStore,
  issue: Issue,
  authorId: string,
  text: string,
  at: Date,
  visibility: Visibility | null,
): void {
  const added: Comment = {
    id: store.nextId('comment'),
    issueId: issue.id,
    authorId,
    updateAuthorId: authorId,
    body: richText(store.deployment, text),
    created: at,
    updated: at,
    visibility,
    properties: new Map(),
  };
  store.comments.set(added.id, added);
  if (issue.updated < at) issue.updated = at;
}

function linkSomewhere(store: SiteStore, luck: Chance, issues: readonly Issue[]): void {
  const inward = luck.pick(issues);
  const near = issues.filter((issue) => issue !== inward && issue.projectId === inward.projectId);
  link(store, luck.pick(store.linkTypes).id, inward, luck.pick(near));
}

function link(store: SiteStore, typeId: string, inward: Issue, outward: Issue): void {
  const id = store.nextId('link');
  store.links.set(id, { id, typeId, inwardIssueId: inward.id, outwardIssueId: outward.id });
}

function addWorklog(store: SiteStore, luck: Chance, issue: Issue): void {
  const at = moment(store, luck, issue);
  const author = luck.pick(store.project(issue.projectId).roles.Developers);
  const added: Worklog = {
    id: store.nextId('worklog'),
    issueId: issue.id,
    authorId: author,
    updateAuthorId: author,
    started: at,
    seconds: luck.between(1, 16) * 1800,
    comment: richText(store.deployment, 'Work on site'),
    created: at,
    updated: at,
    visibility: null,
    properties: new Map(),
  };
  store.worklogs.set(added.id, added);
}

/** Whoever adds one by hand gives it no global id. */
function linkToOrder(store: SiteStore, issue: Issue, number: number): void {
  const url = `https://example.com/orders/${number}`;
  const id = Number(store.nextId('remoteLink'));
  const content = { application: undefined, relationship: undefined, object: { url, title: `Order ${number}` } };
  store.remoteLinks.set(id, { id, issueId: issue.id, globalId: number === 1 ? url : undefined, content });
}
