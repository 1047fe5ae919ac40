import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { demoCredentials } from '../../demo/index';
import { assertHolds } from '../support/assert';
import { NOWHERE } from '../support/server';
import { until } from '../support/until';
import { type Editor, shows } from './editor';
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

  const press = () => editor.page.getByRole('button', { name: 'Test connection' }).click();
  const found = () => editor.page.locator('#jira-site-test-result');
  /** What the page says of a test, once it is of the kind that is expected, and how its mark looks. */
  const outcome = async (kind: 'good' | 'problem') => {
    const mark = editor.page.locator(`#jira-site-test-result.jira-${kind} > i`);
    await mark.waitFor();
    const look = await mark.evaluate((icon) => `${icon.className} ${getComputedStyle(icon).color}`);
    return { said: await found().innerText(), look };
  };

  it('tests what stands in it, before anything is deployed; success and failure differ in colour and icon', async () => {
    const { page } = editor;
    const { cloud } = demoCredentials;
    await page.getByLabel('Address').fill(world.demo.jira.cloudUrl);
    await page.locator('#node-config-input-username').fill(cloud.ada.username);
    await page.locator('#node-config-input-password').fill(cloud.ada.password);
    await press();
    const success = await outcome('good');
    assert.match(success.said, /as Ada Lindqvist/);
    await editor.picture(`site-works-${world.version}`);
    await page.getByLabel('Sign in with').selectOption('pat');
    assert.equal(await found().innerText(), '', 'what was found is no longer true of what stands there');
    await page.getByLabel('Token', { exact: true }).fill('x');
    await press();
    const failure = await outcome('problem');
    assert.match(failure.said, /belongs to Jira Data Center.*"E-mail and API token \(Cloud\)"/);
    await editor.picture(`site-fails-${world.version}`);
    assert.deepEqual(
      [...success.look.split(' rgb'), ...failure.look.split(' rgb')].map((part) => part.length > 0),
      [true, true, true, true],
    );
    assert.notEqual(success.look.split(' rgb')[0], failure.look.split(' rgb')[0]);
    assert.notEqual(success.look.split(' rgb')[1], failure.look.split(' rgb')[1]);
  });

  it('says what the site itself has said, and then that the gateway could not be asked', async () => {
    const { page } = editor;
    await page.getByLabel('Address').fill(world.demo.jira.cloudUrl);
    await page.locator('#node-config-input-username').fill('ada@example.com');
    await page.locator('#node-config-input-password').fill('expired');
    await page.getByText("Atlassian's servers").click();
    await page.getByLabel('Gateway server').fill(NOWHERE);
    await press();
    const { said } = await outcome('problem');
    assert.match(said, /^ ?Jira refused the credentials of the site\..*gateway \(http:\S+\).*could not be asked/);
  });

  it('says that a server speaks no https, and which variable is not set', async () => {
    const { page } = editor;
    await page.locator('#node-config-input-username').fill('ada@example.com');
    await page.locator('#node-config-input-password').fill(`\${NOT_SET}`);
    await page.getByLabel('Address').fill(world.demo.jira.cloudUrl);
    await press();
    assert.match(
      (await outcome('problem')).said,
      /environment variable NOT_SET is not set\..*where Node-RED is started/,
    );
    await page.locator('#node-config-input-password').fill('x');
    await page.getByLabel('Address').fill(world.demo.jira.cloudUrl.replace('http:', 'https:'));
    await press();
    assert.match((await outcome('problem')).said, /does not speak https/);
  });

  it('repairs a pasted address, and says so', async () => {
    const { page } = editor;
    const address = page.getByLabel('Address');
    const said = page.locator('#jira-site-repaired');
    await address.fill('acme.atlassian.net/browse/OPS-1?filter=4');
    await address.blur();
    assert.equal(await address.inputValue(), 'https://acme.atlassian.net');
    assert.match(await said.innerText(), /^Corrected/);
    await editor.picture(`site-repaired-${world.version}`);
    await address.fill(`\${JIRA_URL}`);
    await address.blur();
    assert.equal(await address.inputValue(), `\${JIRA_URL}`);
    assert.equal(await said.innerText(), '');
  });

  it('leads to where the secret of each method is made', async () => {
    const { page } = editor;
    const make = page.locator('.jira-form .jira-note a:visible');
    for (const [method, text, href] of [
      ['cloud', 'Create an API token', 'https://id.atlassian.com/manage-profile/security/api-tokens'],
      ['oauth2', 'Register an app', 'https://developer.atlassian.com/console/myapps/'],
      ['clientCredentials', 'Create a service account', 'https://admin.atlassian.com/'],
    ] as const) {
      await page.getByLabel('Sign in with').selectOption(method);
      assert.match(await make.innerText(), new RegExp(`^${text}`));
      assert.equal(await make.getAttribute('href'), href);
    }
    await page.getByLabel('Sign in with').selectOption('pat');
    assert.equal(await make.getAttribute('href'), null, 'while it is not known where this Jira is');
    await page.getByLabel('Address').fill('https://jira.example.com/jira/');
    await page.getByLabel('Address').blur();
    const profile = 'https://jira.example.com/jira/secure/ViewProfile.jspa?selectedTab=com.atlassian.pats';
    assert.ok((await make.getAttribute('href'))?.startsWith(profile));
    await page.getByLabel('Sign in with').selectOption('datacenter');
    assert.equal(await make.count(), 0);
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

  it('opens with the method that was chosen, whatever the address looks like', async () => {
    const { page } = editor;
    const method = page.getByLabel('Sign in with');
    for (const [chosen, address] of [
      ['cloud', 'https://jira.example.com'],
      ['datacenter', 'https://acme.atlassian.net'],
      ['pat', 'https://jira.example.com'],
    ] as const) {
      await page.getByLabel('Address').fill(address);
      await method.selectOption(chosen);
      await editor.configDone();
      const id = await page.locator('#node-input-site').inputValue();
      await editor.editConfig('site');
      assert.equal(await method.inputValue(), chosen, address);
      await editor.cancelAll();
      await editor.remove(id);
      await editor.edit('site-dialog');
      await editor.addConfig('site');
    }
  });

  it('speaks the language of the editor where Node-RED speaks another, with the labels of its form, and clips none', async () => {
    const own = await world.open({ language: 'de' });
    const { page } = own;
    await own.edit('unsaved');
    await own.addConfig('site');
    await page.getByLabel('Adresse').fill(world.demo.jira.cloudUrl);
    await page.locator('#node-config-input-username').fill('ada@example.com');
    await page.getByRole('button', { name: 'Verbindung testen' }).click();
    await page.getByText('Der Site fehlt die Angabe „API-Token“.').waitFor();
    await page.locator('.jira-form details').evaluateAll((folds) => {
      for (const fold of folds) fold.setAttribute('open', '');
    });
    for (const method of ['oauth2', 'pat', 'clientCredentials', 'cloud']) {
      await page.getByLabel('Anmelden mit').selectOption(method);
      // A window of 800 px, and one of 1280 px at 200 %.
      for (const size of [
        { width: 800, height: 600 },
        { width: 640, height: 480 },
      ]) {
        await page.setViewportSize(size);
        if (method === 'oauth2') await own.picture(`site-narrow-${size.width}-${world.version}`);
        assert.deepEqual(await clipped(own), [], `${method} at ${size.width} px`);
      }
    }
    await page.setViewportSize({ width: 1500, height: 1000 });

    await page.locator('#node-config-input-password').fill(`\${NOT_SET}`);
    await own.configDone();
    await own.typedInput('projectIdOrKey').choose('str');
    await own.typedInput('projectIdOrKey').text.pressSequentially('O');
    await shows(own.note('projectIdOrKey'), 'Die Umgebungsvariable NOT_SET ist nicht gesetzt. Setzen Sie sie dort');
    // What was typed last may still be looked for.
    await own.close();
    own.assertComplainedOnlyOf(/lookup\/project/);
  });

  it('a site without credentials, or disabled, is marked before deploy, and so are the nodes that use it', async () => {
    const { page } = editor;
    await editor.cancelAll();
    // As an import brings them.
    await page.evaluate(`RED.nodes.import([
      { id: 'bare', type: 'jira-site', siteUrl: 'https://acme.atlassian.net', authType: 'basic' },
      { id: 'user', type: 'jira-project-get', z: RED.workspaces.active(), site: 'bare', x: 300, y: 300, wires: [[]] },
    ]); RED.nodes.dirty(true); RED.view.redraw(true)`);
    await until(
      () => editor.problemsOf('user'),
      (problems) => problems.length > 0,
    );
    assert.deepEqual(await editor.problemsOf('bare'), ['Needed: E-mail, API token']);
    assert.match((await editor.problemsOf('user')).join(), /Jira site/);
    assert.deepEqual(await editor.problemsOf('site-cloud'), [], 'a deployed one has its credentials');
    await page.locator('#red-ui-header-button-deploy').click();
    await page.getByText('not properly configured').waitFor();
    await editor.picture(`site-invalid-${world.version}`);
    await page.locator('.red-ui-notification button', { hasText: 'Cancel' }).click();

    await editor.edit('user');
    await editor.editConfig('site');
    await page.locator('#node-config-input-username').fill('ada@example.com');
    await page.locator('#node-config-input-password').fill('x');
    await editor.configDone();
    await editor.done();
    assert.deepEqual([await editor.problemsOf('bare'), await editor.problemsOf('user')], [[], []]);

    await editor.edit('user');
    await editor.editConfig('site');
    await page.locator('#node-config-input-node-disabled + button').click();
    await editor.configDone();
    await editor.done();
    assert.deepEqual(await editor.problemsOf('bare'), ['The site is disabled']);
    assert.match((await editor.problemsOf('user')).join(), /Jira site/);
    await editor.remove('user', 'bare');
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

/** What of the dialog reaches beyond its tray, or is cut where it stands. */
function clipped({ page }: Editor): Promise<string[]> {
  const parts = ':is(label, input, select, button, a, .jira-note, summary, [role=status]):visible';
  return page.locator(`.jira-form:visible ${parts}`).evaluateAll((shown) =>
    (shown as HTMLElement[])
      .filter((part) => {
        const edge = part.closest('.red-ui-tray')?.getBoundingClientRect();
        const { left, right } = part.getBoundingClientRect();
        const isText = !/^(INPUT|SELECT)$/.test(part.tagName) && part.clientWidth > 0;
        return !edge || left < edge.left || right > edge.right || (isText && part.scrollWidth > part.clientWidth + 1);
      })
      .map((part) => part.id || part.innerText || part.outerHTML),
  );
}
