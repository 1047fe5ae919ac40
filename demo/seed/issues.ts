/** The issues of a demo site. The first ones of OPS are always the same; the others are made up, the same way every time. */

import { dayOf } from '../clock';
import { editIssue } from '../edit';
import type { FieldValue, Issue, Project, Transition } from '../model';
import { newIssue } from '../new-issue';
import { richText } from '../rich-text';
import type { SiteStore } from '../store';
import { personId } from './people';
import { type Chance, chance } from './random';
import { causes, epics, labels, summary, type Theme } from './words';

const hour = 3_600_000;
export const dayLength = 24 * hour;

interface Plan {
  readonly project: Project;
  readonly typeId: string;
  readonly summary: string;
  readonly parent?: Issue;
}

/** Fills the site with about 200 issues. */
export function seedIssues(store: SiteStore): void {
  const luck = chance(20_261_123);
  const plans = [...operations(store, luck), ...others(store, luck)];
  const total = plans.length;
  plans.forEach((plan, index) => {
    const age = (120 - (115 * index) / total) * dayLength;
    const issue = add(store, luck, plan(), new Date(store.now().getTime() - age));
    live(store, luck, issue);
  });
}

type Planner = () => Plan;

function operations(store: SiteStore, luck: Chance): readonly Planner[] {
  const project = projectOf(store, 'OPS');
  const fixed = epics.map(
    (text): Planner =>
      () => ({ project, typeId: '10000', summary: text }),
  );
  const known: Planner[] = [
    () => ({ project, typeId: '10004', summary: 'Pump 4 overheats' }),
    () => ({ project, typeId: '10002', summary: 'Restart line 2 after the inspection' }),
    () => ({ project, typeId: '10003', summary: 'Order the part', parent: issueOf(store, 'OPS-8') }),
    () => ({ project, typeId: '10003', summary: 'Test under load', parent: issueOf(store, 'OPS-8') }),
  ];
  const kinds = [
    ['10004', 'fault'],
    ['10004', 'fault'],
    ['10002', 'chore'],
    ['10001', 'wish'],
    ['10003', 'step'],
  ] as const;
  const rest = Array.from({ length: 100 }, (): Planner => () => plan(store, luck, project, kinds));
  return [...fixed, ...known, ...rest];
}

function others(store: SiteStore, luck: Chance): readonly Planner[] {
  const teamTypes = projectOf(store, 'TEAM').issueTypeIds;
  const [, teamTask = '', teamBug = ''] = teamTypes;
  const kinds = {
    IT: [
      ['10005', 'request'],
      ['10006', 'incident'],
      ['10002', 'chore'],
    ],
    SEC: [['10002', 'risk']],
    TEAM: [
      [teamTask, 'team'],
      [teamBug, 'fault'],
    ],
  } as const;
  const keys = [...Array(50).fill('IT'), ...Array(14).fill('SEC'), ...Array(26).fill('TEAM')];
  return keys.map(
    (key: keyof typeof kinds): Planner =>
      () =>
        plan(store, luck, projectOf(store, key), kinds[key]),
  );
}

function plan(
  store: SiteStore,
  luck: Chance,
  project: Project,
  kinds: readonly (readonly [typeId: string, theme: Theme])[],
): Plan {
  const [typeId, theme] = luck.pick(kinds);
  const text = summary(theme, luck.pick);
  const level = store.issueType(typeId).hierarchyLevel;
  const candidates = [...store.issues.values()].filter(
    (issue) =>
      issue.projectId === project.id &&
      store.issueType(issue.issueTypeId).hierarchyLevel === level + 1 &&
      store.key(issue) !== 'OPS-8',
  );
  const wantsParent = level === -1 || (candidates.length > 0 && luck.happens(40));
  return { project, typeId, summary: text, ...(wantsParent ? { parent: luck.pick(candidates) } : {}) };
}

function add(store: SiteStore, luck: Chance, { project, typeId, summary: text, parent }: Plan, at: Date): Issue {
  const members = [...project.roles.Administrators, ...project.roles.Developers];
  const reporter = luck.pick([...members, ...project.roles.Viewers]);
  const subtask = store.issueType(typeId).hierarchyLevel === -1;
  const epicByField = store.deployment === 'datacenter' && parent !== undefined && !subtask;
  const issue = newIssue(store, {
    project,
    issueTypeId: typeId,
    parentId: parent === undefined || epicByField ? null : parent.id,
    creatorId: reporter,
    at,
    watched: true,
    summary: text,
  });
  issue.values.set('priority', String(luck.pick([1, 2, 2, 3, 3, 3, 3, 4, 4, 5])));
  if (epicByField) issue.values.set('customfield_10014', store.key(parent));
  decorate(store, luck, project, issue, members);
  return issue;
}

/** Gives an issue values in some of the fields that its screen has. */
function decorate(store: SiteStore, luck: Chance, project: Project, issue: Issue, members: readonly string[]): void {
  const maybe = (percent: number, fieldId: string, value: () => FieldValue): void => {
    const onScreen = project.screens.get(issue.issueTypeId)?.some((field) => field.fieldId === fieldId);
    if (luck.happens(percent) && onScreen) issue.values.set(fieldId, value());
  };
  const inDays = (from: number, to: number): string =>
    dayOf(store.now().getTime() + luck.between(from, to) * dayLength, store.timeZone);
  const text = `${String(issue.values.get('summary'))}.\n\nReported at the shift handover; see the comments for what has been tried.`;
  maybe(85, 'description', () => richText(store.deployment, text));
  maybe(75, 'assignee', () => luck.pick(members.filter((id) => store.user(id).active)));
  maybe(50, 'labels', () => [...new Set([luck.pick(labels), luck.pick(labels)])]);
  maybe(55, 'duedate', () => inDays(-25, 45));
  maybe(60, 'components', () => [luck.pick(project.components).id]);
  maybe(30, 'fixVersions', () => [luck.pick(project.versions).id]);
  maybe(20, 'versions', () => [luck.pick(project.versions).id]);
  maybe(40, 'customfield_10016', () => luck.pick([1, 2, 3, 5, 8, 13]));
  maybe(40, 'customfield_10030', () => richText(store.deployment, luck.pick(causes)));
  maybe(70, 'customfield_10031', () => luck.pick(['10100', '10101', '10102']));
  maybe(40, 'customfield_10032', () => [luck.pick(['10110', '10111']), luck.pick(['10112', '10113'])]);
  maybe(30, 'customfield_10033', () => luck.pick(members));
  maybe(35, 'customfield_10034', () => `SN-${luck.between(10_000, 99_999)}`);
  maybe(40, 'customfield_10035', () => luck.pick([['10120', '10121'], ['10120', '10122'], ['10130']]));
  maybe(20, 'customfield_10036', () => inDays(-60, 60));
  maybe(40, 'customfield_10040', () => luck.pick(['10140', '10141']));
  maybe(20, 'customfield_10041', () => luck.pick(['Early shift', 'Late shift', 'Night shift']));
}

/** Lets work happen: about a third is done, a third in progress. The issues that examples name stay where they are wanted. */
function live(store: SiteStore, luck: Chance, issue: Issue): void {
  const steps = luck.between(0, 2);
  const key = store.key(issue);
  if (key === 'OPS-7') {
    issue.values.set('assignee', personId(store.deployment, 'ben'));
    issue.values.set('priority', '2');
    take(store, issue, store.workflow(issue).transitions[0], hoursAfter(issue.updated, 5));
  }
  if (key === 'OPS-7' || key === 'OPS-8' || issue.parentId === store.findIssue('OPS-8')?.id) return;
  for (let step = 0; step < steps; step += 1) {
    const ahead = store
      .workflow(issue)
      .transitions.filter(
        (one) =>
          (one.from === 'all' || one.from.includes(issue.statusId)) &&
          one.to !== issue.statusId &&
          !['11', '301', '3'].includes(one.id),
      );
    const latest = store.now().getTime() - issue.updated.getTime();
    take(store, issue, luck.pick(ahead), hoursAfter(issue.updated, luck.between(1, Math.floor(latest / hour / 2))));
  }
}

const hoursAfter = (at: Date, hours: number): Date => new Date(at.getTime() + hours * hour);

function take(store: SiteStore, issue: Issue, transition: Transition | undefined, at: Date): void {
  if (!transition) return;
  const by = String(issue.values.get('assignee') ?? issue.creatorId);
  const asked = transition.screen?.some((field) => field.fieldId === 'resolution') ? '10004' : undefined;
  const resolution = transition.resolution ?? asked;
  const values = new Map(resolution === undefined ? [] : [['resolution', resolution]]);
  editIssue(store, issue, by, { statusId: transition.to, values }, at);
}

function projectOf(store: SiteStore, key: string): Project {
  const project = store.findProject(key);
  if (!project) throw new Error(`no project ${key}`);
  return project;
}

function issueOf(store: SiteStore, key: string): Issue {
  const issue = store.findIssue(key);
  if (!issue) throw new Error(`no issue ${key}`);
  return issue;
}
