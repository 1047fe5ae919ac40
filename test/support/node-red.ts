import { type ChildProcess, spawn } from 'node:child_process';
import { Log } from './log';
import { commandFor, type NodeRedVersion, PROJECT_ROOT } from './node-red-versions';
import {
  addPackage,
  type NodeRedSettings,
  newUserDirectory,
  removeUserDirectory,
  writeSettings,
} from './user-directory';

/** A node as a flow file has it; `credentials` may stand in it, as in what the editor deploys. */
export interface FlowNode {
  readonly id: string;
  readonly type: string;
  readonly [property: string]: unknown;
}
export type Flows = readonly FlowNode[];

export interface StartOptions {
  readonly version: NodeRedVersion;
  /** Deployed as soon as Node-RED runs. */
  readonly flows?: Flows;
  /** On top of the environment of the tests, which is passed on without proxies and Node.js options. */
  readonly env?: Readonly<Record<string, string>>;
  /** What to install: a folder (the project if left out) or a packed package (`.tgz`). */
  readonly package?: string;
  readonly settings?: NodeRedSettings;
  /** That of a Node-RED which was killed, to start it again as it was; otherwise a new one. */
  readonly userDirectory?: string;
}

export interface NodeRedResponse {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed when it is JSON, else text. */
  readonly body: unknown;
}

export type DeploymentType = 'full' | 'nodes' | 'flows';

const READY_WITHIN_MS = 90_000;
/** Node-RED itself gives a node 15 s to close (`nodeCloseTimeout`). */
const STOPPED_WITHIN_MS = 20_000;
/** Node-RED's log is in its language: its words in English and in German, which is the other one that tests start it in. */
const LISTENING = /Server (?:now running at|wird jetzt auf) (http:\/\/[^/]+)/;
const STARTED = /Started (?:modified )?(?:flows|nodes)|(?:flows|nodes) sind gestartet/i;
const NEVER_STARTS = /Waiting for missing types to be registered|Error loading flows/;

/** Nothing that a test forgot to stop outlives the tests. */
const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) {
    child.kill('SIGKILL');
  }
});

/**
 * Starts a real Node-RED in a process, a user directory and a port of its own, on the loopback interface only.
 * Resolves when its flows run; rejects with its log when they do not.
 */
export async function startNodeRed(options: StartOptions): Promise<RealNodeRed> {
  const userDirectory = options.userDirectory ?? newUserDirectory();
  let nodeRed: RealNodeRed | undefined;
  try {
    if (options.userDirectory === undefined) {
      await addPackage(userDirectory, options.package ?? PROJECT_ROOT);
    }
    nodeRed = launch(options, userDirectory);
    await nodeRed.ready();
    if (options.flows !== undefined) {
      await nodeRed.deploy(options.flows);
    }
    return nodeRed;
  } catch (error) {
    await nodeRed?.kill();
    removeUserDirectory(userDirectory);
    throw error;
  }
}

function launch(options: StartOptions, userDirectory: string): RealNodeRed {
  const { node, script } = commandFor(options.version);
  const settings = writeSettings(userDirectory, options.settings);
  const child = spawn(node, [script, '--userDir', userDirectory, '--settings', settings], {
    cwd: userDirectory,
    env: { ...cleanEnvironment(), ...options.env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  return new RealNodeRed(options.version, child, userDirectory);
}

/** Without what would make a test depend on where it runs: a proxy between Node-RED and a local Jira, options of mocha's own process. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).filter(
    ([name]) => !/^((https?|all|no)_proxy|NODE_OPTIONS|NODE_RED_.*|npm_.*|PORT)$/i.test(name),
  );
  return Object.fromEntries(entries);
}

export class RealNodeRed {
  readonly version: NodeRedVersion;
  readonly userDirectory: string;
  readonly #child: ChildProcess;
  readonly #log: Log;
  readonly #exited: Promise<void>;
  #url = '';

  constructor(version: NodeRedVersion, child: ChildProcess, userDirectory: string) {
    this.version = version;
    this.userDirectory = userDirectory;
    this.#child = child;
    this.#log = new Log(`Node-RED ${version}`, child);
    this.#exited = new Promise((resolve) => {
      const ended = (): void => {
        running.delete(child);
        resolve();
      };
      child.once('exit', ended);
      child.on('error', () => child.pid === undefined && ended());
    });
    running.add(child);
  }

  /** `http://127.0.0.1:<port>`, of the editor and of `http in` nodes alike. */
  get url(): string {
    return this.#url;
  }

  /** Waits until the first flows run. For startNodeRed. */
  async ready(): Promise<void> {
    const line = await this.#log.waitFor(LISTENING, { within: READY_WITHIN_MS });
    this.#url = line[1] ?? '';
    await this.#log.waitFor(STARTED, { within: READY_WITHIN_MS, unless: NEVER_STARTS });
    // From here on a test that forgets to stop it must not keep mocha from ending: the exit handler does the rest.
    this.#child.unref();
    this.#child.channel?.unref();
    this.#log.unref();
  }

  /** Every line so far, of both output streams. */
  log(): readonly string[] {
    return this.#log.lines();
  }

  logLinesNaming(name: string): readonly string[] {
    return this.log().filter((line) => line.includes(name));
  }

  /**
   * Deploys as the editor does, and waits until the flows run: Node-RED answers before that.
   * @param type what to restart: everything, only changed nodes, or only changed flows
   */
  async deploy(flows: Flows, type: DeploymentType = 'full'): Promise<void> {
    const from = this.#log.lines().length;
    const headers = { 'Node-RED-API-Version': 'v2', 'Node-RED-Deployment-Type': type };
    const response = await this.request('POST', '/flows', { flows }, headers);
    if (response.status !== 200) {
      throw new Error(`Node-RED refused the flows with ${response.status}: ${JSON.stringify(response.body)}`);
    }
    await this.#log.waitFor(STARTED, { from, within: READY_WITHIN_MS, unless: NEVER_STARTS });
  }

  /** Sends JSON to the admin API or to an `http in` node. Redirects are answers, not followed. */
  async request(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<NodeRedResponse> {
    const response = await fetch(new URL(path, this.#url), {
      method,
      redirect: 'manual',
      headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') && text !== '';
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  }

  /** Moves Node-RED's clock on by some milliseconds; its timers don't notice. */
  async advanceClock(ms: number): Promise<void> {
    const moved = new Promise((resolve) => this.#child.once('message', resolve));
    this.#child.send({ advanceMs: ms });
    await moved;
  }

  /** Ends Node-RED as Ctrl-C does, so that nodes close, and removes its user directory. */
  async stop(): Promise<void> {
    this.#child.kill('SIGTERM');
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), STOPPED_WITHIN_MS);
    });
    const outcome = await Promise.race([this.#exited, late]);
    clearTimeout(timer);
    await this.kill();
    removeUserDirectory(this.userDirectory);
    if (outcome === 'late') {
      throw this.#log.failure(`did not stop within ${STOPPED_WITHIN_MS / 1000} s`);
    }
  }

  /** Ends Node-RED as a power cut does; the user directory stays, for a start with `userDirectory`. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exited;
  }
}
