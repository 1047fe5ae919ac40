import assert from 'node:assert/strict';
import type { Deployment } from '../../nodes/client/http/request';
import { type Editor, shows } from './editor';
import { KNOWN_FIELDS } from './sheets';
import type { World } from './world';

/** The forms that know the fields of a project. */
export function forms(world: World, deployment: Deployment): void {
  let editor: Editor;
  const node = (name: string) => `${name}-${deployment}`;
  const control = (id: string) => editor.page.locator(`#jira-field-${id}`);
  const optional = () => editor.page.locator('.jira-fields summary');
  beforeEach(() => {
    editor = world.editor;
  });

  it('fill in fields of every kind, with which the deployed node then creates an issue', async () => {
    await editor.edit(node('fill'));
    await optional().click();
    await control('customfield_10031').selectOption('High');
    for (const component of ['Hydraulics', 'Electrics']) await control('components').getByLabel(component).check();
    await control('customfield_10016').fill('5');
    await control('duedate').fill('2026-12-24');
    await control('customfield_10034').fill('SN 4711');
    await editor.pick(control('customfield_10033'), 'grac', 'Grace');
    await control('customfield_10034').click();
    await editor.done();
    const { fields } = await editor.kept(node('fill'), 'fields');
    assert.equal(Object.keys(JSON.parse(String(fields))).length, 6, `every control has written its field: ${fields}`);
    await editor.deploy();
    const shown = await editor.debugSidebar();
    await world.nodeRed.request('POST', `/inject/${node('go')}`, {});
    await shows(shown, /issue-create: OPS-\d+/);
    const made = [...world.demo.jira[deployment].issues.values()].find(
      ({ values }) => values.get('summary') === 'Pump',
    );
    assert.equal(made?.values.get('customfield_10031'), '10102');
    assert.deepEqual(made?.values.get('components'), ['10200', '10202']);
    assert.equal(made?.values.get('customfield_10016'), 5);
    assert.equal(made?.values.get('duedate'), '2026-12-24');
    assert.equal(made?.values.get('customfield_10034'), 'SN 4711');
    assert.match(String(made?.values.get('customfield_10033')), deployment === 'cloud' ? /^712020:/ : /^JIRAUSER/);
  });

  it('show what a flow has already, by id or by name, and keep what they have no control for', async () => {
    await editor.edit(node('known'));
    assert.equal(await control('customfield_10016').inputValue(), '3');
    assert.equal(await control('customfield_10031').inputValue(), '{"id":"10100"}');
    await control('customfield_10016').fill('8');
    await control('customfield_10034').fill('SN 1');
    await control('customfield_10031').click();
    await editor.done();
    const kept = await editor.kept(node('known'), 'fields', 'fieldsType');
    assert.equal(kept.fieldsType, 'json');
    assert.deepEqual(JSON.parse(String(kept.fields)), {
      ...KNOWN_FIELDS,
      'Story Points': 8,
      customfield_10034: 'SN 1',
    });
  });

  it('take the value of a field from a message, an expression or a template, beside fixed ones', async () => {
    const source = (id: string) => editor.typedInputAt(editor.page.locator(`#jira-source-${id}`));
    await editor.edit(node('typed'));
    await optional().click();
    await control('customfield_10031').selectOption('High');
    await source('customfield_10016').choose('jsonata');
    await source('customfield_10016').fill('payload.points + 1');
    await source('customfield_10034').choose('template');
    await source('customfield_10034').fill('SN {{payload.serial}}');
    await source('duedate').choose('msg');
    await source('duedate').fill('due');
    await editor.done();
    await editor.edit(node('typed'));
    assert.equal(await source('duedate').text.inputValue(), 'due');
    assert.equal(await source('customfield_10034').text.inputValue(), 'SN {{payload.serial}}');
    await editor.done();
    const kept = await editor.kept(node('typed'), 'fields', 'fieldsType', 'fieldInputs');
    assert.deepEqual([kept.fields, kept.fieldsType], ['{"customfield_10031":"High"}', 'json']);
    assert.deepEqual(Object.keys(JSON.parse(String(kept.fieldInputs))).sort(), [
      'customfield_10016',
      'customfield_10034',
      'duedate',
    ]);
    await editor.deploy();
    const shown = await editor.debugSidebar();
    await world.nodeRed.request('POST', `/inject/${node('go-typed')}`, {});
    await shows(shown, /issue-create: OPS-\d+/);
    const made = [...world.demo.jira[deployment].issues.values()].find(
      ({ values }) => values.get('summary') === 'Typed pump',
    );
    const values = ['customfield_10031', 'customfield_10016', 'customfield_10034', 'duedate'];
    assert.deepEqual(
      values.map((id) => made?.values.get(id)),
      ['10102', 6, 'SN 4712', '2026-12-24'],
    );
  });

  it('put the fields that Jira requires first, and follow another issue type', async () => {
    await editor.edit(node('follow'));
    await optional().waitFor();
    await editor.typedInput('issueType').fill('Sub-task');
    await shows(optional(), /Optional fields/);
    await editor.typedInput('project').text.fill('IT');
    await editor.typedInput('issueType').fill('Incident');
    await shows(editor.page.locator('.jira-fields > div > .form-row:has(.jira-required)'), /Impact/);
    assert.equal(await editor.page.locator('.jira-fields details .jira-required').count(), 0);
  });

  it('say of each input where its value comes from, and leave empty what is told to', async () => {
    const { page } = editor;
    const source = (name: string) =>
      page.locator(`.form-row:has(#node-input-${name}) .red-ui-typedInput-type-select`).first().innerText();
    await editor.edit(node('says'));
    assert.equal(await source('summary'), 'msg.payload.summary or msg.payload');
    assert.equal(await source('priority'), 'msg.payload.priority, if there');
    assert.equal(await source('labels'), 'leave empty', 'a fixed text without a character is not sent');
    await editor.typedInput('priority').choose('empty');
    await editor.typedInput('labels').choose('payload');
    await editor.done();
    const kept = await editor.kept(node('says'), 'priority', 'priorityType', 'labels', 'labelsType');
    assert.deepEqual(kept, { priority: '', priorityType: 'str', labels: '', labelsType: 'payload' });
    await editor.edit(node('says'));
    assert.equal(await source('priority'), 'leave empty');
    await editor.cancel();

    await editor.edit(node('update'));
    await editor.typedInput('priority').choose('empty');
    assert.equal(await source('priority'), 'leave as it is', 'nothing is emptied by a node that changes');
    await editor.cancel();
  });

  it('hold texts as people write them: lines, a template, and people after an @', async () => {
    const { page } = editor;
    const description = editor.typedInput('description');
    const large = page.locator('.node-text-editor .monaco-editor');
    await editor.edit(node('write'));
    assert.equal(await description.text.inputValue(), 'Pump 4\noverheats');
    await editor.done();
    assert.equal((await editor.kept(node('write'), 'description')).description, 'Pump 4\noverheats', 'lines are kept');

    await editor.edit(node('write'));
    await page.locator('.form-row:has(#node-input-description) .red-ui-typedInput-option-expand').click();
    await large.locator('.view-lines').click();
    await page.keyboard.press('Control+End');
    await page.keyboard.press('Enter');
    await page.keyboard.insertText('Please look, ');
    await page.locator('#node-dialog-ok').last().click();
    await large.waitFor({ state: 'hidden' });
    await description.text.press('Control+End');
    await description.text.pressSequentially('@grac');
    await editor.offered.filter({ hasText: 'Grace' }).first().click();
    await description.text.pressSequentially('!');
    await shows(editor.note('description'), 'Grace');
    await shows(editor.note('description'), 'Text format is Markdown now');
    await editor.typedInput('summary').choose('template');
    await editor.typedInput('summary').fill('Writing {{payload.name}}');
    const environment = page.locator('#jira-source-environment');
    await page.locator('.jira-fields summary').click();
    await editor.typedInputAt(environment).fill('Hall 2\nNorth');
    await editor.picture(`text-${world.version}-${deployment}`);
    await editor.done();
    const kept = await editor.kept(node('write'), 'description', 'summary', 'summaryType', 'textFormat', 'fields');
    assert.match(String(kept.description), /^Pump 4\noverheats\nPlease look, \[~[\w:-]+\]!$/);
    assert.deepEqual([kept.summaryType, kept.textFormat], ['template', 'markdown']);
    assert.equal(kept.fields, '{"environment":"Hall 2\\nNorth"}');

    await editor.deploy();
    const shown = await editor.debugSidebar();
    await world.nodeRed.request('POST', `/inject/${node('go-write')}`, {});
    await shows(shown, /issue-create: OPS-\d+/);
    const made = [...world.demo.jira[deployment].issues.values()].find(
      ({ values }) => values.get('summary') === 'Writing <a>',
    );
    const stored = JSON.stringify(made?.values.get('description'));
    assert.match(
      stored,
      deployment === 'cloud' ? /"mention","attrs":\{"id":"712020:[^}]*@Grace/ : /Please look, \[~\w+\]!/,
    );
  });

  it('leave fields that come with the message alone', async () => {
    await editor.edit(node('message'));
    await optional().waitFor();
    await editor.typedInput('fields').choose('msg');
    await editor.typedInput('fields').fill('payload.mine');
    await optional().waitFor({ state: 'detached' });
    await editor.done();
    const kept = await editor.kept(node('message'), 'fields', 'fieldsType');
    assert.deepEqual(kept, { fields: 'payload.mine', fieldsType: 'msg' });
  });

  it('change an issue by the fields of one like it, as the issue itself comes with the message', async () => {
    const example = editor.page.locator('#jira-fields-example');
    await editor.edit(node('update'));
    await editor.pick(example, 'OPS-1', 'OPS-1 ');
    await example.press('Tab');
    await optional().click();
    assert.equal(await editor.page.locator('.jira-required').count(), 0, 'what is left out stays as it is');
    await control('customfield_10034').fill('SN 9');
    await control('duedate').click();
    await editor.done();
    const kept = await editor.kept(node('update'), 'issueIdOrKeyType', 'fields');
    assert.deepEqual(kept, { issueIdOrKeyType: 'payload', fields: '{"customfield_10034":"SN 9"}' });
  });
}
