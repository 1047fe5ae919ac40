import type { NodeAPI } from 'node-red';
import { systemClock } from '../../client/clock';
import type { Connection } from '../../client/connection';
import { asJiraError, JiraError } from '../../client/errors/jira-error';
import { entry, textEntry } from '../../client/json';
import { logFault } from '../../i18n/fault-log';
import { Jira } from '../../jira/jira';
import { isLookupKind, type LookupKind, type LookupQuestion, lookups, type Suggestion } from '../../jira/lookups';
import { namingVariables } from '../environment-variables';
import { wordless } from '../problem-details';
import { connectionFor } from '../unsaved-connection';
import { variablesOf } from '../unsaved-values';
import { access } from './access';
import { guarded } from './guarded';
import { type CachedResult, LookupCache } from './lookup-cache';

/** How long the editor waits for a look-up, in milliseconds: somebody sits before it. */
const TIMEOUT_MS = 10_000;

type LookupResults = LookupCache<readonly Suggestion[]>;

/** What was looked up lives as long as the site that it came from. */
const caches = new WeakMap<Connection, LookupResults>();

/**
 * `POST jira/sites/:id/lookup/:kind`: what the forms suggest, as `[{value, label}]`. The body holds the question (`query`, and what
 * the form has chosen already), `refresh`, and in `site` the values of a dialog that is not deployed yet. The header `Age` says how
 * many seconds old the suggestions are, `Jira-Problem` why there are no newer ones. A failure is `{code, reason, values, messages}`: the
 * editor has the words for it.
 */
export function registerLookup(RED: NodeAPI): void {
  RED.httpAdmin.post(
    '/jira/sites/:id/lookup/:kind',
    access(RED, 'jira-site.write'),
    guarded(RED, (request, response) => {
      const [id, kind] = [String(request.params.id), String(request.params.kind)];
      const body: unknown = request.body;
      return lookUp(RED, id, kind, body).then(
        ({ fact, ageMs, problem }) => {
          response.set('Age', String(Math.floor(ageMs / 1000)));
          if (problem) response.set('Jira-Problem', problem.code);
          response.json(fact);
        },
        (error: unknown) => {
          logFault(RED, `jira-site:${id}`, error);
          const problem = namingVariables(asJiraError(error), variablesOf(RED, id, entry(body, 'site')));
          response.status(isBadRequest(problem) ? 400 : 502).json(wordless(problem));
        },
      );
    }),
  );
}

async function lookUp(
  RED: NodeAPI,
  id: string,
  kind: string,
  body: unknown,
): Promise<CachedResult<readonly Suggestion[]>> {
  if (!isLookupKind(kind)) throw new JiraError('JIRA_INPUT', 'lookup.unknownKind', { kind });
  const connection = connectionFor(RED, id, entry(body, 'site'));
  const question = readQuestion(body);
  const { searched } = lookups[kind];
  if (searched === 'nobody') return { fact: await ask(connection, id, kind, question), ageMs: 0 };
  const cache = caches.get(connection) ?? new LookupCache(systemClock);
  caches.set(connection, cache);
  const asked = searched === 'us' ? { ...question, query: '' } : question;
  const key = JSON.stringify([kind, ...lookups[kind].within.map((name) => asked[name] ?? ''), asked.query]);
  const cached = await cache.recall(key, () => ask(connection, id, kind, asked), entry(body, 'refresh') === true);
  return searched === 'us' ? { ...cached, fact: matching(cached.fact, question.query) } : cached;
}

async function ask(
  { client, cache }: Connection,
  id: string,
  kind: LookupKind,
  question: LookupQuestion,
): Promise<readonly Suggestion[]> {
  const timeout = new AbortController();
  const timedOut = new JiraError('JIRA_TIMEOUT', 'lookup.timeout', { seconds: TIMEOUT_MS / 1000 });
  const cancel = systemClock.after(TIMEOUT_MS, () => timeout.abort(timedOut));
  const job = { source: `editor:${id}`, signal: timeout.signal, attempts: 0, waitedMs: 0 };
  try {
    const deployment = await client.deployment(job);
    const jira = new Jira(deployment, { textFormat: 'text' }, client, cache, job);
    return await lookups[kind].response(jira, question);
  } catch (error) {
    // The client goes on trying, but what it has found out so far says more than the time that is up.
    throw error === timedOut ? (client.unreachable ?? error) : error;
  } finally {
    cancel();
  }
}

function readQuestion(body: unknown): LookupQuestion {
  return {
    query: textEntry(body, 'query')?.trim() ?? '',
    project: textEntry(body, 'project'),
    issueType: textEntry(body, 'issueType'),
    issue: textEntry(body, 'issue'),
    field: textEntry(body, 'field'),
  };
}

/** Those that hold every word of the query, the ones that begin with it first. */
function matching(all: readonly Suggestion[], query: string): readonly Suggestion[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return all;
  const textOf = ({ value, label }: Suggestion) => `${label}\n${value}`.toLowerCase();
  const found = all.filter((one) => words.every((word) => textOf(one).includes(word)));
  const begins = (one: Suggestion) =>
    textOf(one)
      .split('\n')
      .some((text) => text.startsWith(query.toLowerCase()));
  return [...found.filter(begins), ...found.filter((one) => !begins(one))];
}

/** Whether something is wrong before Jira is asked. */
function isBadRequest({ code }: JiraError): boolean {
  return code === 'JIRA_CONFIG' || code === 'JIRA_INPUT';
}
