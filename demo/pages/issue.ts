/** The page of an issue: its fields as people read them, its comments and its worklogs. */

import { escapeHtml } from '../adf';
import type { View } from '../call';
import { renderedMoment } from '../clock';
import { duration } from '../durations';
import type { Field } from '../fields';
import { isObject } from '../json';
import type { Issue } from '../model';
import type { RouteResponse } from '../responses';
import { html } from '../rich-text';
import { zone } from '../serializers/comment';
import { renderedField, serializeField } from '../serializers/fields';
import { anchor, page, table } from './page';

/** Parts with a place of their own on the page, or of no use to anybody who reads it. */
const NOT_IN_TABLE = new Set(['summary', 'description', 'comment', 'worklog', 'thumbnail', 'project']);

/** @param focused id of the comment or worklog that is to stand out */
export function issuePage(view: View, issue: Issue, focused: string | undefined): RouteResponse {
  const { store, base } = view;
  const key = store.key(issue);
  const project = store.project(issue.projectId);
  const fields = store.fields.filter(({ id }) => !NOT_IN_TABLE.has(id)).flatMap((field) => row(view, issue, field));
  const description = issue.values.get('description');
  const body = [
    `<p>${anchor(`${base}/browse/${project.key}`, project.name)} / ${escapeHtml(key)}</p>`,
    table(fields),
    isText(description) ? `<h2>Description</h2>${html(description)}` : '',
    ...[...comments(view, issue), ...worklogs(view, issue)].map((entry) => article(view, entry, focused)),
  ];
  return page(view, `${key}: ${String(issue.values.get('summary') ?? '')}`, body.join('\n'));
}

function row(view: View, issue: Issue, field: Field): readonly (readonly [string, string])[] {
  const rendered = field.kind === 'rich' || field.kind === 'date' ? renderedField(view, issue, field) : undefined;
  const text = typeof rendered === 'string' ? rendered : escapeHtml(shown(serializeField(view, issue, field)));
  return text === '' ? [] : [[field.name, text]];
}

/** What a person makes of a value: the name of a thing, not its ids. */
function shown(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(shown).filter(Boolean).join(', ');
  if (!isObject(value)) return String(value);
  const name = ['displayName', 'key', 'name', 'value', 'filename'].map((one) => value[one]).find((one) => one);
  const child = isObject(value.child) ? ` / ${shown(value.child)}` : '';
  return name === undefined ? '' : `${String(name)}${child}`;
}

/** Something that somebody has added to an issue. */
interface Entry {
  readonly id: string;
  readonly authorId: string;
  readonly at: Date;
  /** What stands beside the time. */
  readonly remark: string;
  readonly body: string;
}

function comments(view: View, issue: Issue): readonly Entry[] {
  return view.store.commentsOf(issue, view.user).map(({ id, authorId, created, body, visibility }) => {
    const remark = visibility ? `for ${visibility.value} only` : '';
    return { id: `comment-${id}`, authorId, at: created, remark, body: html(body) };
  });
}

function worklogs(view: View, issue: Issue): readonly Entry[] {
  return view.store.worklogsOf(issue.id).map(({ id, authorId, started, seconds, comment }) => {
    return { id: `worklog-${id}`, authorId, at: started, remark: duration(seconds), body: html(comment) };
  });
}

function article(view: View, { id, authorId, at, remark, body }: Entry, focused: string | undefined): string {
  const facts = [view.store.user(authorId).displayName, renderedMoment(at, zone(view)), remark].filter(Boolean);
  const mark = id === focused ? ' class="focused"' : '';
  return `<article id="${escapeHtml(id)}"${mark}><p>${escapeHtml(facts.join(' · '))}</p>${body}</article>`;
}

function isText(value: unknown): value is Parameters<typeof html>[0] {
  return typeof value === 'string' || isObject(value);
}
