import { entry, isRecord } from '../client/json';
import { type Action, type Input, isReading } from '../definition';
import { identitiesIn } from '../jira/record-kinds';
import type { InputValues } from './input-values';

/** Whether messages of an action's nodes can be kept: it changes something. */
export function canBeKept(action: Action): boolean {
  return !isReading(action);
}

/**
 * What a message works on, as lanes of the outbox: messages with one in common keep their order. Something new has none. A thing that is named
 * in two ways, by id and by key, has two.
 */
export function lanesOf({ inputs: spec, record }: Action, inputs: InputValues): readonly string[] {
  const own = record === undefined ? [] : identitiesIn(record);
  return Object.entries(spec).flatMap(([name, input]) => {
    const kind = kindOf(input, own);
    return kind === undefined ? [] : namesIn(inputs[name]).map((one) => `${kind}:${one.trim().toUpperCase()}`);
  });
}

function kindOf({ identity, suggests }: Input, own: readonly string[]): string | undefined {
  if (identity === 'issue' || suggests === 'issue') return 'issue';
  return identity !== undefined && own.includes(identity) ? identity : undefined;
}

function namesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (typeof value === 'string' || typeof value === 'number') return [String(value)];
  return isRecord(value) ? namesIn(entry(value, 'key') ?? entry(value, 'id')) : [];
}
