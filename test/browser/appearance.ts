import assert from 'node:assert/strict';
import { actions } from '../../nodes/index';
import { languages } from '../editor/browser';
import { luminance, ratio } from './contrast';
import type { World } from './world';

/** Two languages of Node-RED's editor; Korean is none of ours, so English must stand in for it. */
const LANGUAGES = ['de', 'ko'];
/** WCAG 2.2, 1.4.3: text that people can read. */
const READABLE = 4.5;

/** How the nodes look beside Node-RED's own. */
export function appearance(world: World): void {
  for (const dark of world.version === '5' ? [false, true] : [false]) {
    it(`every text of a form can be read in the ${dark ? 'dark' : 'light'} theme`, async () => {
      const editor = await world.open({ dark });
      await editor.openForm(await editor.drag('jira-issue-create', { x: 300, y: 200 }));
      await editor.page.locator('.jira-form details').evaluate((fold) => fold.setAttribute('open', ''));
      const name = `${world.version}-${dark ? 'dark' : 'light'}`;
      await editor.picture(`create-${name}`);
      await assertReadable('.jira-form');
      await editor.addConfig('site');
      await editor.picture(`site-${name}`);
      await assertReadable('.jira-form:visible');

      async function assertReadable(form: string): Promise<void> {
        const texts = editor.page.locator(`${form} :is(label, summary, input, select, button):visible`);
        const colours = await texts.evaluateAll((elements) =>
          elements.map((element) => {
            let behind = element;
            while (behind.parentElement && /, 0\)$/.test(getComputedStyle(behind).backgroundColor)) {
              behind = behind.parentElement;
            }
            const what = element.id || element.textContent || element.className;
            return { what, text: getComputedStyle(element).color, ground: getComputedStyle(behind).backgroundColor };
          }),
        );
        assert.ok(colours.length > 10);
        const faint = colours.filter(({ text, ground }) => ratio(luminance(text), luminance(ground)) < READABLE);
        assert.deepEqual(faint, []);
      }
    });
  }

  for (const language of LANGUAGES) {
    it(`the palette and the forms speak ${language}, or English where there are no words yet`, async () => {
      const words = languages.find(({ name }) => name === language) ?? languages[0];
      const editor = await world.open({ language });
      for (const { type } of actions) {
        const label = (await editor.paletteEntry(type).locator('.red-ui-palette-label').allInnerTexts()).join(' ');
        assert.equal(label.replace(/\s+/g, ''), words.text(type, 'label')?.replace(/\s+/g, ''), type);
      }
      await editor.openForm(await editor.drag('jira-issue-create', { x: 300, y: 200 }));
      const form = await editor.page.locator('.jira-form').innerText();
      assert.ok(form.includes(words.shared('form.moreInputs')), form);
      assert.doesNotMatch(form, /\w+\.\w+\.label|form\.\w+/, 'a key of a catalog stands in the form');
    });
  }
}
