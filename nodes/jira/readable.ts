import { isRecord, type JsonRecord } from '../client/json';
import { fieldTypes } from './fields';
import type { Jira } from './jira';
import { RECORD_KINDS, type RecordKindName, recordKind } from './record-kinds';
import { isAdf } from './rich-text';
import { type RichTextForm, readableText } from './text-format';

/**
 * A record with its rich text in the form that the flow asked for, the same on both deployments: a comment's body; an issue's
 * description, environment, fields of many lines, and the bodies of embedded comments and worklogs.
 */
export async function readable(
  jira: Jira,
  record: unknown,
  kind: RecordKindName,
  form: RichTextForm,
): Promise<unknown> {
  const { richText } = recordKind(kind);
  if (form === 'native' || richText === undefined || !isRecord(record)) return record;
  if (kind !== 'issue') return withReadable(jira, record, richText, form);
  return isRecord(record.fields) ? { ...record, fields: await readableFields(jira, record.fields, form) } : record;
}

async function readableFields(jira: Jira, fields: JsonRecord, form: RichTextForm): Promise<JsonRecord> {
  const result: Record<string, unknown> = { ...fields };
  const types = await fieldTypes(
    jira,
    Object.keys(fields).filter((id) => mayBeText(fields[id])),
  );
  for (const [id, { rich }] of types) if (rich) result[id] = await converted(jira, fields[id], form);
  for (const [id, list, entry] of EMBEDDED) {
    const embedded = fields[id];
    if (!isRecord(embedded) || !Array.isArray(embedded[list])) continue;
    const records: unknown[] = [];
    for (const one of embedded[list]) records.push(isRecord(one) ? await withReadable(jira, one, entry, form) : one);
    result[id] = { ...embedded, [list]: records };
  }
  return result;
}

function mayBeText(value: unknown): boolean {
  return typeof value === 'string' || isAdf(value);
}

const EMBEDDED = [
  ['comment', 'comments', RECORD_KINDS.comment.richText],
  ['worklog', 'worklogs', RECORD_KINDS.worklog.richText],
] as const;

async function withReadable(jira: Jira, record: JsonRecord, entry: string, form: RichTextForm): Promise<JsonRecord> {
  return entry in record ? { ...record, [entry]: await converted(jira, record[entry], form) } : record;
}

/** One text in a turn of its own: long ones take some milliseconds each, and the rest of Node-RED goes on in between. */
async function converted(jira: Jira, value: unknown, form: RichTextForm): Promise<unknown> {
  await new Promise((resume) => setImmediate(resume));
  return readableText(value, form, jira.deployment);
}
