import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { demoCredentials } from '../../demo/index';
import { PROJECT_ROOT } from '../support/node-red-versions';

describe('npm run demo', () => {
  let folder = '';
  let demo: ChildProcess | undefined;
  let said = '';

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'demo-'));
  });
  afterEach(async () => {
    if (demo?.exitCode === null) {
      demo.kill('SIGKILL');
      await once(demo, 'exit');
    }
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('starts both, takes the requests of demo/README.md, and Ctrl-C stops everything', async function () {
    this.timeout(120_000);
    const [port, jiraPort] = [await freePort(), await freePort()];
    start({ PORT: String(port), JIRA_PORT: String(jiraPort), CONTROL_PORT: String(await freePort()) });
    await until(/editor +http:\/\/localhost:\d+/);
    assert.match(said, new RegExp(`http://localhost:${port}\\b`));
    const { cloud, datacenter } = demoCredentials;
    for (const needed of [
      ...[`http://127.0.0.1:${jiraPort}/cloud`, 'E-mail and API token (Cloud)', cloud.ada.username, cloud.ada.password],
      ...[`http://127.0.0.1:${jiraPort}/datacenter`, 'Personal Access Token (Data Center)', datacenter.ada.token],
    ]) {
      assert.ok(said.includes(needed), `whoever adds a site by hand needs ${needed}`);
    }
    const response = await fetch(`http://127.0.0.1:${port}/demo/incident`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ summary: 'Pump 4 overheats', description: 'Seen at **14:02**' }),
    });
    const { key } = (await response.json()) as { key: string };
    const listed = await fetch(`http://127.0.0.1:${port}/demo/issues`);
    assert.equal(listed.status, 200);
    assert.ok(Array.isArray(await listed.json()));
    const { username, password } = cloud.ada;
    const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
    const issue = await fetch(`http://127.0.0.1:${jiraPort}/cloud/rest/api/3/issue/${key}`, {
      headers: { authorization },
    });
    assert.match(await issue.text(), /"text":"14:02","marks":\[\{"type":"strong"\}\]/);
    demo?.kill('SIGINT');
    const [code] = (await once(demo as ChildProcess, 'exit')) as [number | null];
    assert.equal(code, 0);
    for (const gone of [port, jiraPort]) await assert.rejects(fetch(`http://127.0.0.1:${gone}/`));
  });

  it('says which port is in use, and how to choose another', async function () {
    this.timeout(120_000);
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    start({ PORT: String(port), JIRA_PORT: '0' });
    const [code] = (await once(demo as ChildProcess, 'exit')) as [number | null];
    other.close();
    assert.equal(code, 1);
    assert.match(said, new RegExp(`Port ${port} is in use\\. Choose another: PORT=${port + 1} npm run demo`));
  });

  function start(ports: Readonly<Record<string, string>>): void {
    said = '';
    const env = { ...process.env, DEMO_USER_DIR: folder, ...ports };
    demo = spawn(process.execPath, ['--require', 'tsx/cjs', 'demo/start.ts'], { cwd: PROJECT_ROOT, env });
    for (const stream of [demo.stdout, demo.stderr]) {
      stream?.on('data', (chunk) => {
        said += String(chunk);
      });
    }
  }

  async function until(pattern: RegExp): Promise<void> {
    for (let waited = 0; !pattern.test(said); waited += 50) {
      if (waited > 40_000 || demo?.exitCode !== null) throw new Error(`the demo did not start:\n${said}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
