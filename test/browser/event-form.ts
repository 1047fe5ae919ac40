import assert from 'node:assert/strict';
import { type Editor, shows } from './editor';
import type { World } from './world';

const NODE = 'event';

/** The form of the node that begins a flow. */
export function eventForm(world: World): void {
  let editor: Editor;
  const tick = (name: string) => editor.page.getByRole('checkbox', { name });
  const by = (name: string) => editor.page.getByLabel(name, { exact: true });
  const button = (name: string) => editor.page.getByRole('button', { name, exact: true });
  beforeEach(() => {
    editor = world.editor;
  });

  it('is opened and closed without a change, and shows the defaults of what a flow leaves out', async () => {
    await editor.edit('event-list');
    await editor.done();
    const { changed } = await editor.kept('event-list', 'changed');
    assert.ok(!changed);
    await editor.edit('event-bare');
    assert.ok(await tick('issue created').isChecked());
    assert.equal(await by('Hear of them').inputValue(), 'poll');
    assert.equal(await by('Ask every (s)').getAttribute('placeholder'), '60');
    await editor.cancel();
    for (const id of ['event-list', 'event-bare']) assert.deepEqual(await editor.problemsOf(id), [], id);
  });

  it('has ticks for what happens, in groups; those that no asking finds come with a webhook', async () => {
    await editor.edit('event-ticks');
    const issue = editor.page.getByRole('group', { name: 'Issue' });
    assert.equal(await issue.getByRole('checkbox').count(), 5);
    assert.ok(await tick('issue created').isChecked());
    assert.ok(await tick('issue deleted').isDisabled());
    await tick('issue created').uncheck();
    await tick('comment added').focus();
    await editor.page.keyboard.press('Space');
    await by('Hear of them').selectOption('webhook');
    await tick('issue deleted').check();
    assert.deepEqual(await by('Ask every (s)').isVisible(), false);
    await editor.done();
    const kept = await editor.kept('event-ticks', 'events', 'via');
    assert.deepEqual(kept, { events: 'issue.deleted,comment.added', via: 'webhook' });
  });

  it('makes a secret that nobody can read again, and a body for a rule, both to copy', async () => {
    await editor.edit('event-webhook');
    await shows(editor.page.locator('#jira-event-heard'), 'The site has no public URL');
    await editor.picture(`event-webhook-${world.version}`);
    assert.ok(await button('Copy as header').isDisabled());
    await button('Make a new one').click();
    assert.match(await by('Secret').inputValue(), /^[0-9a-f]{64}$/);
    await shows(editor.page.locator('[data-jira-note="secret"]'), 'Copy it now');
    assert.ok(await button('Copy as header').isEnabled());
    await by('Rule for').selectOption('commentAdded');
    assert.match(await by('Body').inputValue(), /"webhookEvent": "comment_created"/);
    await button('Copy as header').click();
    await by('Registration').selectOption('automatic');
    assert.equal(await by('Body').isVisible(), false);
    await editor.done();
  });

  it('completes and checks JQL as the node that searches does', async () => {
    await editor.edit(NODE);
    await editor.typedInput('jql').text.fill('projekt = OPS');
    await editor.note('jql').getByRole('button', { name: 'Check' }).click();
    await shows(editor.note('jql'), "Field 'projekt' does not exist");
  });

  it('says what is wrong, by the names of the fields', async () => {
    await editor.edit('event-wrong');
    await editor.page.locator('.jira-form details.jira-more summary').click();
    await by('Ask every (s)').fill('5');
    await by('Begin with').fill('soon');
    await tick('issue created').uncheck();
    await editor.picture(`event-${world.version}`);
    await editor.done();
    const problems = (await editor.problemsOf('event-wrong')).join('\n');
    for (const wrong of ['Ask every (s): must be', 'Begin with: must be', 'Events: at least one']) {
      assert.ok(problems.includes(wrong), problems);
    }
  });

  it('is heard by names: ticks, fields and buttons alike', async () => {
    await editor.edit('event-webhook');
    await editor.page.locator('.jira-form details.jira-more summary').click();
    const heard = await editor.page.locator('.jira-form').ariaSnapshot();
    const nameless = heard
      .split('\n')
      .filter((line) => /^\s*- (textbox|combobox|button|checkbox|spinbutton)(?! "[^"]*[a-z]{2})/i.test(line));
    assert.deepEqual(nameless, [], heard);
  });

  it('shows the newest events in the debug sidebar, before the node is deployed', async () => {
    const shown = await editor.debugSidebar();
    await editor.edit(NODE);
    await button('Show me the last five').click();
    await shows(
      editor.page.locator('#jira-event-recent-result'),
      /In the debug sidebar: (OPS-\d+ issue created( · )?){5}/,
    );
    await shown.nth(4).waitFor();
    await shows(shown.first(), /issue\.created : msg/);
  });
}
