import assert from 'node:assert/strict';
import { actions } from '../../nodes/actions/index';
import { languages } from '../editor/browser';
import { luminance, ratio } from './contrast';
import type { World } from './world';

/** Two languages of Node-RED's editor; Korean is none of ours, so English must stand in for it. */
const LANGUAGES = ['de', 'ko'];
/** WCAG 2.2, 1.4.3: text that people can read. */
const READABLE = 4.5;

/** Of the variables that a dark theme for Node-RED 4.1 sets, those that forms take their colours from. */
const DARK_COLOURS = {
  'primary-background': '#1e1e1e',
  'secondary-background': '#252526',
  'secondary-background-selected': '#37373d',
  'tertiary-background': '#2d2d2d',
  'primary-text-color': '#e0e0e0',
  'secondary-text-color': '#b0b0b0',
  'text-color-error': '#ff9a9a',
  'form-background': '#252526',
  'form-text-color': '#e0e0e0',
  'form-input-background': '#1e1e1e',
  'form-button-background': '#37373d',
  'primary-border-color': '#555555',
  'form-input-border-color': '#555555',
};

/** How the nodes look beside Node-RED's own. */
export function appearance(world: World): void {
  for (const theme of ['light', 'dark']) {
    it(`every text of a form can be read in the ${theme} theme`, async () => {
      const { editor, version } = world;
      if (theme === 'dark') await turnDark(world);
      try {
        await editor.edit('fill-cloud');
        await editor.page.locator('.jira-fields summary').waitFor();
        await editor.page.locator('.jira-form details').evaluateAll((folds) => {
          for (const fold of folds) fold.setAttribute('open', '');
        });
        await editor.picture(`create-${version}-${theme}`);
        await assertReadable('.jira-form');
        await editor.addConfig('site');
        await editor.picture(`site-${version}-${theme}`);
        await assertReadable('.jira-form:visible');
        await editor.cancelAll();
        await editor.edit('event-webhook');
        await editor.picture(`event-${version}-${theme}`);
        await assertReadable('.jira-form:visible');
      } finally {
        await turnLight(world);
      }

      async function assertReadable(form: string): Promise<void> {
        // A button with Node-RED's class is as readable as Node-RED makes its own.
        const own = ':is(label, summary, input, select, button:not(.red-ui-button)):visible';
        const colours = await editor.page.locator(`${form} ${own}`).evaluateAll((elements) =>
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
        const isDark = colours.filter(({ ground }) => luminance(ground) < 0.2).length > colours.length / 2;
        assert.equal(isDark, theme === 'dark', 'the form follows the theme');
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
      await editor.edit('fill-cloud');
      const form = await editor.page.locator('.jira-form').innerText();
      assert.ok(form.includes(words.shared('form.moreInputs')), form);
      assert.doesNotMatch(form, /\w+\.\w+\.label\b|form\.\w+/, 'a key of a catalog stands in the form');
    });
  }
}

/** Node-RED 5 has a dark theme built in; for 4.1 people install one, a stylesheet with other values for its variables. */
export async function turnDark({ editor, version }: World): Promise<void> {
  const variables = Object.entries(DARK_COLOURS).map(([name, colour]) => `--red-ui-${name}: ${colour};`);
  await editor.page.evaluate(
    ([attribute, value]) => document.documentElement.setAttribute(attribute, value),
    version === '5' ? (['class', 'nr-theme-dark'] as const) : (['style', variables.join(' ')] as const),
  );
}

export async function turnLight({ editor }: World): Promise<void> {
  await editor.page.evaluate(() => {
    for (const name of ['class', 'style']) document.documentElement.removeAttribute(name);
  });
}
