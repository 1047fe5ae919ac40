import assert from 'node:assert/strict';
import { FAILING, GO_FAILING } from './sheets';
import type { World } from './world';

/** Where people look first when something went wrong. */
export function errors(world: World): void {
  it('stand in the debug sidebar as whole sentences where no node catches them, with the call that failed', async () => {
    const { editor, nodeRed } = world;
    const shown = await editor.debugSidebar();
    await nodeRed.request('POST', `/inject/${GO_FAILING}`);
    await shown.first().waitFor();
    const text = await shown.first().innerText();
    assert.match(text, /Jira rejected the request \(400\)\. .*duedate.*\./, text);
    assert.match(text, /JIRA_INVALID/);
    assert.doesNotMatch(text, /\[object Object\]/);
    await shown.first().locator('.red-ui-debug-msg-object-handle').first().click();
    assert.match(await shown.first().innerText(), /cause: "issue-create POST \/rest\/api\/3\/issue 400"/);
    assert.deepEqual(await editor.problemsOf(FAILING), []);
  });
}
