import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { symlinkSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { json } from 'node:stream/consumers';
import { build } from 'esbuild';
import { runs } from '../support/property-tests';
import { newUserDirectory, removeUserDirectory } from '../support/user-directory';
import { type Order, SimulatedJira, type Weather } from './simulated-jira';

const CRASHES = runs(100);
/** The longest that a process lives, in milliseconds. */
const LIFE_MS = 60;
const WEATHERS: readonly Weather[] = ['fine', 'fine', 'fine', 'away', 'loses-answers', 'loses-calls'];

/** A counting Jira whose mood changes every few milliseconds. */
class MoodyServer {
  readonly jira = new SimulatedJira();
  readonly #server: Server = createServer((request, response) => void this.#respond(request, response));
  #moods: NodeJS.Timeout | undefined;

  async start(): Promise<number> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#moods = setInterval(() => {
      this.jira.weather = WEATHERS[Math.floor(Math.random() * WEATHERS.length)] ?? 'fine';
    }, 7);
    return (this.#server.address() as AddressInfo).port;
  }

  calmDown(): void {
    clearInterval(this.#moods);
    this.jira.weather = 'fine';
  }

  close(): void {
    this.calmDown();
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const order = (await json(request).catch(() => undefined)) as Order | undefined;
    if (order === undefined) return;
    const status = this.#statusFor(order, request.url === '/has');
    if (status === undefined) response.destroy();
    else response.writeHead(status).end();
  }

  #statusFor(order: Order, isLook: boolean): number | undefined {
    if (!this.jira.isReachable) return 503;
    if (isLook) return this.jira.has(order) ? 200 : 404;
    return this.jira.write(order) === 'written' ? 200 : undefined;
  }
}

/** What the processes of one user directory have told. */
class Told {
  readonly answered = new Set<number>();
  readonly done = new Map<number, number>();
  readonly failed = new Set<number>();
  next = 0;

  hear(line: string): void {
    const [what = '', text] = line.split(' ');
    const number = Number(text);
    if (what === 'open') return;
    this.next = Math.max(this.next, number + 1);
    this.answered.add(number);
    if (what === 'done') this.done.set(number, (this.done.get(number) ?? 0) + 1);
    if (what === 'failed') this.failed.add(number);
  }
}

describe('a process that is killed while it keeps and sends messages', function () {
  this.timeout(180_000);
  const directory = newUserDirectory();
  const script = path.join(directory, 'sending-process.cjs');
  before(() => {
    // The store's engine is found beside the script.
    symlinkSync(path.resolve('node_modules'), path.join(directory, 'node_modules'));
    return build({
      entryPoints: [path.join(__dirname, 'sending-process.ts')],
      outfile: script,
      bundle: true,
      platform: 'node',
      external: ['classic-level'],
      logLevel: 'error',
    });
  });
  after(() => removeUserDirectory(directory));

  it(`has lost nothing that it answered for, and doubled nothing, ${CRASHES * 2} deaths later`, async () => {
    const lines = await Promise.all([line('one'), line('two')]);
    assert.equal(
      lines.reduce((sum, { deaths }) => sum + deaths, 0),
      CRASHES * 2,
    );
    for (const { jira, told } of lines) check(jira, told);
  });

  /** One user directory, and a Jira of its own. */
  async function line(name: string): Promise<{ jira: SimulatedJira; told: Told; deaths: number }> {
    const server = new MoodyServer();
    const told = new Told();
    const port = await server.start();
    const live = (mode: string): ChildProcess => {
      // What was under way when it died was not answered for: the next one begins behind it.
      told.next += 20;
      const args = [script, path.join(directory, name), String(port), String(told.next), mode];
      return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    };
    const listen = (child: ChildProcess, heard: (line: string) => void): Promise<unknown> => {
      assert.ok(child.stdout);
      const reader = createInterface(child.stdout);
      reader.on('line', (text) => {
        told.hear(text);
        heard(text);
      });
      return Promise.all([once(child, 'exit'), once(reader, 'close')]);
    };
    let deaths = 0;
    try {
      while (deaths < CRASHES) {
        const child = live('');
        let dies = false;
        await listen(child, () => {
          if (!dies) setTimeout(() => child.kill('SIGKILL'), Math.random() * LIFE_MS);
          dies = true;
        });
        assert.equal(child.signalCode, 'SIGKILL', `${name} ended by itself`);
        deaths++;
      }
      server.calmDown();
      await listen(live('drain'), () => {});
    } finally {
      server.close();
    }
    return { jira: server.jira, told, deaths };
  }
});

function check({ written }: SimulatedJira, { answered, done, failed }: Told): void {
  const counts = new Map<number, number>();
  for (const { number, kind } of written) if (kind !== 'idempotent') counts.set(number, (counts.get(number) ?? 0) + 1);
  assert.deepEqual(
    [...counts].filter(([, count]) => count > 1),
    [],
    'written twice',
  );
  const numbers = new Set(written.map(({ number }) => number));
  assert.deepEqual(
    [...answered].filter((number) => !numbers.has(number) && !failed.has(number)),
    [],
    'lost',
  );
  assert.deepEqual(
    [...done].filter(([, count]) => count > 1),
    [],
    'handed on twice without saying so',
  );
  for (const issue of ['OPS-1', 'OPS-2', 'OPS-3']) {
    const order = written.filter((one) => one.issue === issue).map(({ number }) => number);
    assert.deepEqual(
      order,
      [...order].sort((one, other) => one - other),
      'out of order',
    );
  }
  assert.ok(numbers.size > CRASHES, `only ${numbers.size} were written`);
}
