import assert from 'node:assert/strict';
import type { Editor } from './editor';
import type { World } from './world';

/** What happens when somebody imports an example, by the dialog that Node-RED has for it. */
export function examples(world: World): void {
  it('lie in folders, by what they are about', async () => {
    const { page } = world.editor;
    await world.editor.examples();
    const folders = await page.locator('.red-ui-treeList-label-text:visible').allInnerTexts();
    for (const folder of ['comment', 'issue', 'stories', 'user']) assert.ok(folders.includes(folder), String(folders));
    await page.keyboard.press('Escape');
  });

  it('use the site that is there, and bring none; taken back, nothing is left of them', async () => {
    const { editor } = world;
    const before = await editor.idsOf('jira-site');
    const wasDirty = await editor.isDirty();
    const [site] = await sitesOfImported(editor, 'issue', 'get-issue');
    assert.deepEqual(await editor.idsOf('jira-site'), before);
    assert.ok(site !== undefined && before.includes(site));
    await editor.page.locator('.red-ui-notification', { hasText: 'Jira site that you have already' }).waitFor();
    await editor.undo();
    assert.deepEqual(await editor.idsOf('jira-site'), before);
    assert.equal(await editor.isDirty(), wasDirty);
  });

  it('bring a site to fill in where there is none, and one for all of them', async () => {
    const { editor } = world;
    await editor.without('jira-site', async () => {
      const [first] = await sitesOfImported(editor, 'issue', 'get-issue');
      assert.deepEqual(await editor.idsOf('jira-site'), [first]);
      const [second] = await sitesOfImported(editor, 'stories', 'triage');
      assert.deepEqual(await editor.idsOf('jira-site'), [first]);
      assert.equal(second, first);
      await editor.undo();
      await editor.undo();
      assert.deepEqual(await editor.idsOf('jira-site'), []);
    });
  });
}

/** The sites that the nodes of an example have once it is imported. */
async function sitesOfImported(editor: Editor, folder: string, name: string): Promise<readonly string[]> {
  const before = await editor.sitesInUse();
  await editor.importExample(folder, name);
  const after = await editor.sitesInUse();
  return Object.keys(after).filter((site) => after[site] !== before[site]);
}
