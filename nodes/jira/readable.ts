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
  for (const [id, { rich }] of types) if (rich) result[id] = readableText(fields[id], form, jira.deployment);
  for (const [id, list, entry] of EMBEDDED) {
    const embedded = fields[id];
    if (!isRecord(embedded) || !Array.isArray(embedded[list])) continue;
    const records = embedded[list].map((one: unknown) => (isRecord(one) ? withReadable(jira, one, entry, form) : one));
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

function withReadable(jira: Jira, record: JsonRecord, entry: string, form: RichTextForm): JsonRecord {
  return entry in record ? { ...record, [entry]: readableText(record[entry], form, jira.deployment) } : record;
}
