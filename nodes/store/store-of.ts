import { existsSync } from 'node:fs';
import path from 'node:path';
import type { NodeAPI } from 'node-red';
import { type Messages, messagesOf } from '../i18n/messages';
import { asSentence, inARow } from '../i18n/sentences';
import { LevelStore, type StoreObserver } from './level-store';
import { type Store, StoreError } from './store';

/** Below the user directory. */
const FOLDER = path.join('jira-flows', 'store');

/** By folder: a folder can be open once in a process, however many ask for it. */
const all = new Map<string, Store>();

/**
 * The store of a Node-RED: the same for all that ask. It is opened when it is first needed and stays open until the process ends,
 * as nothing is lost by ending it. Where it can't be used, every call says so, and the log does once.
 */
export function storeOf(RED: NodeAPI): Store {
  const folder = folderOf(RED);
  const known = all.get(folder) ?? storeIn(folder, new StoreLog(RED));
  all.set(folder, known);
  return known;
}

/** Whether something was ever stored: who only reads need not open a store for nothing, or complain that it can't be. */
export function hasStore(RED: NodeAPI): boolean {
  const folder = folderOf(RED);
  return folder !== '' && (all.has(folder) || existsSync(folder));
}

/** An empty text if there is no user directory. */
function folderOf(RED: NodeAPI): string {
  const directory: unknown = Reflect.get(RED.settings, 'userDir');
  return typeof directory === 'string' && directory !== '' ? path.resolve(directory, FOLDER) : '';
}

function storeIn(folder: string, log: StoreObserver): Store {
  return folder === '' ? new NoStore(log) : new LevelStore(folder, log);
}

/** Says in Node-RED's log what it has not said since the store last worked. */
class StoreLog implements StoreObserver {
  readonly #messages: Messages;
  #said = '';

  constructor(private readonly RED: NodeAPI) {
    this.#messages = messagesOf(RED);
  }

  opened(): void {
    this.#said = '';
  }

  failed({ reason, values, message }: StoreError): void {
    if (this.#said === reason) return;
    this.#said = reason;
    const sentences = [`error.${reason}`, `hint.${reason}`]
      .map((key) => this.#messages.shared(key, values))
      .filter((text) => text !== undefined);
    this.RED.log.error(inARow(sentences.map(asSentence)) || message);
  }

  repaired(folder: string): void {
    this.RED.log.warn(this.#messages.shared('log.storeRepaired', { folder }) ?? folder);
  }
}

/** Where there is no place for one. */
class NoStore implements Store {
  constructor(private readonly log: StoreObserver) {}

  get(): Promise<never> {
    return Promise.reject(this.#failed());
  }

  // biome-ignore lint/correctness/useYield: it has nothing to give
  async *entries(): AsyncGenerator<never> {
    throw this.#failed();
  }

  write(): Promise<never> {
    return Promise.reject(this.#failed());
  }

  #failed(): StoreError {
    const error = new StoreError('store.noFolder', { folder: '', detail: '' });
    this.log.failed(error);
    return error;
  }
}
