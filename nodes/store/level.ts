import { mkdir, readdir } from 'node:fs/promises';
import type { ClassicLevel } from 'classic-level';
import { StoreError, type StoreFault } from './store';

export type Level = ClassicLevel<string, string>;

/** What LevelDB calls files that hold data. */
const DATA_FILE = /\.(ldb|sst|log)$|^MANIFEST-/;

/**
 * Opens the folder of a store, which is made if there is none, for nobody else to read.
 * @param damaged whether reading has shown that it must be repaired first
 * @param repaired told if it had to be repaired: what was in damaged parts of files is gone
 * @throws StoreError
 */
export async function openLevel(folder: string, damaged: boolean, repaired: () => void): Promise<Level> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if (!damaged) {
      const level = await opened(folder).catch(unlessDamaged);
      if (level) return level;
    }
    await repair(folder);
    const level = await opened(folder);
    repaired();
    return level;
  } catch (thrown) {
    throw asStoreError(thrown, folder);
  }
}

/** Whether the engine says that a file's content can't be what it wrote. */
export function isDamage(thrown: unknown): boolean {
  return faults(thrown).some(({ code, message }) => code === 'LEVEL_CORRUPTION' || MISSING.test(message));
}

/** @param thrown by the engine, or a `StoreError` already */
export function asStoreError(thrown: unknown, folder: string): StoreError {
  if (thrown instanceof StoreError) return thrown;
  // The innermost one says what the system said.
  const detail = faults(thrown).at(-1)?.message ?? String(thrown);
  return new StoreError(faultOf(thrown), { folder, detail }, thrown);
}

function faultOf(thrown: unknown): StoreFault {
  if (faults(thrown).some(({ code }) => code === 'LEVEL_LOCKED')) return 'store.locked';
  return isDamage(thrown) ? 'store.damaged' : 'store.failed';
}

/** Of a folder that holds data but not the file that says which: to LevelDB no corruption, just none of its databases. */
const MISSING = /does not exist \(create_if_missing is false\)|MANIFEST-\d+: (No such file|The system cannot find)/;

/** An error and what caused it, from the outside in. */
function faults(thrown: unknown): { code: unknown; message: string }[] {
  if (!(thrown instanceof Error)) return [];
  const { message, cause } = thrown;
  return [{ code: Reflect.get(thrown, 'code'), message }, ...faults(cause)];
}

function unlessDamaged(thrown: unknown): undefined {
  if (!isDamage(thrown)) throw thrown;
}

async function opened(folder: string): Promise<Level> {
  const Engine = await engineFor(folder);
  // Where the file that leads to the data is missing, a new database would be made, and the data deleted.
  const createIfMissing = !(await readdir(folder)).some((name) => DATA_FILE.test(name));
  const level: Level = new Engine(folder, { createIfMissing });
  await level.open();
  return level;
}

async function repair(folder: string): Promise<void> {
  const Engine = await engineFor(folder);
  await Engine.repair(folder);
}

/** Not before it is needed: where the engine doesn't run, everything that needs no store must go on. */
async function engineFor(folder: string): Promise<typeof ClassicLevel> {
  try {
    return (await import('classic-level')).ClassicLevel;
  } catch (thrown) {
    const detail = thrown instanceof Error ? (thrown.message.split('\n')[0] ?? '') : String(thrown);
    throw new StoreError('store.unsupported', { folder, detail }, thrown);
  }
}
