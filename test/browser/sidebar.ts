import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Locator, Request } from 'playwright-core';
import { until } from '../support/until';
import { turnDark, turnLight } from './appearance';
import { luminance, ratio } from './contrast';
import { type Editor, shows } from './editor';
import { DRY_SITE, SHEET, SIDEBAR, SITES } from './sheets';
import type { World } from './world';

/** WCAG 2.2, 1.4.3 and 1.4.11: text that people can read, and drawings that they can see. */
const READABLE = 4.5;
const VISIBLE = 3;

const isOverview = (request: Request): boolean => request.url().includes('/jira/overview');

/**
 * The tab that tells what goes on at the sites, on what a real Jira and a real Node-RED make of it.
 * @param inShort without what takes long and is the same on every Node-RED
 */
export function sidebar(world: World, inShort = false): void {
  let editor: Editor;
  const tab = () => editor.page.locator('.jira-sidebar');
  const site = (id: string): Locator => tab().locator(`section[aria-labelledby="jira-sidebar-${id}"]`);
  const open = (name = 'jira-flows') => editor.page.evaluate((id) => RED.sidebar.show(id), name);
  const button = (place: Locator, name: string | RegExp) => place.getByRole('button', { name });
  /** Sends something to Jira as a flow does. */
  const send = async (node: string, payload: object): Promise<void> => {
    const props = [{ p: 'payload', v: JSON.stringify(payload), vt: 'json' }];
    const { status } = await world.nodeRed.request('POST', `/inject/${node}-go`, { __user_inject_props__: props });
    assert.equal(status, 200);
  };

  beforeEach(() => {
    editor = world.editor;
  });
  afterEach(async () => {
    await world.demo.jira.plugIn();
    await open('info');
  });

  const inFull = inShort ? it.skip : it;
  inFull('is loaded and asks for nothing until it is opened, nor when it is closed again', async () => {
    // A page on which nobody has opened it.
    editor = await world.open({ language: 'en-US' });
    const asked: string[] = [];
    const hear = (request: Request) => void asked.push(new URL(request.url()).pathname);
    editor.page.on('request', hear);
    try {
      await editor.page.waitForTimeout(300);
      assert.deepEqual(
        asked.filter((path) => /jira-sidebar|overview/.test(path)),
        [],
      );
      await open();
      await site(SITES.cloud).waitFor();
      assert.ok(
        asked.some((path) => path.endsWith('jira-sidebar.js')) && asked.some((path) => path.endsWith('.en-US.json')),
      );
      await editor.page.waitForRequest(isOverview);
      await open('info');
      asked.length = 0;
      await editor.page.waitForTimeout(4_500);
      assert.deepEqual(
        asked.filter((path) => path.endsWith('overview')),
        [],
      );
      await open();
      await editor.page.waitForRequest(isOverview);
      await editor.page.evaluate(() => RED.actions.invoke('core:toggle-sidebar'));
      await tab().waitFor({ state: 'hidden' });
      asked.length = 0;
      await editor.page.waitForTimeout(4_500);
      assert.deepEqual(
        asked.filter((path) => path.endsWith('overview')),
        [],
      );
    } finally {
      editor.page.off('request', hear);
      await editor.page.evaluate(() => RED.actions.invoke('core:toggle-sidebar'));
    }
  });

  it('tells of each site whether it answers, who is signed in, and its last hour as a picture with words', async () => {
    await send('sidebar-get', { issueIdOrKey: 'OPS-1' });
    await open();
    for (const id of [SITES.cloud, SITES.datacenter]) {
      await shows(site(id), /Answers · signed in as Ada Lindqvist/);
      await shows(site(id).getByRole('heading', { level: 3 }), `Demo (${id})`);
    }
    const picture = site(SITES.cloud).getByRole('img');
    await shows(site(SITES.cloud), /calls: [1-9]/);
    assert.match((await picture.getAttribute('aria-label')) ?? '', /^Last hour: calls: \d+, refused for a limit/);
    assert.ok((await picture.locator('rect.jira-calls').count()) >= 1);
    await shows(site(DRY_SITE), 'Dry run: nothing is written');
    await editor.picture(`sidebar-${world.version}`);
  });

  it('names the slowest nodes and the last errors; a press turns to the sheet with the node', async () => {
    await send('sidebar-get', { issueIdOrKey: 'OPS-9999' });
    await send('sidebar-get', { issueIdOrKey: 'OPS-9999' });
    await open();
    await shows(site(SITES.cloud), /2 times · JIRA_NOT_FOUND/);
    await editor.show(SHEET);
    const errors = site(SITES.cloud).locator('.jira-part-errors');
    await button(errors, 'get issue').focus();
    await editor.page.keyboard.press('Enter');
    await until(
      () => editor.page.evaluate(() => RED.workspaces.active()),
      (sheet) => sheet === SIDEBAR,
    );
    await button(site(SITES.cloud).locator('.jira-part-slowest'), /issue/).first().waitFor();
  });

  it('shows what is kept, and has it looked at, saved, dropped and sent, by keyboard alone and without losing the place', async () => {
    await world.demo.jira.pullPlug('refused');
    for (const body of ['alarm first', 'alarm second', 'alarm third'])
      await send('sidebar-comment', { issueIdOrKey: 'OPS-1', body });
    await open();
    const kept = site(SITES.cloud).locator('.jira-part-kept');
    await shows(kept, 'waiting: 3');
    const { keyboard } = editor.page;
    const press = async (name: RegExp) => {
      await button(kept, name).first().focus();
      await keyboard.press('Enter');
    };
    await press(/^Look/);
    await shows(kept.locator('pre'), 'alarm first');
    const saved = editor.page.waitForEvent('download');
    await press(/^Save as JSON/);
    const file: unknown = JSON.parse(readFileSync(await (await saved).path(), 'utf8'));
    assert.match(JSON.stringify(file), /alarm first/);
    // Until something new comes, the keyboard stays where it is.
    await send('sidebar-comment', { issueIdOrKey: 'OPS-2', body: 'alarm fourth' });
    await shows(kept, 'waiting: 4');
    const focused = await editor.page.evaluate(() => document.activeElement?.textContent);
    assert.equal(focused, 'Save as JSON');
    await press(/^Drop:/);
    // A press too many keeps it.
    await keyboard.press('Enter');
    await press(/^Drop:/);
    await keyboard.press('Tab');
    await keyboard.press('Enter');
    await shows(kept, 'waiting: 3');
    await shows(tab().getByRole('status'), 'Dropped.');
    await editor.picture(`sidebar-kept-${world.version}`);
    await shows(site(SITES.cloud), /Does not work/);
    await world.demo.jira.plugIn();
    await press(/^Send now/);
    await until(
      () => comments(world),
      (texts) => /alarm second/.test(texts) && /alarm third/.test(texts) && /alarm fourth/.test(texts),
      {
        within: 60_000,
      },
    );
    assert.doesNotMatch(comments(world), /alarm first/);
    await kept.getByRole('heading').waitFor({ state: 'detached' });
  });

  for (const theme of ['light', 'dark']) {
    it(`can be read in the ${theme} theme, its picture too`, async () => {
      await open();
      await shows(site(SITES.cloud), /Answers/);
      if (theme === 'dark') await turnDark(world);
      try {
        await editor.picture(`sidebar-${world.version}-${theme}`);
        const own =
          ':is(h3, h4, li, p, pre, i, button, .jira-facts, .jira-problem, .jira-dry-run, .jira-link, .jira-axis span)';
        const texts = await coloursOf(tab().locator(`${own}:visible`), 'color');
        assert.ok(texts.length > 20);
        assert.deepEqual(faint(texts, READABLE), []);
        const bars = await coloursOf(tab().locator('rect'), 'fill');
        assert.ok(bars.length > 0);
        assert.deepEqual(faint(bars, VISIBLE), []);
        assert.equal(luminance(texts[0]?.ground ?? '') < 0.2, theme === 'dark', 'the sidebar follows the theme');
      } finally {
        await turnLight(world);
      }
    });
  }

  it('is heard by names: no button is nameless, and every part has its heading', async () => {
    await open();
    await shows(site(SITES.cloud), /Answers/);
    const heard = await tab().ariaSnapshot();
    assert.deepEqual(
      heard.split('\n').filter((row) => /^\s*- (button|img)(?! "[^"]*[a-z]{2})/i.test(row)),
      [],
      heard,
    );
    for (const heading of ['Last hour', 'Slowest in the last hour', 'Last errors'])
      assert.ok(heard.includes(heading), heard);
  });

  inFull('speaks the language of the editor', async () => {
    const own = await world.open({ language: 'de' });
    await own.page.evaluate((id) => RED.sidebar.show(id), 'jira-flows');
    await shows(own.page.locator('.jira-sidebar'), 'angemeldet als Ada Lindqvist');
    assert.doesNotMatch(await own.page.locator('.jira-sidebar').innerText(), /\b(head|hour|kept|errors)\.\w+/);
  });
}

declare const RED: {
  readonly sidebar: { show(id: string): void };
  readonly actions: { invoke(action: string): void };
  readonly workspaces: { active(): string };
};

interface Colour {
  readonly what: string;
  readonly shown: string;
  readonly ground: string;
}

function coloursOf(elements: Locator, property: 'color' | 'fill'): Promise<Colour[]> {
  return elements.evaluateAll(
    (all, name) =>
      all.map((element) => {
        let behind: Element = element;
        while (behind.parentElement && /, 0\)$|^transparent$/.test(getComputedStyle(behind).backgroundColor)) {
          behind = behind.parentElement;
        }
        const what = `${element.className} ${element.textContent?.slice(0, 40)}`;
        return { what, shown: getComputedStyle(element)[name], ground: getComputedStyle(behind).backgroundColor };
      }),
    property,
  );
}

function faint(colours: readonly Colour[], least: number): Colour[] {
  return colours.filter(({ shown, ground }) => ratio(luminance(shown), luminance(ground)) < least);
}

/** All that is said about issues. */
function comments({ demo }: World): string {
  return JSON.stringify([...demo.jira.cloud.comments.values()]);
}
