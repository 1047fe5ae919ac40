import { listEntry } from '../client/json';
import type { ExtraMode } from './extra-fields';
import type { InputValues } from './input-values';
import type { ListPart, OpenList, RowsAction } from './perform';
import { readRow } from './row-inputs';
import { type RowSource, type RowWork, writeRows } from './row-results';

/** The rows that one message holds. */
export function rowsIn(action: RowsAction, mode: ExtraMode, inputs: InputValues): RowSource {
  const [name = ''] = Object.keys(action.inputs).filter((one) => action.inputs[one]?.kind === 'rows');
  const rows = listEntry(inputs, name);
  return {
    count: rows.length,
    index: (position) => position,
    part: String,
    read: (position) => readRow(action, mode, rows[position], inputs),
  };
}

/** What becomes of rows as a list that is handed on as any other, call by call. */
export function rowList(work: RowWork): OpenList {
  return { parts: results(work), count: async () => work.source.count, start: {} };
}

async function* results(work: RowWork): AsyncGenerator<ListPart> {
  const total = work.source.count;
  if (total === 0) yield { records: [], total, next: null, info: {} };
  let done = 0;
  for await (const records of writeRows(work)) {
    done += records.length;
    yield { records, total, next: done < total ? {} : null, info: {} };
  }
}
