import { isRecord } from '../client/json';
import { badInput } from './input-errors';

/**
 * A thing of Jira named by id or by name, in the form of Jira's bodies: digits are an id, anything else fills
 * `nameEntry`, and an object such as Jira's own is passed on with just what identifies it.
 * @param input name of the input, for the message
 * @throws JiraError `JIRA_INPUT`
 */
export function idOr(nameEntry: 'key' | 'name', value: unknown, input: string): Record<string, string> {
  if (isRecord(value)) {
    for (const entry of ['id', 'key', 'name']) {
      const found = value[entry];
      if (typeof found === 'string' && found.trim() !== '') return { [entry]: found.trim() };
      if (typeof found === 'number') return { [entry]: String(found) };
    }
  }
  if (typeof value !== 'string' || value.trim() === '') throw badInput('input.notAReference', { name: input });
  const text = value.trim();
  return /^\d+$/.test(text) ? { id: text } : { [nameEntry]: text };
}
