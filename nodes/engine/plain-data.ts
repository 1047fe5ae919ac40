import { isRecord } from '../client/json';
import { badInput } from '../jira/input-errors';

/** Far more levels than any document of Jira has, far fewer than a stack holds. */
const DEEPEST = 500;
/** Values in one input; Jira takes no request that holds so many. */
const MOST = 1_000_000;

/**
 * An input as data that can be sent as JSON: a copy, so that nothing computes it and nobody changes it while Jira is being asked.
 * @param name the input, for the message
 * @param most values in it
 * @throws JiraError `JIRA_INPUT` for what JSON can't hold or would hold as something else: an object inside itself, a function,
 * `NaN`, a map
 */
export function plainData(name: string, value: unknown, most = MOST): unknown {
  const inside = new Set<unknown>();
  let count = 0;

  const refuse = (reason: string, values: object) => badInput(reason, { name, ...values });

  const copy = (one: unknown, place: string): unknown => {
    if (++count > most) throw refuse('input.tooManyValues', { limit: most });
    if (typeof one !== 'object' || one === null) return scalar(one, place);
    if (inside.has(one)) throw refuse('input.circular', { place });
    if (inside.size === DEEPEST) throw refuse('input.tooDeep', { limit: DEEPEST });
    inside.add(one);
    const copied = copyObject(one, place);
    inside.delete(one);
    return copied;
  };

  const scalar = (one: unknown, place: string): unknown => {
    if (typeof one === 'number' && !Number.isFinite(one)) throw refuse('input.notData', { place, found: String(one) });
    if (typeof one === 'bigint' || typeof one === 'symbol' || typeof one === 'function') {
      throw refuse('input.notData', { place, found: typeof one });
    }
    return one;
  };

  const copyObject = (one: object, place: string): unknown => {
    if (Array.isArray(one)) return one.map((item, index) => copy(item, `${place}[${index}]`));
    const kind = Object.prototype.toString.call(one).slice('[object '.length, -1);
    // A function node's dates come from another realm.
    if (kind === 'Date') return new Date(Number(copy(Number(one), place)));
    if ('toJSON' in one && typeof one.toJSON === 'function') return copy(one.toJSON(), place);
    if (!isRecord(one)) throw refuse('input.notData', { place, found: kind });
    return Object.fromEntries(Object.entries(one).map(([key, item]) => [key, copy(item, `${place}.${key}`)]));
  };

  return copy(value, name);
}
