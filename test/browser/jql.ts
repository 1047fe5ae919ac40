import assert from 'node:assert/strict';
import { type Editor, shows } from './editor';
import type { World } from './world';

/** The part of jQuery that tells how many responses the editor waits for. */
declare const jQuery: { readonly active: number };

/** How people write queries, with the keyboard alone. */
export function jql(world: World): void {
  let editor: Editor;
  const text = () => editor.typedInput('jql').text;
  /** Types the last letter of a query, and answers what is offered once something certain is among it. */
  const offers = async (typed: string, certain: string) => {
    if (await editor.offered.first().isVisible()) await text().press('Escape');
    await text().fill(typed.slice(0, -1));
    await text().pressSequentially(typed.slice(-1));
    await shows(editor.offered, certain);
    return editor.offered.allInnerTexts();
  };
  const takes = async (typed: string, offer: string, then: string) => {
    await offers(typed, offer);
    await editor.offered.filter({ hasText: offer }).first().click();
    assert.equal(await text().inputValue(), then);
  };
  beforeEach(async () => {
    editor = world.editor;
    await editor.edit('search');
  });

  it('is left by the Tab key, which takes no suggestion: not one that is shown, and not one that comes later', async () => {
    await offers('sta', 'status');
    await text().press('Tab');
    await editor.offered.first().waitFor({ state: 'hidden' });
    assert.equal(await text().inputValue(), 'sta');
    assert.equal(await text().evaluate((field) => field === document.activeElement), false);

    const { page } = editor;
    let answer = () => {};
    const left = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route(/lookup\/jql-field/, (route) => left.then(() => route.continue()));
    const asked = page.waitForRequest(/lookup\/jql-field/);
    const response = page.waitForResponse(/lookup\/jql-field/);
    await text().fill('crea');
    await text().pressSequentially('t');
    await asked;
    await text().press('Tab');
    answer();
    await (await response).finished();
    await page.unroute(/lookup\/jql-field/);
    await page.waitForFunction(() => jQuery.active === 0);
    assert.equal(await editor.offered.count(), 0);
    assert.equal(await text().inputValue(), 'creat');
  });

  it('takes a suggestion by the arrow keys, which ask for it', async () => {
    await offers('stat', 'status');
    await text().press('ArrowDown');
    await editor.page.keyboard.press('Tab');
    assert.equal(await text().inputValue(), 'status');
  });

  it('completes names with spaces without the quotes, which nobody thinks of', async () => {
    await takes('status = In P', 'In Progress', 'status = "In Progress"');
    await takes('status in (Done, In P', 'In Progress', 'status in (Done, "In Progress"');
    await takes('status in Don', 'Done', 'status in (Done');
    await takes('project = OPS AND Story P', 'Story Points', 'project = OPS AND "Story Points"');
  });

  it('offers functions only where they fit the field and what stands before it', async () => {
    assert.deepEqual(await offers('assignee = cur', 'currentUser()'), ['currentUser()']);
    const dates = await offers('created > ', 'startOfDay()');
    assert.ok(!dates.includes('currentUser()'), String(dates));
    const statuses = await offers('status = ', 'In Progress');
    assert.deepEqual(
      statuses.filter((one) => one.endsWith('()')),
      [],
    );
    await offers('issue in ', 'watchedIssues()');
    assert.deepEqual(await offers('resolution is ', 'EMPTY'), ['EMPTY']);
  });

  it('wraps in the large editor, and tells there what Jira finds wrong', async () => {
    const { page } = editor;
    await text().fill(`projekt = OPS AND summary ~ "${'pump '.repeat(60)}"`);
    await page.locator('.form-row:has(#node-input-jql) .red-ui-typedInput-option-expand').click();
    const large = page.locator('.node-text-editor .monaco-editor');
    await large.locator('.view-line').nth(1).waitFor();
    await shows(page.getByRole('status'), "Field 'projekt' does not exist");
    await large.locator('.squiggly-error').first().waitFor();
    await page.keyboard.press('Control+Home');
    for (let letter = 0; letter < 'projekt'.length; letter++) await page.keyboard.press('Delete');
    await page.keyboard.insertText('project');
    await shows(page.getByRole('status'), 'Jira understands this query');
    await large.locator('.squiggly-error').first().waitFor({ state: 'detached' });
    await editor.picture(`jql-checked-${world.version}`);
    await page.locator('#node-dialog-cancel').last().click();
    await large.waitFor({ state: 'hidden' });
  });
}
