import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { DEPLOYMENTS, demoJira } from '../support/demo';
import { type Flows, type RealNodeRed, startNodeRed } from '../support/node-red';
import { FormPage, shows } from './form-page';
import { launchBrowser } from './launch';

/** What an inject node needs in order to be a valid one. */
const PUMP = { props: [{ p: 'payload' }], payload: 'Pump', payloadType: 'str', repeat: '', crontab: '', once: false };

for (const deployment of DEPLOYMENTS) {
  describe(`the forms that know a project's fields, on ${deployment}`, function () {
    this.timeout(90_000);
    const demo = demoJira();
    let browser: Browser;
    let nodeRed: RealNodeRed;
    let form: FormPage;
    const control = (id: string) => form.page.locator(`#jira-field-${id}`);
    const optional = () => form.page.locator('.jira-fields summary');

    const flows = (fields: object = {}): Flows => {
      const { siteUrl, credentials, properties } = demo.site(deployment);
      const node = { z: 'tab', x: 400, site: 'site', wires: [[]] };
      const fixed = { project: 'OPS', projectType: 'str', issueType: 'Bug', issueTypeType: 'str' };
      return [
        { id: 'tab', type: 'tab', label: 'Forms' },
        { id: 'site', type: 'jira-site', name: 'Demo', siteUrl, credentials, ...properties },
        { id: 'go', z: 'tab', type: 'inject', x: 100, y: 100, ...PUMP, wires: [['create']] },
        { ...node, ...fixed, id: 'create', type: 'jira-issue-create', y: 100, ...fields },
        { ...node, id: 'update', type: 'jira-issue-update', y: 200 },
      ];
    };

    before(async () => {
      browser = await launchBrowser();
      nodeRed = await startNodeRed({ version: '4.1' });
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

    it('fill in fields of every kind, with which the deployed node then creates an issue', async () => {
      await form.edit('create');
      await optional().click();
      await control('customfield_10031').selectOption('High');
      await control('components').selectOption(['Hydraulics', 'Electrics']);
      await control('customfield_10016').fill('5');
      await control('duedate').fill('2026-12-24');
      await control('customfield_10034').fill('SN 4711');
      await form.pick(control('customfield_10033'), 'grac', 'Grace');
      await control('customfield_10034').click();
      const kept = await form.done('create', 'fields');
      assert.deepEqual(Object.keys(JSON.parse(String(kept.fields))).length, 6, 'every control has written its field');
      await form.deploy();
      await nodeRed.request('POST', '/inject/go', {});
      const store = demo.jira[deployment];
      const made = () => [...store.issues.values()].find(({ values }) => values.get('summary') === 'Pump');
      for (let tries = 0; tries < 100 && !made(); tries++) await pause(50);
      const values = made()?.values;
      assert.equal(values?.get('customfield_10031'), '10102');
      assert.deepEqual(values?.get('components'), ['10200', '10202']);
      assert.equal(values?.get('customfield_10016'), 5);
      assert.equal(values?.get('duedate'), '2026-12-24');
      assert.equal(values?.get('customfield_10034'), 'SN 4711');
      assert.match(String(values?.get('customfield_10033')), deployment === 'cloud' ? /^712020:/ : /^JIRAUSER/);
    });

    it('show what a flow has already, by id or by name, and keep what they have no control for', async () => {
      const fields = { 'Story Points': 3, customfield_10031: { id: '10100' }, customfield_10099: [1] };
      await nodeRed.deploy(flows({ fields: JSON.stringify(fields), fieldsType: 'json' }));
      await form.load(nodeRed.url);
      await form.edit('create');
      assert.equal(await control('customfield_10016').inputValue(), '3');
      assert.equal(await control('customfield_10031').inputValue(), '{"id":"10100"}');
      await control('customfield_10016').fill('8');
      await control('customfield_10034').fill('SN 1');
      await control('customfield_10031').click();
      const kept = await form.done('create', 'fields', 'fieldsType');
      assert.equal(kept.fieldsType, 'json');
      assert.deepEqual(JSON.parse(String(kept.fields)), { ...fields, 'Story Points': 8, customfield_10034: 'SN 1' });
    });

    it('put the fields that Jira requires first, and follow another issue type', async () => {
      await form.edit('create');
      await optional().waitFor();
      await form.text('issueType').fill('Sub-task');
      await form.text('issueType').press('Tab');
      await shows(optional(), /Optional fields/);
      await form.text('project').fill('IT');
      await form.text('issueType').fill('Incident');
      await form.text('issueType').press('Tab');
      const required = form.page.locator('.jira-fields > div > .form-row:has(.jira-required)');
      await shows(required, /Impact/);
      assert.equal(await form.page.locator('.jira-fields details .jira-required').count(), 0);
    });

    it('leave fields that come with the message alone', async () => {
      await form.edit('create');
      await optional().waitFor();
      await form.chooseType('fields', 'msg');
      await form.text('fields').fill('payload.mine');
      await form.text('fields').press('Tab');
      await optional().waitFor({ state: 'detached' });
      assert.deepEqual(await form.done('create', 'fields', 'fieldsType'), {
        fields: 'payload.mine',
        fieldsType: 'msg',
      });
    });

    it('change an issue by the fields of one like it, as the issue itself comes with the message', async () => {
      await form.edit('update');
      await form.pick(form.page.locator('#jira-fields-example'), 'OPS-1', 'OPS-1 ');
      await form.page.locator('#jira-fields-example').press('Tab');
      await optional().click();
      await control('customfield_10034').fill('SN 9');
      await control('duedate').click();
      const kept = await form.done('update', 'issueIdOrKeyType', 'fields');
      assert.deepEqual(kept, { issueIdOrKeyType: 'payload', fields: '{"customfield_10034":"SN 9"}' });
    });
  });
}
