import { JiraError } from '../../nodes/client/errors/jira-error';
import type { SimulatedIssue } from './simulated-site';

const DAY = 24 * 3_600_000;

/** As much of JQL as these tests use: conditions with AND, OR and brackets. */
export function holds(
  jql: string,
  issue: SimulatedIssue,
  version: SimulatedIssue['versions'][number],
  now: number,
): boolean {
  const words = jql.match(/"[^"]*"|\(|\)|[^\s()]+/g) ?? [];
  let at = 0;
  const next = () => words[at++] ?? '';
  const or = (): boolean => {
    let value = and();
    while (words[at] === 'OR') {
      at++;
      value = and() || value;
    }
    return value;
  };
  const and = (): boolean => {
    let value = condition();
    while (words[at] === 'AND') {
      at++;
      value = condition() && value;
    }
    return value;
  };
  const condition = (): boolean => {
    const field = next();
    if (field === '(') {
      const value = or();
      next();
      return value;
    }
    const operator = next();
    if (field === 'id' && operator === 'in') {
      const ids: string[] = [];
      for (let word = next(); word !== ')'; word = next()) ids.push(word.replace(/[(,]/g, ''));
      return ids.includes(issue.id);
    }
    const value = next().replaceAll('"', '');
    if (field === 'updated' && operator === '>=') {
      const since = /^-(\d+)d$/.exec(value);
      return version.updated >= (since ? now - Number(since[1]) * DAY : Number(value));
    }
    if (operator === '=' && field === 'project') return version.project === value;
    if (operator === '=' && ['status', 'color'].includes(field)) return version.values.get(field) === value;
    throw new JiraError('JIRA_INVALID', 'jira.invalid');
  };
  const value = or();
  if (at < words.length) throw new JiraError('JIRA_INVALID', 'jira.invalid');
  return value;
}
