import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { demoCredentials } from '../../demo/index';
import { demoJira } from '../support/demo';
import { type Flows, type RealNodeRed, startNodeRed } from '../support/node-red';
import { NODE_RED_VERSIONS } from '../support/node-red-versions';
import { FormPage, shows } from './form-page';
import { launchBrowser } from './launch';

for (const version of NODE_RED_VERSIONS) {
  describe(`suggestions in the forms of Node-RED ${version}`, function () {
    this.timeout(90_000);
    const demo = demoJira();
    let browser: Browser;
    let nodeRed: RealNodeRed;
    let form: FormPage;

    const flows = (): Flows => {
      const { siteUrl, credentials, properties } = demo.site('cloud');
      const node = { z: 'tab', x: 300, site: 'site', wires: [[]] };
      return [
        { id: 'tab', type: 'tab', label: 'Forms' },
        { id: 'site', type: 'jira-site', name: 'Demo', siteUrl, credentials, ...properties },
        { ...node, id: 'create', type: 'jira-issue-create', y: 100 },
        { ...node, id: 'assign', type: 'jira-issue-assign', y: 200, issueIdOrKey: 'OPS-1', issueIdOrKeyType: 'str' },
        { ...node, id: 'search', type: 'jira-issue-search', y: 300, jql: '', jqlType: 'str' },
        { ...node, id: 'homeless', type: 'jira-project-get', y: 400, site: '' },
      ];
    };

    before(async () => {
      browser = await launchBrowser();
      nodeRed = await startNodeRed({ version });
    });
    beforeEach(async () => {
      await nodeRed.deploy(flows());
      form = await FormPage.open(browser, nodeRed.url);
    });
    afterEach(async () => {
      await form.page.close();
      assert.deepEqual(form.errors, []);
    });
    after(async () => {
      await browser.close();
      await nodeRed.stop();
    });

    it('store a fixed text that runs without them, and show what it means', async () => {
      await form.edit('create');
      await form.chooseType('project', 'str');
      await form.pick(form.text('project'), 'oper', 'Operations (OPS)');
      await shows(form.note('project'), 'Operations (OPS)');
      await form.chooseType('issueType', 'str');
      await form.pick(form.text('issueType'), 'b', 'Bug');
      assert.deepEqual(await form.done('create', 'project', 'projectType', 'issueType', 'issueTypeType'), {
        project: 'OPS',
        projectType: 'str',
        issueType: 'Bug',
        issueTypeType: 'str',
      });
    });

    it('offer what belongs to the things chosen before: whom this issue can be given to', async () => {
      await form.edit('assign');
      await shows(form.note('issueIdOrKey'), /^OPS-1 \w/);
      await form.chooseType('assignee', 'str');
      await form.pick(form.text('assignee'), 'hana', 'Hana');
      await shows(form.note('assignee'), 'Hana');
      const { assignee } = await form.done('assign', 'assignee');
      assert.match(String(assignee), /^712020:/);
      assert.ok(
        demo.exchanges.some(
          ({ path, query }) => path.endsWith('assignable/search') && query.includes('issueKey=OPS-1'),
        ),
      );
      await form.edit('assign');
      await shows(form.note('assignee'), 'Hana');
    });

    it('leave a typed text, and every other type, as they are', async () => {
      await form.edit('create');
      await form.chooseType('project', 'str');
      await form.text('project').fill('NEW');
      await form.text('project').press('Tab');
      await form.chooseType('assignee', 'msg');
      await form.text('assignee').fill('payload.who');
      await form.text('assignee').press('Tab');
      const kept = await form.done('create', 'project', 'projectType', 'assignee', 'assigneeType');
      assert.deepEqual(kept, { project: 'NEW', projectType: 'str', assignee: 'payload.who', assigneeType: 'msg' });
    });

    it('work from a site that is not deployed yet', async () => {
      const { username, password } = demoCredentials.cloud.ada;
      const { page } = form;
      await form.edit('homeless');
      await page.locator('#node-input-btn-site-add').click();
      await page.locator('#node-config-dialog-ok').click({ trial: true });
      await page.locator('#node-config-input-siteUrl').fill(demo.jira.cloudUrl);
      await page.locator('#node-config-input-username').fill(username);
      await page.locator('#node-config-input-password').fill(password);
      await page.locator('#node-config-dialog-ok').click();
      await page.locator('#node-dialog-ok').click({ trial: true });
      await form.chooseType('projectIdOrKey', 'str');
      await form.pick(form.text('projectIdOrKey'), 'te', 'Team board (TEAM)');
      assert.equal(await form.text('projectIdOrKey').inputValue(), 'TEAM');
      await page.locator('#node-dialog-cancel').click();
    });

    it('say why there are none: no site, or Jira is down; and ask again when told to', async () => {
      await form.edit('homeless');
      await form.chooseType('projectIdOrKey', 'str');
      await form.text('projectIdOrKey').pressSequentially('O');
      await shows(form.note('projectIdOrKey'), 'Choose a Jira site');
      await form.page.locator('#node-dialog-cancel').click();
      await form.page.locator('.red-ui-tray').waitFor({ state: 'detached' });

      demo.jira.fault({ path: /priority/, answer: { status: 503 }, times: 1 });
      await form.edit('create');
      await form.chooseType('priority', 'str');
      await form.text('priority').pressSequentially('H');
      await shows(form.note('priority'), "Jira can't answer at the moment");
      await form.note('priority').getByRole('button', { name: 'Ask Jira again' }).click();
      await shows(form.offered, 'High');
    });

    it('complete JQL word by word', async () => {
      await form.edit('search');
      await form.pick(form.text('jql'), 'stat', 'status');
      await form.pick(form.text('jql'), ' not', 'NOT IN');
      await form.pick(form.text('jql'), ' ("in', 'In Progress');
      assert.equal(await form.text('jql').inputValue(), 'status NOT IN ("In Progress"');
    });

    it("tell Jira's opinion of a JQL, and how many issues it finds", async () => {
      await form.edit('search');
      const button = (name: string) => form.note('jql').getByRole('button', { name });
      await form.text('jql').fill('projekt = OPS');
      await button('Check').click();
      await shows(form.note('jql'), "Field 'projekt' does not exist");
      await form.text('jql').fill('project = OPS');
      await button('Check').click();
      await shows(form.note('jql'), 'Jira understands this query');
      await button('How many?').click();
      await shows(form.note('jql'), /About \d+ issues/);
    });
  });
}
