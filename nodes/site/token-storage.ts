import { open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { NodeAPI } from 'node-red';
import { Exclusive } from '../client/exclusive';
import { isRecord, type JsonRecord, textEntry } from '../client/json';

/** A backend where small texts outlive a restart, by the id of the node that they belong to. `write` resolves once they are safe. */
interface StorageBackend {
  read(): Promise<JsonRecord>;
  write(texts: JsonRecord): Promise<void>;
}

const KEY = 'jiraSiteSignIns';
const FILE = '.jira-sign-ins.json';

/**
 * What there is beside the store. Keeps texts in the first backend that takes them: Node-RED's own settings, which it writes at
 * once; a file in the user directory; or memory, with one warning.
 */
export class DurableStorage {
  readonly #backends: readonly StorageBackend[];
  readonly #cache = new MemoryBackend();
  /** Backends hold all texts in one piece, so one change at a time. */
  readonly #turns = new Exclusive();
  #warned = false;

  /** @param warn told once if nothing outlives a restart here */
  constructor(
    RED: NodeAPI,
    private readonly warn: () => void,
  ) {
    this.#backends = [new SettingsBackend(RED), new FileBackend(RED), this.#cache];
  }

  read(id: string): Promise<string | undefined> {
    return this.#turns.run(async () => {
      for (const backend of this.#backends) {
        const text = textEntry(await backend.read().catch(() => ({})), id);
        if (text !== undefined) return text;
      }
      return undefined;
    });
  }

  /** Puts a text there, or takes it away. */
  write(id: string, text: string | undefined): Promise<void> {
    return this.#turns.run(async () => {
      let stored = text === undefined;
      for (const backend of this.#backends) {
        const changed = await replace(backend, id, stored ? undefined : text);
        if (changed && !stored && backend === this.#cache) this.#warnOnce();
        stored ||= changed;
      }
    });
  }

  #warnOnce(): void {
    if (!this.#warned) this.warn();
    this.#warned = true;
  }
}

/** Whether the backend took it. */
async function replace(backend: StorageBackend, id: string, text: string | undefined): Promise<boolean> {
  try {
    const texts = await backend.read();
    if (text === undefined && !Object.hasOwn(texts, id)) return true;
    const { [id]: _, ...others } = texts;
    await backend.write(text === undefined ? others : { ...others, [id]: text });
    return true;
  } catch {
    return false;
  }
}

/** In the settings that Node-RED's runtime keeps; to nodes that is no promised interface, so nothing about it is taken for granted. */
class SettingsBackend implements StorageBackend {
  constructor(private readonly RED: NodeAPI) {}

  async read(): Promise<JsonRecord> {
    const texts: unknown = this.#settings().get(KEY);
    return isRecord(texts) ? texts : {};
  }

  async write(texts: JsonRecord): Promise<void> {
    const settings = this.#settings();
    if (isEmpty(texts)) await settings.delete(KEY);
    else await settings.set(KEY, { ...texts });
  }

  #settings() {
    const { settings } = this.RED;
    // A user directory that may not be written to takes everything and keeps nothing.
    if (!settings.available() || Reflect.get(settings, 'readOnly') === true) throw new Error('no settings');
    return settings;
  }
}

/** In a file that nobody else may read, written to one side and then renamed, so that it is always whole. */
class FileBackend implements StorageBackend {
  constructor(private readonly RED: NodeAPI) {}

  async read(): Promise<JsonRecord> {
    try {
      const texts: unknown = JSON.parse(await readFile(this.#path(), 'utf8'));
      return isRecord(texts) ? texts : {};
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
      throw error;
    }
  }

  async write(texts: JsonRecord): Promise<void> {
    const file = this.#path();
    if (isEmpty(texts)) return rm(file, { force: true });
    const beside = `${file}.new`;
    await rm(beside, { force: true });
    const handle = await open(beside, 'wx', 0o600);
    try {
      await handle.writeFile(JSON.stringify(texts));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, file);
  }

  #path(): string {
    const directory: unknown = Reflect.get(this.RED.settings, 'userDir');
    if (typeof directory !== 'string' || directory === '') throw new Error('no user directory');
    return path.join(directory, FILE);
  }
}

class MemoryBackend implements StorageBackend {
  #texts: JsonRecord = {};

  read(): Promise<JsonRecord> {
    return Promise.resolve(this.#texts);
  }

  write(texts: JsonRecord): Promise<void> {
    this.#texts = texts;
    return Promise.resolve();
  }
}

function isEmpty(texts: JsonRecord): boolean {
  return Object.keys(texts).length === 0;
}
