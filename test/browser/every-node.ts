import assert from 'node:assert/strict';
import { personId } from '../../demo/seed/people';
import { actions } from '../../nodes/actions/index';
import { type Action, allInputs } from '../../nodes/definition';
import { assertHolds } from '../support/assert';
import type { FlowNode } from '../support/node-red';
import type { Editor } from './editor';
import { END, SHEET, SITES, START } from './sheets';
import type { World } from './world';

interface Use {
  /** What is filled in, as texts; all that the node requires is among it. */
  readonly filled: Readonly<Record<string, string>>;
  /** What the debug sidebar then says of the result. */
  readonly shows: RegExp;
}

/** A use of each node that the demo Jira can carry out, all of them at the same time. */
const USES: Readonly<Record<string, Use>> = {
  'jira-issue-create': {
    filled: { project: 'OPS', issueType: 'Task', summary: 'From the form' },
    shows: /"key":"OPS-\d+"/,
  },
  'jira-issue-update': { filled: { issueIdOrKey: 'OPS-2', summary: 'Changed' }, shows: /"issueIdOrKey":"OPS-2"/ },
  'jira-issue-get': { filled: { issueIdOrKey: 'OPS-1' }, shows: /"key":"OPS-1"/ },
  'jira-issue-search': { filled: { jql: 'key = OPS-1' }, shows: /"key":"OPS-1"/ },
  'jira-issue-picker': { filled: { query: 'pump' }, shows: /"sections":/ },
  'jira-issue-assign': { filled: { issueIdOrKey: 'OPS-3', assignee: 'none' }, shows: /"issueIdOrKey":"OPS-3"/ },
  'jira-issue-transition': { filled: { issueIdOrKey: 'OPS-7', transition: '711' }, shows: /"issueIdOrKey":"OPS-7"/ },
  'jira-transition-list': { filled: { issueIdOrKey: 'OPS-8' }, shows: /"to":/ },
  'jira-issue-delete': { filled: { issueIdOrKey: 'OPS-20' }, shows: /"issueIdOrKey":"OPS-20"/ },
  'jira-comment-add': { filled: { issueIdOrKey: 'OPS-4', body: 'Seen' }, shows: /"text":"Seen"/ },
  'jira-comment-update': {
    filled: { issueIdOrKey: 'OPS-7', commentId: '10503', body: 'Mended' },
    shows: /"text":"Mended"/,
  },
  'jira-comment-get': { filled: { issueIdOrKey: 'OPS-7', commentId: '10501' }, shows: /"id":"10501"/ },
  'jira-comment-list': { filled: { issueIdOrKey: 'OPS-7' }, shows: /"id":"10501"/ },
  'jira-comment-list-by-ids': { filled: { ids: '10501' }, shows: /"id":"10501"/ },
  'jira-comment-delete': { filled: { issueIdOrKey: 'OPS-7', commentId: '10502' }, shows: /"commentId":"10502"/ },
  'jira-link-create': {
    filled: { linkType: 'Blocks', inwardIssue: 'OPS-5', outwardIssue: 'OPS-6' },
    shows: /"inwardIssue":\{.*"key":"OPS-5"/,
  },
  'jira-link-get': { filled: { linkId: '10302' }, shows: /"id":"10302"/ },
  'jira-link-delete': { filled: { linkId: '10303' }, shows: /"linkId":"10303"/ },
  'jira-project-get': { filled: { projectIdOrKey: 'OPS' }, shows: /"key":"OPS"/ },
  'jira-project-list': { filled: { query: 'Operations' }, shows: /"key":"OPS"/ },
  'jira-user-get': { filled: { accountId: personId('cloud', 'ben') }, shows: /"displayName":"Ben/ },
  'jira-user-email': { filled: { accountId: personId('cloud', 'ben') }, shows: /"email":"ben@/ },
  'jira-user-list': { filled: {}, shows: /"accountId":/ },
  'jira-field-list': { filled: {}, shows: /"schema":/ },
  'jira-issue-type-get': { filled: { issueTypeId: '10004' }, shows: /"id":"10004"/ },
  'jira-issue-type-list': { filled: {}, shows: /"name":"Bug"/ },
  'jira-issue-type-list-for-project': { filled: { projectIdOrKey: 'OPS' }, shows: /"name":"Bug"/ },
};

const COLUMNS = 3;

/** What must be true of each node in the editor, whatever it does. */
export function everyNode(world: World): void {
  const dragged = new Map<string, string>();

  actions.forEach((action, index) => {
    it(`${action.type} is dragged, wired and filled, by names that everybody hears`, async () => {
      const { editor } = world;
      await editor.show(SHEET);
      await assertHasIcon(editor, action.type);
      const place = { x: 140 + (index % COLUMNS) * 300, y: 100 + Math.floor(index / COLUMNS) * 60 };
      const id = await editor.drag(action.type, place);
      dragged.set(action.type, id);
      await editor.wire(START, id);
      await editor.wire(id, END);
      await editor.openForm(id);
      await editor.page.locator('#node-input-site').selectOption(SITES.cloud);
      await assertFoldOpensByKeyboard(editor);
      for (const [name, value] of Object.entries(useOf(action).filled)) {
        await editor.typedInput(name).choose('str');
        await editor.typedInput(name).fill(value);
      }
      await assertEverythingHasAName(editor, action);
      await editor.done();
      assert.deepEqual(await editor.problemsOf(id), []);
    });
  });

  it('all of them are deployed with what was filled in, run, and show their results in the debug sidebar', async () => {
    const { editor, nodeRed } = world;
    await editor.deploy();
    const { body } = await nodeRed.request('GET', '/flows');
    for (const action of actions) {
      const node = (body as FlowNode[]).find(({ id }) => id === dragged.get(action.type));
      const entries = Object.entries(useOf(action).filled).flatMap(([name, value]) => [
        [name, value],
        [`${name}Type`, 'str'],
      ]);
      assertHolds(node, { type: action.type, site: SITES.cloud, ...Object.fromEntries(entries) });
    }
    const shown = await editor.debugSidebar();
    await editor.inject(START);
    await shown.nth(actions.length - 1).waitFor();
    await shown.locator('.red-ui-debug-msg-object-handle').evaluateAll((handles) => {
      for (const handle of handles) if (handle instanceof HTMLElement) handle.click();
    });
    const results = await shown.allInnerTexts();
    for (const action of actions) {
      const operation = action.type.replace('jira-', '');
      const result = results.find((text) => text.includes(`${operation}: `));
      assert.ok(result, `no result of ${operation} among:\n${results.join('\n')}`);
      assert.match(result, useOf(action).shows);
    }
  });

  it('forms that are opened and closed again change nothing', async () => {
    const { editor } = world;
    for (const [type, id] of dragged) {
      await editor.reopen(id);
      assert.equal(await editor.isDirty(), false, type);
    }
  });
}

function useOf({ type }: Action): Use {
  const use = USES[type];
  assert.ok(use, `${type} has no use in the tests yet`);
  return use;
}

async function assertHasIcon(editor: Editor, type: string): Promise<void> {
  const entry = editor.paletteEntry(type);
  await entry.scrollIntoViewIfNeeded();
  const image = await entry
    .locator('.red-ui-palette-icon')
    .evaluate((element) => getComputedStyle(element).backgroundImage);
  const url = /url\("(.+)"\)/.exec(image)?.[1] ?? '';
  assert.ok(url.endsWith(`/${type}.svg`), `the palette shows ${image}`);
  const icon = await editor.page.request.get(url);
  assert.match(icon.headers()['content-type'] ?? '', /^image\/svg/);
  assert.match(await icon.text(), /<svg/);
}

/** A control without a name, or with an icon for one, is silence to whoever hears the page. The folds must be open. */
async function assertEverythingHasAName(editor: Editor, action: Action): Promise<void> {
  const form = editor.page.locator('.jira-form');
  const heard = await form.ariaSnapshot();
  const nameless = heard
    .split('\n')
    .filter((line) =>
      /^\s*- (textbox|combobox|button|checkbox|listbox|spinbutton|searchbox)(?! "[^"]*[a-z]{2})/i.test(line),
    );
  assert.deepEqual(nameless, [], heard);
  for (const name of Object.keys(allInputs(action))) {
    const label = (await form.locator(`label[for="node-input-${name}"]`).innerText()).replace('*', '').trim();
    assert.ok(
      heard.includes(`group "${label}"`),
      `${name} is called "${label}" on the screen, but heard is:\n${heard}`,
    );
  }
}

async function assertFoldOpensByKeyboard(editor: Editor): Promise<void> {
  const fold = editor.page.locator('.jira-form details.jira-more');
  await fold.locator('summary').focus();
  await editor.page.keyboard.press('Enter');
  assert.equal(await fold.getAttribute('open'), '');
  assert.ok(await fold.locator('.form-row').first().isVisible());
}
