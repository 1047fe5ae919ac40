/**
 * `npm run screenshots`: the pictures of README and of docs/, taken of a real editor with the tour of `npm run demo`.
 * Arguments are files of flows (examples, for instance) whose pictures go to `.cache/browser`, to look at their layout.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { type DemoJira, demoCredentials, startDemoJira } from '../demo/index';
import demoSettings from '../demo/node-red/settings.js';
import { Editor } from '../test/browser/editor';
import { launchBrowser } from '../test/browser/launch';
import { type Flows, type RealNodeRed, startNodeRed } from '../test/support/node-red';
import { PROJECT_ROOT } from '../test/support/node-red-versions';

const DOCS = path.join(PROJECT_ROOT, 'docs');
const WINDOW = { width: 1400, height: 800 };

void main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});

async function main(): Promise<void> {
  mkdirSync(DOCS, { recursive: true });
  const jira = await startDemoJira();
  const nodeRed = await startDemoEditor(jira);
  const browser = await launchBrowser();
  try {
    const memory = await browser.newContext();
    const files = process.argv.slice(2);
    for (const file of files) await flowPicture(memory, nodeRed, file);
    if (files.length === 0) await pictures(memory, nodeRed);
  } finally {
    await browser.close();
    await nodeRed.stop();
    await jira.close();
  }
}

function startDemoEditor(jira: DemoJira): Promise<RealNodeRed> {
  const env = { DEMO_CLOUD_URL: jira.cloudUrl, DEMO_DATACENTER_URL: jira.dataCenterUrl };
  const { editorTheme, paletteCategories } = demoSettings;
  return startNodeRed({ version: '4.1', env, settings: { editorTheme, paletteCategories }, flows: tour() });
}

function tour(): Flows {
  const { cloud, datacenter } = demoCredentials;
  const credentials: Readonly<Record<string, object>> = {
    'demo-cloud': cloud.ada,
    'demo-cloud-ben': cloud.ben,
    'demo-datacenter': { token: datacenter.ada.token },
  };
  return readFlows('demo/flows/tour.json').map((node) => ({ ...node, credentials: credentials[node.id] ?? {} }));
}

function readFlows(file: string): Flows {
  return JSON.parse(readFileSync(path.resolve(PROJECT_ROOT, file), 'utf8')) as Flows;
}

async function pictures(browser: BrowserContext, nodeRed: RealNodeRed): Promise<void> {
  const editor = await Editor.open(browser, nodeRed.url, { size: WINDOW });
  const { page } = editor;
  const messages = await editor.debugSidebar();
  for (const inject of ['t1i', 't2i']) {
    await editor.inject(inject);
    await messages.nth(inject === 't1i' ? 0 : 1).waitFor();
  }
  await messages.first().locator('.red-ui-debug-msg-object-handle').first().click();
  await page.locator('.red-ui-notification').first().waitFor({ state: 'detached' });
  await page.mouse.move(WINDOW.width / 2, WINDOW.height - 100);
  await page.screenshot({ path: path.join(DOCS, 'editor.png') });

  await editor.openForm('t1a');
  await tray('form.png');
  await page.locator('#node-input-btn-site-edit').click();
  await page.locator('#node-config-dialog-ok').click({ trial: true });
  await tray('site.png');
  await editor.configCancel();
  await editor.cancel();
  await sidebar(editor, nodeRed);

  async function tray(file: string): Promise<void> {
    const top = page.locator('.red-ui-tray').last();
    await top.screenshot({ path: path.join(DOCS, file) });
  }
}

/** What the tour has done, with an error among it. */
async function sidebar({ page }: Editor, nodeRed: RealNodeRed): Promise<void> {
  for (const inject of ['t3i', 't8i']) await nodeRed.request('POST', `/inject/${inject}`, {});
  await page.evaluate(() => RED.sidebar.show('jira-flows'));
  const tab = page.locator('.jira-sidebar');
  await tab.locator('.jira-state-good').first().waitFor();
  await tab.locator('.jira-part-errors .jira-problem').first().waitFor();
  await page.locator('#red-ui-sidebar').screenshot({ path: path.join(DOCS, 'sidebar.png') });
}

/** The part of the editor that no element on the page stands for. */
declare const RED: { readonly sidebar: { show(id: string): void } };

async function flowPicture(browser: BrowserContext, nodeRed: RealNodeRed, file: string): Promise<void> {
  await nodeRed.deploy(readFlows(file));
  const editor = await Editor.open(browser, nodeRed.url, { size: WINDOW });
  console.log(await editor.picture(path.basename(file, '.json')));
  await editor.close();
}
