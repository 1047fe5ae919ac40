import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const HEARTBEAT_MS = 2_000;
/** A holder that did not touch its lock for so long was killed or its machine slept: five heartbeats. */
const STALE_AFTER_MS = 10_000;
const LOOK_AGAIN_MS = 200;

/**
 * Runs an action while no other process does the same with this lock file.
 * The holder touches the file while it works: unlike a process id, that also tells a dead holder from a living one when
 * two containers share the folder.
 * @param {string} file
 * @param {() => Promise<void>} action
 * @param {() => void} onWait called once when another process is at work
 */
export async function exclusively(file, action, onWait) {
  mkdirSync(path.dirname(file), { recursive: true });
  const token = `${process.pid} ${Date.now()} ${Math.random()}\n`;
  for (let waited = false; !take(file, token); waited = true) {
    if (!waited) {
      onWait();
    }
    await sleep(LOOK_AGAIN_MS);
  }
  const release = () => {
    if (read(file) === token) {
      rmSync(file, { force: true });
    }
  };
  const heartbeat = setInterval(() => touch(file), HEARTBEAT_MS);
  process.on('exit', release);
  try {
    await action();
  } finally {
    clearInterval(heartbeat);
    process.off('exit', release);
    release();
  }
}

/** @returns {boolean} whether the lock is ours now */
function take(file, token) {
  try {
    writeFileSync(file, token, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    removeIfStale(file);
    return false;
  }
}

function removeIfStale(file) {
  const holder = read(file);
  const age = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY);
  if (holder === undefined || age < STALE_AFTER_MS) return;
  // Two waiters may find the same dead lock, and the slower one must not remove what the faster one has just created:
  // only one can rename a file away, and one that finds a living lock in its hands puts it back.
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
    if (read(aside) !== holder) {
      linkSync(aside, file);
    }
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  }
  rmSync(aside, { force: true });
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function touch(file) {
  try {
    utimesSync(file, new Date(), new Date());
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}
