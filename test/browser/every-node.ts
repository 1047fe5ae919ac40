import assert from 'node:assert/strict';
import { type Action, allInputs, type InputKind } from '../../nodes/definition';
import { actions } from '../../nodes/index';
import { assertHolds } from '../support/assert';
import type { FlowNode } from '../support/node-red';
import type { Editor } from './editor';
import { SITE, type World } from './world';

/** For each kind a type of the typed input, and a value that it takes. */
const FILLED_WITH: Readonly<Record<InputKind, readonly [type: string, value: string]>> = {
  text: ['str', 'some text'],
  rich: ['str', 'some text'],
  reference: ['str', 'a name'],
  list: ['str', 'one,two'],
  ids: ['str', '10,11'],
  flag: ['msg', 'wanted'],
  count: ['num', '5'],
  object: ['json', '{"a":1}'],
};

const COLUMNS = 4;

/** What must be true of each node in the editor, whatever it does. */
export function everyNode(world: World): void {
  actions.forEach((action, index) => {
    it(`${action.type} is dragged, filled, deployed and reopened without losing a value`, async () => {
      const { editor } = world;
      await assertHasIcon(editor, action.type);
      const place = { x: 130 + (index % COLUMNS) * 220, y: 40 + Math.floor(index / COLUMNS) * 60 };
      const id = await editor.drag(action.type, place);
      await editor.openForm(id);
      await editor.page.locator('#node-input-site').selectOption(SITE);
      const filled = await fillRequired(editor, action);
      await assertEverythingHasAName(editor, action);
      await assertFoldOpensByKeyboard(editor);
      await editor.done();
      assert.deepEqual(await editor.problemsOf(id), []);
      await editor.deploy();
      assertHolds(await deployed(world, id), { site: SITE, ...filled });
      await editor.openForm(id);
      assert.equal(await editor.page.locator('#node-input-site').inputValue(), SITE);
      for (const [property, value] of Object.entries(filled)) {
        assert.equal(await editor.page.locator(`#node-input-${property}`).inputValue(), value, property);
      }
      await editor.cancel();
    });
  });
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

/** Fills what the node can't do without; answers the properties that this sets. */
async function fillRequired(editor: Editor, action: Action): Promise<Record<string, string>> {
  const filled: Record<string, string> = {};
  for (const [name, input] of Object.entries(allInputs(action))) {
    if (!input.required) continue;
    const [type, value] = FILLED_WITH[input.kind];
    const field = editor.typedInput(name);
    await field.choose(type);
    await field.fill(value);
    Object.assign(filled, { [name]: value, [`${name}Type`]: type });
  }
  return filled;
}

/** A control without a name is silence to whoever hears the page. */
async function assertEverythingHasAName(editor: Editor, action: Action): Promise<void> {
  const form = editor.page.locator('.jira-form');
  await form.locator('details').evaluateAll((folds) => {
    for (const fold of folds) fold.setAttribute('open', '');
  });
  const heard = await form.ariaSnapshot();
  const nameless = heard
    .split('\n')
    .filter((line) => /^\s*- (textbox|combobox|button|checkbox|listbox|spinbutton|searchbox)(?! ")/.test(line));
  assert.deepEqual(nameless, [], heard);
  for (const name of Object.keys(allInputs(action))) {
    const label = (await form.locator(`label[for="node-input-${name}"]`).innerText()).trim();
    assert.ok(
      heard.includes(`group "${label}"`),
      `${name} is called "${label}" on the screen, but heard is:\n${heard}`,
    );
  }
  await form.locator('details').evaluateAll((folds) => {
    for (const fold of folds) fold.removeAttribute('open');
  });
}

async function assertFoldOpensByKeyboard(editor: Editor): Promise<void> {
  const fold = editor.page.locator('.jira-form details.jira-more');
  await fold.locator('summary').focus();
  await editor.page.keyboard.press('Enter');
  assert.equal(await fold.getAttribute('open'), '');
  assert.ok(await fold.locator('.form-row').first().isVisible());
}

async function deployed({ nodeRed }: World, id: string): Promise<object> {
  const { body } = await nodeRed.request('GET', '/flows');
  const node = (body as FlowNode[]).find((each) => each.id === id);
  assert.ok(node, `${id} is not among what Node-RED runs`);
  return node;
}
