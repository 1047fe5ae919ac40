import assert from 'node:assert/strict';
import { demoCredentials } from '../../demo/index';
import { type Editor, shows } from './editor';
import type { World } from './world';

/** What the forms suggest while somebody types. */
export function lookups(world: World): void {
  let editor: Editor;
  const input = (name: string) => editor.typedInput(name);
  beforeEach(() => {
    editor = world.editor;
  });

  it('store a fixed text that runs without them, and show what it means', async () => {
    await editor.edit('pick');
    await input('project').choose('str');
    await editor.pick(input('project').text, 'oper', 'Operations (OPS)');
    await shows(editor.note('project'), 'Operations (OPS)');
    await input('issueType').choose('str');
    await editor.pick(input('issueType').text, 'b', 'Bug');
    await editor.done();
    assert.deepEqual(await editor.kept('pick', 'project', 'projectType', 'issueType', 'issueTypeType'), {
      project: 'OPS',
      projectType: 'str',
      issueType: 'Bug',
      issueTypeType: 'str',
    });
  });

  it('offer what belongs to the things chosen before: whom this issue can be given to', async () => {
    await editor.edit('assign');
    await shows(editor.note('issueIdOrKey'), /^OPS-1 \w/);
    await input('assignee').choose('str');
    await editor.pick(input('assignee').text, 'hana', 'Hana');
    await shows(editor.note('assignee'), 'Hana');
    await editor.done();
    const { assignee } = await editor.kept('assign', 'assignee');
    assert.match(String(assignee), /^712020:/);
    assert.ok(
      world.demo.exchanges.some(
        ({ path, query }) => path.endsWith('assignable/search') && query.includes('issueKey=OPS-1'),
      ),
    );
    await editor.edit('assign');
    await shows(editor.note('assignee'), 'Hana');
  });

  it('are listed at once when "choose or type" is chosen, and not taken by the Tab key', async () => {
    await editor.edit('pick');
    await input('priority').choose('str');
    await shows(editor.offered, 'High');
    await input('priority').text.press('Tab');
    await editor.offered.first().waitFor({ state: 'hidden' });
    assert.equal(await input('priority').text.inputValue(), '');
  });

  it('leave a typed text, and every other type, as they are', async () => {
    await editor.edit('typed');
    await input('project').choose('str');
    await input('project').fill('NEW');
    await input('assignee').choose('msg');
    await input('assignee').fill('payload.who');
    await editor.done();
    const kept = await editor.kept('typed', 'project', 'projectType', 'assignee', 'assigneeType');
    assert.deepEqual(kept, { project: 'NEW', projectType: 'str', assignee: 'payload.who', assigneeType: 'msg' });
  });

  it('stand beside labels whose words only Jira knows, and say what they mean', async () => {
    await editor.edit('search');
    await editor.page.locator('.jira-form details.jira-more > summary').click();
    for (const [name, means] of [
      ['fieldsByKeys', 'which apps give to their own fields'],
      ['reconcileIssues', 'which Jira calls reconciling'],
    ] as const) {
      await editor.page.locator(`label[for="node-input-${name}"]`).hover();
      await shows(editor.page.locator('.red-ui-popover:visible'), means);
      const heard = editor.page.locator(`.form-row:has(#node-input-${name}) .red-ui-typedInput-container`);
      assert.ok((await heard.getAttribute('aria-description'))?.includes(means));
    }
    await editor.page.mouse.move(0, 0);
    await editor.page.locator('.red-ui-popover').first().waitFor({ state: 'detached' });
  });

  it('work from a site that is not deployed yet', async () => {
    const { username, password } = demoCredentials.cloud.ada;
    const { page } = editor;
    await editor.edit('unsaved');
    await editor.addConfig('site');
    await page.getByLabel('Address').fill(world.demo.jira.cloudUrl);
    await page.getByLabel('E-mail', { exact: true }).fill(username);
    await page.getByLabel('API token', { exact: true }).fill(password);
    await editor.configDone();
    await input('projectIdOrKey').choose('str');
    await editor.pick(input('projectIdOrKey').text, 'te', 'Team board (TEAM)');
    assert.equal(await input('projectIdOrKey').text.inputValue(), 'TEAM');
    await editor.done();
  });

  it('say why there are none: no site, or Jira is down; and ask again when told to', async () => {
    await editor.edit('homeless');
    await input('projectIdOrKey').choose('str');
    await input('projectIdOrKey').text.pressSequentially('O');
    await shows(editor.note('projectIdOrKey'), 'Choose a Jira site');
    await editor.cancel();

    world.demo.jira.fault({ path: /priority/, response: { status: 503 }, times: 1 });
    await editor.edit('unlucky');
    await input('priority').choose('str');
    await shows(editor.note('priority'), "Jira can't answer at the moment");
    editor.assertComplainedOnlyOf(/lookup\/priority/);
    await editor.note('priority').getByRole('button', { name: 'Ask Jira again' }).click();
    await shows(editor.offered, 'High');
  });

  it('complete JQL word by word', async () => {
    const { text } = input('jql');
    await editor.edit('search');
    await editor.pick(text, 'stat', 'status');
    await editor.pick(text, ' not', 'NOT IN');
    await editor.pick(text, ' ("in', 'In Progress');
    assert.equal(await text.inputValue(), 'status NOT IN ("In Progress"');
  });

  it('complete and colour JQL in the large editor, line by line', async () => {
    const { page } = editor;
    await editor.edit('search');
    await page.locator('.form-row:has(#node-input-jql) .red-ui-typedInput-option-expand').click();
    const large = page.locator('.node-text-editor .monaco-editor');
    await large.locator('.view-lines').click();
    await page.keyboard.insertText('project = OPS\nAND created > startOfDay() AND sta');
    await page.keyboard.type('t');
    const offered = page.locator('.suggest-widget .monaco-list-row', { hasText: 'Status' });
    await offered.first().click();
    await editor.picture(`jql-${world.version}`);
    const colours = await large
      .locator('.view-line span span')
      .evaluateAll((words) => words.map((word) => getComputedStyle(word).color));
    assert.ok(new Set(colours).size >= 3, `words, keywords and functions look alike: ${colours}`);
    await page.locator('#node-dialog-ok').last().click();
    await large.waitFor({ state: 'hidden' });
    await input('jql').text.waitFor();
    const value = await input('jql').text.inputValue();
    assert.equal(value, 'project = OPS AND created > startOfDay() AND status');
  });

  it("tell Jira's opinion of a JQL, and how many issues it finds", async () => {
    await editor.edit('search');
    const button = (name: string) => editor.note('jql').getByRole('button', { name });
    await input('jql').text.fill('projekt = OPS');
    await button('Check').click();
    await shows(editor.note('jql'), "Field 'projekt' does not exist");
    await input('jql').text.fill('project = OPS');
    await button('Check').click();
    await shows(editor.note('jql'), 'Jira understands this query');
    await button('How many?').click();
    await shows(editor.note('jql'), /Issues: about \d+/);
  });
}
