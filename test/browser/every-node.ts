import assert from 'node:assert/strict';
import { actions } from '../../nodes/actions/index';
import { type Action, allInputs } from '../../nodes/definition';
import { assertHolds } from '../support/assert';
import { casesOf } from '../support/cases';
import type { FlowNode } from '../support/node-red';
import type { Editor, Place } from './editor';
import { END, SHEET, SITES, START } from './sheets';
import type { World } from './world';

const COLUMNS = 3;
/**
 * Nodes that are used by mouse alone, one of each kind: it changes something, reads one thing, reads a list. How Node-RED drags, wires and opens a node
 * is the same for all; what the others could have wrong is their form, which each of them shows.
 */
const BY_HAND: readonly string[] = ['jira-comment-add', 'jira-issue-get', 'jira-issue-search'];

/** What must be true of each node in the editor, whatever it does. */
export function everyNode(world: World): void {
  const added = new Map<string, string>();

  actions.forEach((action, index) => {
    const byHand = BY_HAND.includes(action.type);
    it(`${action.type} is ${byHand ? 'dragged and wired by mouse' : 'added'} and filled, by names that everybody hears`, async () => {
      const { editor } = world;
      await editor.show(SHEET);
      await assertHasIcon(editor, action.type);
      // The ports of the longest label must be on the sheet.
      const place = { x: 200 + (index % COLUMNS) * 300, y: 100 + Math.floor(index / COLUMNS) * 60 };
      const id = await (byHand ? drawn(editor, action.type, place) : editor.add(action.type, place, START, END));
      added.set(action.type, id);
      await (byHand ? editor.openForm(id) : editor.edit(id));
      await editor.page.locator('#node-input-site').selectOption(SITES.cloud);
      await assertFoldOpensByKeyboard(editor);
      for (const [name, value] of Object.entries(casesOf(action.type).browser.form)) {
        const input = editor.typedInput(name);
        if (!byHand) {
          await input.set(typeOf(action, name), value);
          continue;
        }
        await input.choose(typeOf(action, name));
        await input.fill(value);
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
      const node = (body as FlowNode[]).find(({ id }) => id === added.get(action.type));
      const entries = Object.entries(casesOf(action.type).browser.form).flatMap(([name, value]) => [
        [name, value],
        [`${name}Type`, typeOf(action, name)],
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
      assert.match(result, casesOf(action.type).browser.shows);
    }
  });

  it('forms that are opened and closed again change nothing', async () => {
    const { editor } = world;
    for (const [type, id] of added) {
      await editor.reopen(id);
      assert.equal(await editor.isDirty(), false, type);
    }
  });
}

async function drawn(editor: Editor, type: string, place: Place): Promise<string> {
  const id = await editor.drag(type, place);
  await editor.wire(START, id);
  await editor.wire(id, END);
  return id;
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
/** How a fixed value is written: rows are data. */
function typeOf({ inputs }: Action, name: string): string {
  return inputs[name]?.kind === 'rows' ? 'json' : 'str';
}

async function assertEverythingHasAName(editor: Editor, action: Action): Promise<void> {
  const form = editor.page.locator('.jira-form');
  const once = form.locator('#node-input-once');
  // The key is asked for where it is minded.
  if ((await once.count()) > 0) await once.check();
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
  if ((await once.count()) > 0) await once.uncheck();
}

async function assertFoldOpensByKeyboard(editor: Editor): Promise<void> {
  const fold = editor.page.locator('.jira-form details.jira-more');
  await fold.locator('summary').focus();
  await editor.page.keyboard.press('Enter');
  assert.equal(await fold.getAttribute('open'), '');
  assert.ok(await fold.locator('.form-row').first().isVisible());
}
