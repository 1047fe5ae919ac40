import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { ROOT } from './paths.mjs';

/** A step that failed and has said all that a reader needs: shown without a stack. */
export class StepFailed extends Error {}

/**
 * Runs a program to its end.
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, show?: boolean, shell?: boolean }} [options] show: what it says goes straight to the terminal;
 *   otherwise it is kept and returned
 * @returns {Promise<{ code: number, stoppedBy?: string, output: string }>} stoppedBy: the signal that we got and passed on;
 *   output: what it said on both streams, empty with `show`
 */
export function run(program, args, { cwd = ROOT, env = process.env, show = false, shell = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, shell, stdio: show ? 'inherit' : ['ignore', 'pipe', 'pipe'] });
    const chunks = [];
    child.stdout?.on('data', (chunk) => chunks.push(chunk));
    child.stderr?.on('data', (chunk) => chunks.push(chunk));
    let stoppedBy;
    const passOn = (signal) => {
      stoppedBy = signal;
      // Ctrl-C reaches every process of the terminal by itself, and mocha takes a second one for impatience.
      if (!show || signal !== 'SIGINT') {
        child.kill(signal);
      }
    };
    process.on('SIGINT', passOn).on('SIGTERM', passOn);
    const settle = () => process.off('SIGINT', passOn).off('SIGTERM', passOn);
    child.on('error', (error) => {
      settle();
      reject(error);
    });
    child.on('close', (code, signal) => {
      settle();
      resolve({ code: code ?? 128 + constants.signals[signal], stoppedBy, output: Buffer.concat(chunks).toString() });
    });
  });
}

/** Runs a program silently; what it said is shown only when it fails, below the given sentence. */
export async function runQuietly(program, args, { failure, ...options }) {
  const { code, stoppedBy, output } = await run(program, args, options);
  if (stoppedBy !== undefined) throw new StepFailed(`Stopped by ${stoppedBy}.`);
  if (code !== 0) {
    throw new StepFailed(`${output.trimEnd()}\n\n${failure}.`);
  }
}

/** Runs a script's main function and ends the process as a command does: a failure is a sentence and an exit code. */
export async function main(action) {
  try {
    process.exitCode = (await action()) ?? 0;
  } catch (error) {
    console.error(error instanceof StepFailed ? error.message : error);
    process.exitCode = 1;
  }
}
