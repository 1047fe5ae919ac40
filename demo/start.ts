/** `npm run demo`: the demo Jira and a real Node-RED whose flows are a tour, until Ctrl-C. */

import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { type DemoJira, demoApps, demoCredentials, startDemoJira } from './index';

const ROOT = path.resolve(__dirname, '..');
/** Node-RED's files: flows, settings, what a visitor built. The tests use one of their own. */
const USER_DIRECTORY = path.resolve(process.env.DEMO_USER_DIR ?? path.join(ROOT, '.demo'));
const HOST = '127.0.0.1';

void main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

async function main(): Promise<void> {
  const port = await freePort('PORT', 1880);
  const jiraPort = await freePort('JIRA_PORT', 8089);
  const controlPort = await freePort('CONTROL_PORT', jiraPort === 0 ? 0 : jiraPort + 1);
  const jira = await startDemoJira({ port: jiraPort, controlPort, host: HOST });
  jira.grants.cloud.app.redirectUri = `http://localhost:${port}/jira/oauth/callback`;
  jira.grants.datacenter.app.redirectUri = jira.grants.cloud.app.redirectUri;
  // Nobody has a certificate for this machine.
  jira.cloud.settings.insecureWebhooks = true;
  prepareUserDirectory(process.argv.includes('--fresh'));
  const nodeRed = startNodeRed(port, jira);
  stopTogether(nodeRed, jira);
  await untilReachable(`http://${HOST}:${port}/flows`, nodeRed);
  console.log(welcome(port, jira));
}

/** The port that a variable names. Two programs on one port would be told as something else much later. */
async function freePort(variable: string, fallback: number): Promise<number> {
  const port = Number(process.env[variable] ?? fallback);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`${variable} must be a port number.`);
  await new Promise<void>((resolve, reject) => {
    const probe = createServer();
    const taken = `Port ${port} is in use. Choose another: ${variable}=${port + 1} npm run demo`;
    probe.once('error', () => reject(new Error(taken)));
    probe.listen(port, HOST, () => probe.close(() => resolve()));
  });
  return port;
}

/**
 * What a visitor builds in the demo stays for the next time; `--fresh` begins anew. The demo Jira does so each time: what the nodes
 * remember of it is of another one.
 */
function prepareUserDirectory(fresh: boolean): void {
  rmSync(fresh ? USER_DIRECTORY : path.join(USER_DIRECTORY, 'jira-flows'), { recursive: true, force: true });
  const scope = path.join(USER_DIRECTORY, 'node_modules', '@jira-flows');
  mkdirSync(scope, { recursive: true });
  const link = path.join(scope, 'node-red-jira');
  rmSync(link, { recursive: true, force: true });
  symlinkSync(ROOT, link, 'junction');
  const manifest = {
    name: 'jira-nodes-demo',
    private: true,
    dependencies: { '@jira-flows/node-red-jira': `file:${ROOT}` },
  };
  writeFileSync(path.join(USER_DIRECTORY, 'package.json'), JSON.stringify(manifest, null, 2));
  const flows = path.join(USER_DIRECTORY, 'flows.json');
  if (!existsSync(flows)) cpSync(path.join(__dirname, 'flows', 'tour.json'), flows);
  const { cloud, datacenter } = demoCredentials;
  const credentials = {
    'demo-cloud': cloud.ada,
    'demo-cloud-ben': cloud.ben,
    'demo-datacenter': { token: datacenter.ada.token },
    'demo-oauth': demoApps.cloud,
  };
  writeFileSync(path.join(USER_DIRECTORY, 'flows_cred.json'), JSON.stringify(credentials, null, 2));
}

function startNodeRed(port: number, jira: DemoJira): ChildProcess {
  const script = require.resolve('node-red/red.js');
  const settings = path.join(__dirname, 'node-red', 'settings.js');
  const options = ['--userDir', USER_DIRECTORY, '--settings', settings, '--port', String(port)];
  // The tour's sites name these: its addresses are right on whichever port the demo Jira runs.
  const env = {
    ...process.env,
    DEMO_CLOUD_URL: jira.cloudUrl,
    DEMO_DATACENTER_URL: jira.dataCenterUrl,
    DEMO_GATEWAY_URL: jira.gatewayUrl,
    DEMO_AUTH_URL: jira.authUrl,
    DEMO_CONTROL_URL: jira.controlUrl,
  };
  return spawn(process.execPath, [script, ...options], { env, stdio: ['ignore', 'inherit', 'inherit'] });
}

/** One of them alone is no demo: whatever ends first, ends both. */
function stopTogether(nodeRed: ChildProcess, jira: DemoJira): void {
  const stop = () => nodeRed.kill('SIGTERM');
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.on('exit', () => nodeRed.kill('SIGKILL'));
  nodeRed.once('exit', (code) => {
    process.exitCode = code ?? 0;
    void jira.close().finally(() => process.exit());
  });
}

async function untilReachable(url: string, nodeRed: ChildProcess): Promise<void> {
  while (nodeRed.exitCode === null) {
    const ready = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function welcome(port: number, jira: DemoJira): string {
  const editor = `http://localhost:${port}`;
  const { cloud, datacenter } = demoCredentials;
  return `
  The demo is running, on this machine only. Ctrl-C stops it.

    Node-RED editor      ${editor}
    demo Jira Cloud      ${jira.cloudUrl}
    demo Data Center     ${jira.dataCenterUrl}
    its switches         ${jira.controlUrl}

  To add a site of your own to a node, as its dialog asks for it (other people are in demo/README.md):

    Address              ${jira.cloudUrl}
    Sign in with         E-mail and API token (Cloud)
    E-mail               ${cloud.ada.username}
    API token            ${cloud.ada.password}

    Address              ${jira.dataCenterUrl}
    Sign in with         Personal Access Token (Data Center)
    Token                ${datacenter.ada.token}

  Open the editor and click the buttons from top to bottom, or try:

    curl ${editor}/demo/issues
    curl -X POST -H 'content-type: application/json' \\
      -d '{"summary":"Pump 4 overheats","description":"Seen at **14:02**"}' ${editor}/demo/incident

  Pull Jira's plug, and put it in again ("plug": "in"); more switches are in demo/README.md:

    curl -H 'content-type: application/json' -d '{"plug":"out"}' ${jira.controlUrl}
`;
}
