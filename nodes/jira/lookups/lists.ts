import type { Route } from '../../client/http/request';
import { entry, listEntry, textEntry } from '../../client/json';
import type { ListRequest } from '../../client/lists/paging';
import { issueTypesToCreate } from '../create-screen';
import type { Jira } from '../jira';
import { everyRecord } from '../records';
import { byName, type Lookup, type Suggestion } from './lookup';

/** Jira sends no more projects at a time. */
const PROJECTS_PER_PAGE = 100;
/** Jira sends no more labels at a time. */
const LABELS_PER_PAGE = 1000;

const SEARCH: ListRequest = {
  route: 'GET /project/search',
  style: 'page',
  records: 'values',
  emptyIsNotFound: true,
};

/** Every project that the account may see, by key. */
export const project: Lookup = {
  within: [],
  searched: 'us',
  async response(jira) {
    const found = await (jira.deployment === 'cloud'
      ? everyRecord(jira, SEARCH, PROJECTS_PER_PAGE)
      : whole(jira, 'GET /project'));
    return byLabel(
      found.flatMap((one) => {
        const key = textEntry(one, 'key');
        return key === undefined ? [] : [{ value: key, label: `${textEntry(one, 'name') ?? key} (${key})` }];
      }),
    );
  },
};

/** The issue types in which the account may create issues in the project; without a project, all there are. */
export const issueType: Lookup = {
  within: ['project'],
  searched: 'us',
  async response(jira, { project: within }) {
    if (within) return byName(await issueTypesToCreate(jira, within));
    return distinct(byName(await whole(jira, 'GET /issuetype')));
  },
};

/** Every field of the site, by id: names may be changed, and several fields may share one. */
export const field: Lookup = {
  within: [],
  searched: 'us',
  async response(jira) {
    const fields = await whole(jira, 'GET /field');
    return byLabel(
      fields.flatMap((one) => {
        const id = textEntry(one, 'id');
        return id === undefined ? [] : [{ value: id, label: `${textEntry(one, 'name') ?? id} (${id})` }];
      }),
    );
  },
};

export const linkType: Lookup = {
  within: [],
  searched: 'us',
  async response(jira) {
    const types = await whole(jira, 'GET /issueLinkType', 'issueLinkTypes');
    return byName(types).map((suggestion, index) => ({ ...suggestion, label: linkLabel(types[index], suggestion) }));
  },
};

export const priority: Lookup = {
  within: [],
  searched: 'us',
  response: async (jira) => byName(await whole(jira, 'GET /priority')),
};

export const resolution: Lookup = {
  within: [],
  searched: 'us',
  response: async (jira) => byName(await whole(jira, 'GET /resolution')),
};

/** Cloud lists its labels; Data Center only completes them, as it does for JQL. */
export const label: Lookup = {
  within: [],
  searched: 'jira',
  async response(jira, { query }) {
    if (jira.deployment === 'cloud') {
      const list = { route: 'GET /label', style: 'page', records: 'values' } as const;
      const wanted = query.toLowerCase();
      const labels = (await everyRecord(jira, list, LABELS_PER_PAGE)).map(String);
      return labels.filter((one) => one.toLowerCase().includes(wanted)).map((one) => ({ value: one, label: one }));
    }
    const response = await jira.ask({
      route: 'GET /jql/autocompletedata/suggestions',
      query: { fieldName: 'labels', fieldValue: query },
      optional: true,
    });
    return listEntry(response, 'results').flatMap((one) => {
      const value = textEntry(one, 'value')?.replace(/^"(.*)"$/s, '$1');
      return value === undefined ? [] : [{ value, label: value }];
    });
  },
};

/** Where issues can be: what a transition may lead to. */
export async function statuses(jira: Jira): Promise<readonly Suggestion[]> {
  const names = (await whole(jira, 'GET /status')).flatMap((status) => textEntry(status, 'name') ?? []);
  return distinct(names.map((name) => ({ value: name, label: name })));
}

async function whole(jira: Jira, route: Route, records?: string): Promise<readonly unknown[]> {
  return everyRecord(jira, { route, style: 'whole', records }, 1);
}

function byLabel(suggestions: Suggestion[]): Suggestion[] {
  return suggestions.sort((one, other) => one.label.localeCompare(other.label));
}

/** Projects have types and statuses of their own by the same names: the name finds the right one there. */
function distinct(suggestions: readonly Suggestion[]): Suggestion[] {
  const names = suggestions.map(({ label: text }) => text.replace(/ \(\d+\)$/, ''));
  return [...new Set(names)].map((name) => ({ value: name, label: name }));
}

function linkLabel(type: unknown, { label: name }: Suggestion): string {
  const [outward, inward] = [entry(type, 'outward'), entry(type, 'inward')];
  return typeof outward === 'string' && typeof inward === 'string' ? `${name}: ${outward} / ${inward}` : name;
}
