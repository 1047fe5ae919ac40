/** Where the value of a field comes from, if it is not fixed. */
export interface FieldSource {
  readonly type: string;
  readonly value: string;
}

/** The sources of fields, by their ids. */
export type Sources = Readonly<Record<string, FieldSource>>;

/** What a node has in its property `fieldInputs`, which is JSON; nothing of what is no source. */
export function sourcesIn(json: unknown): Sources {
  try {
    const parsed: unknown = JSON.parse(String(json ?? ''));
    const isRead = typeof parsed === 'object' && parsed !== null;
    return isRead ? Object.fromEntries(Object.entries(parsed).filter(isSource)) : {};
  } catch {
    return {};
  }
}

function isSource(entry: [string, unknown]): entry is [string, FieldSource] {
  const [, source] = entry;
  if (typeof source !== 'object' || source === null) return false;
  return 'type' in source && typeof source.type === 'string' && 'value' in source && typeof source.value === 'string';
}
