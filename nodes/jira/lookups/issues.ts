import { entry, listEntry, textEntry } from '../../client/json';
import { statuses } from './lists';
import { byName, type Lookup, type Suggestion } from './lookup';

/** Issues by key, as Jira's own picker suggests them, the very key first: while nothing is typed, those changed last. */
export const issue: Lookup = {
  within: ['project'],
  searched: 'jira',
  async response(jira, { query, project }) {
    const currentJQL = `${project ? `project = "${project.replace(/["\\]/g, '')}"` : 'updated >= -30d'} ORDER BY updated DESC`;
    const parameters = { query, currentJQL, showSubTasks: true, showSubTaskParent: true };
    const response = await jira.ask({ route: 'GET /issue/picker', query: parameters, optional: true });
    const found = listEntry(response, 'sections').flatMap((section) => listEntry(section, 'issues'));
    const byKey = new Map(
      found.flatMap((one): [string, string][] => {
        const key = textEntry(one, 'key');
        return key === undefined ? [] : [[key, `${key} ${textEntry(one, 'summaryText') ?? ''}`.trim()]];
      }),
    );
    const suggestions = [...byKey].map(([value, label]) => ({ value, label }));
    const isMeant = ({ value }: Suggestion) => value === query.toUpperCase();
    return [...suggestions.filter(isMeant), ...suggestions.filter((one) => !isMeant(one))];
  },
};

/** Where the issue can go from where it is; without an issue, every status that there is. */
export const transition: Lookup = {
  within: ['issue'],
  searched: 'us',
  async response(jira, { issue: key }) {
    if (!key) return statuses(jira);
    const response = await jira.ask({
      route: 'GET /issue/{issueIdOrKey}/transitions',
      params: { issueIdOrKey: key },
      optional: true,
    });
    const transitions = listEntry(response, 'transitions');
    return byName(transitions).map(({ value, label }, index) => {
      const to = textEntry(entry(transitions[index], 'to'), 'name');
      return { value, label: to === undefined || to === label ? label : `${label} → ${to}` };
    });
  },
};
