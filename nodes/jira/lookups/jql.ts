import { JiraError } from '../../client/errors/jira-error';
import { entry, listEntry, numberEntry, textEntry } from '../../client/json';
import type { Jira } from '../jira';
import type { Lookup, Suggestion } from './lookup';

/** A field as JQL calls it, with what may stand behind it. */
interface JqlField extends Suggestion {
  readonly operators: readonly string[];
  /** What it holds, as Jira's Java classes. */
  readonly types: readonly string[];
  /** Jira knows its values. */
  readonly completes: boolean;
}

interface JqlFunction extends Suggestion {
  /** What it gives, as Jira's Java classes. */
  readonly types: readonly string[];
  /** How many values it gives: `in` takes a function that gives many, `=` one that gives a single one. */
  readonly gives: readonly ['one' | 'many' | 'both'];
}

/** The fields that a query may name. */
export const jqlField: Lookup = {
  within: [],
  searched: 'us',
  async response(jira) {
    return listEntry(await reference(jira), 'visibleFieldNames').flatMap((one): JqlField[] => {
      const value = textEntry(one, 'value');
      if (value === undefined) return [];
      const operators = listEntry(one, 'operators').map(String);
      const completes = String(entry(one, 'auto')) === 'true';
      const types = listEntry(one, 'types').map(String);
      return [{ value, label: textEntry(one, 'displayName') ?? value, operators, types, completes }];
    });
  },
};

export const jqlFunction: Lookup = {
  within: [],
  searched: 'us',
  async response(jira) {
    return listEntry(await reference(jira), 'visibleFunctionNames').flatMap((one): JqlFunction[] => {
      const value = textEntry(one, 'value');
      if (value === undefined) return [];
      const is = (name: string) => String(entry(one, name)) === 'true';
      const gives = is('supportsListAndSingleValueOperators') ? 'both' : is('isList') ? 'many' : 'one';
      const types = listEntry(one, 'types').map(String);
      return [{ value, label: textEntry(one, 'displayName') ?? value, types, gives: [gives] }];
    });
  },
};

/** Values of one field that begin with what was typed, in quotes where JQL wants them. */
export const jqlValue: Lookup = {
  within: ['field'],
  searched: 'jira',
  async response(jira, { query, field = '' }) {
    const response = await jira.ask({
      route: 'GET /jql/autocompletedata/suggestions',
      query: { fieldName: field, fieldValue: query },
      optional: true,
    });
    return listEntry(response, 'results').flatMap((one) => {
      const value = textEntry(one, 'value');
      return value === undefined ? [] : [{ value, label: plain(textEntry(one, 'displayName') ?? value) }];
    });
  },
};

/** What Jira finds wrong with a query; nothing where it is right. */
export const jqlCheck: Lookup = {
  within: [],
  searched: 'nobody',
  response: (jira, { query }) =>
    orComplaints(async () => {
      if (jira.deployment === 'datacenter') {
        await found(jira, query);
        return [];
      }
      const request = { query: { validation: 'strict' }, body: { queries: [query] } };
      const response = await jira.send({ route: 'POST /jql/parse', reads: true, optional: true, ...request });
      return listEntry(listEntry(response, 'queries')[0], 'errors').map(complaint);
    }),
};

/** How many issues a query finds: counted on Data Center, about so many on Cloud. */
export const jqlCount: Lookup = {
  within: [],
  searched: 'nobody',
  response: (jira, { query }) =>
    orComplaints(async () => {
      const count = String(await found(jira, query));
      return [{ value: jira.deployment === 'cloud' ? 'about' : 'exactly', label: count }];
    }),
};

async function found(jira: Jira, jql: string): Promise<number> {
  const request = { reads: true, optional: true };
  if (jira.deployment === 'cloud') {
    const response = await jira.send({ ...request, route: 'POST /search/approximate-count', body: { jql } });
    return numberEntry(response, 'count') ?? 0;
  }
  const response = await jira.send({ ...request, route: 'POST /search', body: { jql, maxResults: 0, fields: ['id'] } });
  return numberEntry(response, 'total') ?? 0;
}

/** What Jira rejects a query for is the response to the question, no failure. */
async function orComplaints(ask: () => Promise<readonly Suggestion[]>): Promise<readonly Suggestion[]> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof JiraError) || error.code !== 'JIRA_INVALID') throw error;
    const messages = [...(error.facts.errorMessages ?? []), ...Object.values(error.facts.errors ?? {})];
    if (messages.length === 0) throw error;
    return messages.map(complaint);
  }
}

function complaint(message: unknown): Suggestion {
  return { value: 'error', label: String(message) };
}

function reference(jira: Jira): Promise<unknown> {
  return jira.ask({ route: 'GET /jql/autocompletedata', optional: true });
}

/** Jira marks what was typed with HTML. */
function plain(html: string): string {
  const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  return html.replace(/<\/?b>/g, '').replace(/&(amp|lt|gt|quot|#39);/g, (_all, name: string) => entities[name] ?? '');
}
