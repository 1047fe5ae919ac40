import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { demoCredentials } from '../../demo/index';
import { assertHolds } from '../support/assert';
import type { Editor } from './editor';
import type { World } from './world';

/** What a person sees of an authentication method, by its words in the choice. */
const AUTH_METHODS: Readonly<Record<string, readonly string[]>> = {
  'E-mail and API token (Cloud)': ['E-mail', 'API token'],
  'Personal Access Token (Data Center)': ['Token'],
  'User name and password (Data Center)': ['User name', 'Password'],
  'OAuth 2.0 (sign in)': ['Client id', 'Client secret', 'Callback URL', 'Scopes', 'Account', 'Or paste'],
  'OAuth 2.0 service account (Cloud)': ['Client id', 'Client secret'],
};
const ALL = [...new Set(Object.values(AUTH_METHODS).flat())];

/** The dialog of a site. */
export function siteDialog(world: World): void {
  let editor: Editor;
  beforeEach(async () => {
    editor = world.editor;
    await editor.edit('site-dialog');
    await editor.addConfig('site');
  });

  it('asks only for what the chosen authentication method needs', async () => {
    for (const [method, fields] of Object.entries(AUTH_METHODS)) {
      await editor.page.getByLabel('Sign in with').selectOption({ label: method });
      const labels = await editor.page.locator('.jira-form label:visible').allInnerTexts();
      const shown = labels.map((label) => label.trim()).filter((label) => ALL.includes(label));
      assert.deepEqual(shown, fields, method);
    }
    await editor.picture(`site-${world.version}`);
  });

  it('opens its limits by keyboard, and each has a name', async () => {
    const fold = editor.page.locator('.jira-form details').filter({ hasText: 'Limits' });
    await fold.locator('summary').focus();
    await editor.page.keyboard.press('Enter');
    for (const name of ['Time limit (ms)', 'Repeats', 'Longest wait (ms)', 'Calls at a time', 'Calls waiting']) {
      assert.ok(await editor.page.getByLabel(name, { exact: true }).isVisible(), name);
    }
  });

  it('tests what stands in it, before anything is deployed', async () => {
    const { page } = editor;
    const { cloud } = demoCredentials;
    await page.getByLabel('Address').fill(world.demo.jira.cloudUrl);
    await page.locator('#node-config-input-username').fill(cloud.ada.username);
    await page.locator('#node-config-input-password').fill(cloud.ada.password);
    await page.getByRole('button', { name: 'Test connection' }).click();
    await page.getByText('as Ada Lindqvist').waitFor();
    await page.getByLabel('Sign in with').selectOption('pat');
    await page.getByLabel('Token', { exact: true }).fill('x');
    await page.getByRole('button', { name: 'Test connection' }).click();
    await page.getByText('belongs to Jira Data Center').waitFor();
  });

  /** Fills the dialog in for the demo's app, and returns the page on which a person consents. */
  const beginSignIn = async (callback: string): Promise<Page> => {
    const { page } = editor;
    const { jira } = world.demo;
    const { app } = jira.grants.cloud;
    app.redirectUri = callback;
    await page.getByLabel('Address').fill(jira.cloudUrl);
    await page.getByLabel('Sign in with').selectOption('oauth2');
    await page.getByLabel('Client id').fill(app.clientId);
    await page.getByLabel('Client secret').fill(app.clientSecret);
    await page.getByText("Atlassian's servers").click();
    await page.getByLabel('Gateway server').fill(jira.gatewayUrl);
    await page.getByLabel('Authorization server').fill(jira.authUrl);
    if ((await page.getByLabel('Callback URL').inputValue()) !== callback) {
      await page.getByLabel('Callback URL').fill(callback);
    }
    const opened = page.waitForEvent('popup');
    await page.getByRole('button', { name: 'Sign in' }).click();
    return opened;
  };
  const signedIn = () => `Signed in as Ada Lindqvist to ${new URL(world.demo.jira.cloudUrl).host}/cloud, until`;

  it('signs in with OAuth 2.0 in a window of its own, and says who it is', async () => {
    const { page } = editor;
    const ownCallback = `${world.nodeRed.url}/jira/oauth/callback`;
    assert.equal(await page.getByLabel('Callback URL').inputValue(), ownCallback);
    const consent = await beginSignIn(ownCallback);
    await consent.getByRole('button', { name: 'Accept' }).click();
    await consent.getByRole('heading', { name: 'Signed in to Jira' }).waitFor();
    await consent.close();
    await page.getByText(signedIn()).waitFor();
    await editor.picture(`signed-in-${world.version}`);
  });

  it('takes the address that a sign-in came back to, where that is not where the editor was opened', async () => {
    const { port } = new URL(world.nodeRed.url);
    const callback = `http://localhost:${port}/jira/oauth/callback`;
    const consent = await beginSignIn(callback);
    const refusal = consent.waitForEvent('response', (response) => response.url().startsWith(callback));
    await consent.getByRole('button', { name: 'Accept' }).click();
    assert.equal((await refusal).status(), 400, 'to another host, the browser shows no cookie of this one');
    const address = consent.url();
    await consent.close();
    await editor.page.getByLabel('Or paste').fill(address);
    await editor.page.getByLabel('Or paste').blur();
    await editor.page.getByText(signedIn()).waitFor();
  });

  it('says which scopes the nodes on the flow need, and asks for no more', async () => {
    // This site stays incomplete, about which the shared page would ask at every deploy.
    const own = await world.open();
    const { page } = own;
    await own.edit('site-dialog');
    await own.addConfig('site');
    await page.getByLabel('Address').fill('https://acme.atlassian.net');
    await page.getByLabel('Sign in with').selectOption('oauth2');
    await own.configDone();
    await own.done();
    await own.edit('site-dialog');
    await own.editConfig('site');
    await page.getByText('need, on Jira Cloud: read:jira-work read:jira-user offline_access').waitFor();
    await page.getByRole('button', { name: 'Ask for these' }).click();
    assert.equal(await page.getByLabel('Scopes').inputValue(), 'read:jira-work read:jira-user offline_access');
    await own.picture(`scopes-${world.version}`);
    await page.getByLabel('Scopes').fill('read:jira-user');
    await page.getByText('need more, on Jira Cloud:').waitFor();
  });

  it('has a box for a dry run, which the list of sites then tells, and a field where the environment decides', async () => {
    const own = await world.open();
    const { page } = own;
    await own.edit('site-dialog');
    await own.addConfig('site');
    await page.getByLabel('Address').fill('https://dry.example');
    await page.getByLabel('Dry run').check();
    await page.locator('#jira-site-dry-run').getByText('Nodes read from Jira and write nothing.').waitFor();
    await own.picture(`dry-run-${world.version}`);
    await own.configDone();
    await own.done();
    await own.edit('site-dialog');
    assert.equal(await page.locator('#node-input-site option:checked').innerText(), 'dry.example (dry run)');
    await page.evaluate(
      "RED.nodes.eachConfig((site) => { if (site.siteUrl === 'https://dry.example') site.dryRun = '$' + '{DRY_RUN}'; })",
    );
    await own.editConfig('site');
    assert.equal(await page.getByLabel('Dry run').inputValue(), `\${DRY_RUN}`);
    await own.picture(`dry-run-by-environment-${world.version}`);
  });

  it('keeps a token from the browser once it is deployed', async () => {
    const { page } = editor;
    await page.getByLabel('Address').fill('https://jira.example.com');
    await page.getByLabel('Sign in with').selectOption('pat');
    await page.getByLabel('Token', { exact: true }).fill('s3cret-t0ken');
    await editor.configDone();
    await editor.done();
    await editor.deploy();
    const { body } = await world.nodeRed.request('GET', '/flows');
    assert.doesNotMatch(JSON.stringify(body), /s3cret-t0ken/);
    const [site] = (body as { id: string; type: string; siteUrl?: string; authType?: string }[]).filter(
      ({ siteUrl }) => siteUrl === 'https://jira.example.com',
    );
    assert.equal(site?.authType, 'pat');
    const kept = await world.nodeRed.request('GET', `/credentials/jira-site/${site?.id}`);
    assertHolds(kept.body, { has_token: true, has_password: false });
    assert.doesNotMatch(JSON.stringify(kept.body), /s3cret-t0ken/);
  });
}
