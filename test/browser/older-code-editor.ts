import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { type RealNodeRed, startNodeRed } from '../support/node-red';
import type { NodeRedVersion } from '../support/node-red-versions';
import { Editor } from './editor';

const FLOWS = [
  { id: 'sheet', type: 'tab', label: 'Search' },
  { id: 'site', type: 'jira-site', name: '', siteUrl: 'https://your-company.atlassian.net', authType: 'basic' },
  {
    id: 'search',
    type: 'jira-issue-search',
    z: 'sheet',
    x: 200,
    y: 80,
    site: 'site',
    jql: '',
    jqlType: 'str',
    wires: [[]],
  },
];

/** A Node-RED whose owner has set it to use Ace, its code editor before Monaco. */
export function olderCodeEditor(version: NodeRedVersion, browser: () => Browser): void {
  let nodeRed: RealNodeRed | undefined;
  let editor: Editor | undefined;

  before(async function () {
    this.timeout(120_000);
    const settings = { editorTheme: { tours: false, codeEditor: { lib: 'ace' } } };
    nodeRed = await startNodeRed({ version, flows: FLOWS, settings });
    editor = await Editor.open(await browser().newContext(), nodeRed.url);
  });
  after(async () => {
    await editor?.close();
    await nodeRed?.stop();
  });

  it('writes JQL in its large editor, on one line in the field afterwards', async () => {
    assert.ok(editor);
    const { page } = editor;
    await editor.edit('search');
    const { text } = editor.typedInput('jql');
    await text.fill('project = OPS');
    await page.locator('.form-row:has(#node-input-jql) .red-ui-typedInput-option-expand').click();
    const large = page.locator('.red-ui-tray .ace_editor');
    await large.locator('.ace_content').click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('\nAND status = Open');
    await page.locator('#node-dialog-ok').last().click();
    await large.waitFor({ state: 'hidden' });
    assert.equal(await text.inputValue(), 'project = OPS AND status = Open');
    await editor.done();
    editor.assertQuiet();
  });
}
