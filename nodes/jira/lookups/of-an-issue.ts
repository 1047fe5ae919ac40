import { entry, listEntry, textEntry } from '../../client/json';
import type { Jira } from '../jira';
import { isAdf } from '../rich-text';
import { readableText } from '../text-format';
import { type Lookup, needed, type Suggestion } from './lookup';
import { people } from './people';

/** The characters of a comment that a suggestion shows. */
const BEGINNING = 40;

/** A look-up among what one issue has, by the response to its route. */
function ofTheIssue(
  route: `GET /issue/{issueIdOrKey}/${string}`,
  suggestions: (jira: Jira, response: unknown) => readonly Suggestion[],
): Lookup {
  return {
    within: ['issue'],
    searched: 'us',
    async response(jira, question) {
      const params = { issueIdOrKey: needed(question, 'issue') };
      return suggestions(jira, await jira.ask({ route, params, optional: true }));
    },
  };
}

/** The work that was logged on the issue, the newest first. */
export const worklog = ofTheIssue('GET /issue/{issueIdOrKey}/worklog', (jira, response) =>
  [...listEntry(response, 'worklogs')].reverse().flatMap((one): Suggestion[] => {
    const id = textEntry(one, 'id');
    return id === undefined ? [] : [{ value: id, label: `${labelOf(jira, one)} (${id})` }];
  }),
);

/** `2026-11-20 · 3h 20m · Ada · Work on site`, as far as it is known. */
function labelOf(jira: Jira, worklog: unknown): string {
  const comment = entry(worklog, 'comment');
  const text = typeof comment === 'string' || isAdf(comment) ? readableText(comment, 'text', jira.deployment) : '';
  const parts = [
    textEntry(worklog, 'started')?.slice(0, 10),
    textEntry(worklog, 'timeSpent'),
    textEntry(entry(worklog, 'author'), 'displayName'),
    String(text).split('\n')[0]?.slice(0, BEGINNING),
  ];
  return parts.filter((part) => part).join(' · ');
}

/** The people who watch the issue. */
export const watcher = ofTheIssue('GET /issue/{issueIdOrKey}/watchers', (jira, response) =>
  people(jira, listEntry(response, 'watchers')),
);

/** The web links of the issue, by their addresses. */
export const weblink = ofTheIssue('GET /issue/{issueIdOrKey}/remotelink', (_jira, response) =>
  (Array.isArray(response) ? response : []).flatMap((one): Suggestion[] => {
    const link = entry(one, 'object');
    const url = textEntry(link, 'url');
    return url === undefined ? [] : [{ value: url, label: `${textEntry(link, 'title') ?? url} (${url})` }];
  }),
);
