import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { PROJECT_ROOT } from '../support/node-red-versions';

/** The part of Node-RED's editor that is asked what no element on the page tells. */
declare const RED: {
  readonly nodes: {
    add(node: AddedNode | EditedNode): AddedNode;
    addLink(link: { source: EditedNode; sourcePort: number; target: EditedNode }): void;
    dirty(): boolean;
    eachConfig(look: (node: { readonly id: string; readonly type: string }) => void): void;
    eachNode(look: (node: EditedNode) => void): void;
    filterNodes(filter: { type: string }): readonly { readonly id: string }[];
    remove(id: string): void;
    node(id: string): EditedNode;
    remove(id: string): void;
  };
  readonly view: {
    createNode(type: string, x: number, y: number): { readonly node: AddedNode };
    redraw(updateActive: boolean): void;
  };
  readonly history: { list(): readonly object[] };
  readonly workspaces: { active(): string; show(id: string): void };
  readonly actions: { invoke(action: string, ...args: unknown[]): void };
  readonly editor: { edit(node: EditedNode): void };
};

interface EditedNode {
  readonly valid: boolean;
  readonly validationErrors?: readonly string[];
  readonly [property: string]: unknown;
}

interface AddedNode {
  readonly id: string;
}

/** What the editor's form widgets are told when nobody clicks. */
declare const jQuery: (element: Element) => { typedInput(property: 'type' | 'value', to: string): void };

export interface OpenOptions {
  readonly language?: string;
  /** Pixels. */
  readonly size?: { readonly width: number; readonly height: number };
}

/** A place on the flow's sheet as the window shows it, in pixels from its upper left corner. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** The editor slides and fades by timers of half a second at most; a test would spend most of its time watching. */
const HASTE = `{
  const later = window.setTimeout.bind(window);
  window.setTimeout = (task, ms, ...rest) => later(task, ms > 0 && ms <= 500 ? ms / 20 : ms, ...rest);
  addEventListener('DOMContentLoaded', () => {
    const still = document.createElement('style');
    still.textContent = '*, *::before, *::after { transition: none !important; animation: none !important; }';
    document.head.append(still);
    if (window.jQuery) jQuery.fx.off = true;
  });
}`;
/** Of whatever is waited for, on a machine that is busy with something else. */
const PATIENCE_MS = 40_000;
const DOUBLE_CLICKS = 8;
const PICTURES = path.join(PROJECT_ROOT, '.cache', 'browser');

/**
 * Node-RED's editor in a browser, used as a person does: by mouse and keyboard on what the page shows. Its selectors are
 * those that Node-RED 4.1 and 5 share.
 */
export class Editor {
  /** What the page complained about since it was opened: errors nobody caught, and errors in the console. */
  readonly complaints: string[] = [];

  private constructor(readonly page: Page) {
    page.on('pageerror', (error) => this.complaints.push(error.stack ?? String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(`${message.text()} (${message.location().url})`);
    });
  }

  /**
   * @param browser a window's memory: what one page has loaded, the next need not load again
   * @param url of a running Node-RED
   */
  static async open(browser: BrowserContext, url: string, options: OpenOptions = {}): Promise<Editor> {
    const { language = 'en-US', size = { width: 1500, height: 1000 } } = options;
    const page = await browser.newPage();
    await page.setViewportSize(size);
    page.setDefaultTimeout(PATIENCE_MS);
    await page.addInitScript(`localStorage.setItem('editor-language', '${language}')`);
    await page.addInitScript(HASTE);
    const editor = new Editor(page);
    await page.goto(url);
    await editor.ready();
    return editor;
  }

  private async ready(): Promise<void> {
    await this.page.locator('.red-ui-palette-node').first().waitFor({ state: 'attached', timeout: PATIENCE_MS });
    await this.page.waitForFunction(() => RED.workspaces.active(), undefined, { timeout: PATIENCE_MS });
    await this.page.locator('#red-ui-loading-progress').waitFor({ state: 'hidden' });
    // Node-RED 5 shows its tips where their place is not made yet, and then complains of it.
    await this.page.evaluate(() => RED.actions.invoke('core:toggle-show-tips', false));
  }

  async close(): Promise<void> {
    await this.page.close();
  }

  /** @throws AssertionError with all complaints since the last call, if there are any */
  assertQuiet(): void {
    assert.deepEqual(this.complaints.splice(0), []);
  }

  /** What a test provokes and the browser tells on its own, such as a response that is a failure. */
  assertComplainedOnlyOf(expected: RegExp): void {
    const complaints = this.complaints.splice(0);
    assert.ok(complaints.length > 0, `no complaint of ${expected}`);
    assert.deepEqual(
      complaints.filter((one) => !expected.test(one)),
      [],
    );
  }

  /** Keeps a picture of the page for whoever wants to look; answers its file. */
  async picture(name: string): Promise<string> {
    mkdirSync(PICTURES, { recursive: true });
    const file = path.join(PICTURES, `${name}.png`);
    await this.page.screenshot({ path: file });
    return file;
  }

  /** Turns to another sheet. */
  async show(sheet: string): Promise<void> {
    await this.page.evaluate((id) => RED.workspaces.show(id), sheet);
  }

  paletteEntry(type: string): Locator {
    return this.page.locator(`.red-ui-palette-node[data-palette-type="${type}"]`);
  }

  /** Drags a node from the palette onto the sheet; answers its id. */
  async drag(type: string, to: Place): Promise<string> {
    const entry = this.paletteEntry(type);
    await entry.scrollIntoViewIfNeeded();
    const before = await this.ids(type);
    const { x, y } = await middle(entry);
    const sheet = await box(this.page.locator('#red-ui-workspace-chart'));
    const { mouse } = this.page;
    await mouse.move(x, y);
    await mouse.down();
    await mouse.move(sheet.x + to.x, sheet.y + to.y, { steps: 4 });
    await mouse.up();
    const added = (await this.ids(type)).filter((id) => !before.includes(id));
    assert.equal(added.length, 1, `dragging ${type} onto the sheet adds one node`);
    return added[0] ?? '';
  }

  /** Adds a node to the sheet that is shown, wired between two others, by what the editor itself calls when one is dragged and wired. */
  add(type: string, at: Place, from: string, to: string): Promise<string> {
    return this.page.evaluate(
      ([added, { x, y }, source, target]) => {
        const { id } = RED.nodes.add(RED.view.createNode(added, x, y).node);
        RED.nodes.addLink({ source: RED.nodes.node(source), sourcePort: 0, target: RED.nodes.node(id) });
        RED.nodes.addLink({ source: RED.nodes.node(id), sourcePort: 0, target: RED.nodes.node(target) });
        RED.view.redraw(true);
        return id;
      },
      [type, at, from, to] as const,
    );
  }

  private ids(type: string): Promise<string[]> {
    return this.page.evaluate((wanted) => RED.nodes.filterNodes({ type: wanted }).map(({ id }) => id), type);
  }

  node(id: string): Locator {
    return this.page.locator(`[id="${id}"]`);
  }

  /** What the node shows on the sheet. */
  async labelOf(id: string): Promise<string> {
    return (await this.node(id).locator('.red-ui-flow-node-label').textContent()) ?? '';
  }

  /** Draws a wire from one node's output to another's input. */
  async wire(from: string, to: string): Promise<void> {
    const start = await middle(this.node(from).locator('.red-ui-flow-port-output rect'));
    const end = await middle(this.node(to).locator('.red-ui-flow-port-input rect'));
    const { mouse } = this.page;
    await mouse.move(start.x, start.y);
    await mouse.down();
    await mouse.move(end.x, end.y, { steps: 4 });
    await mouse.up();
  }

  /** Opens a node's form with a double click; one that comes while Node-RED draws the sheet anew gets lost. */
  async openForm(id: string): Promise<void> {
    const button = this.page.locator('#node-dialog-ok');
    for (let tries = 1; tries <= DOUBLE_CLICKS && !(await button.isVisible()); tries++) {
      const { x, y } = await middle(this.node(id).locator('rect.red-ui-flow-node'));
      await this.page.mouse.dblclick(x, y);
      await button.waitFor({ timeout: 1_000 }).catch(() => undefined);
    }
    await this.slid(button);
  }

  /** Opens the form of a node that may stand on any sheet. */
  async edit(id: string): Promise<void> {
    await this.page.evaluate((wanted) => RED.editor.edit(RED.nodes.node(wanted)), id);
    await this.slid(this.page.locator('#node-dialog-ok'));
  }

  /** Opens a form and presses Done at once, without waiting for it to slide in. */
  async reopen(id: string): Promise<void> {
    await this.page.evaluate((wanted) => RED.editor.edit(RED.nodes.node(wanted)), id);
    await this.page.locator('#node-dialog-ok').dispatchEvent('click');
    await this.page.locator('.red-ui-tray').waitFor({ state: 'detached' });
  }

  /** Presses Done in a node's form, and waits until it is gone. */
  async done(): Promise<void> {
    await this.page.locator('#node-dialog-ok').click();
    await this.page.locator('.red-ui-tray').waitFor({ state: 'detached' });
  }

  async cancel(): Promise<void> {
    await this.page.locator('#node-dialog-cancel').click();
    await this.page.locator('.red-ui-tray').waitFor({ state: 'detached' });
  }

  /** Leaves every form that a test has left open, without a change. */
  async cancelAll(): Promise<void> {
    for (const button of ['#node-config-dialog-cancel', '#node-dialog-cancel']) {
      const cancel = this.page.locator(button);
      if (!(await cancel.isVisible())) continue;
      await this.slid(cancel);
      await cancel.click();
      await cancel.waitFor({ state: 'detached' });
    }
  }

  /** What the editor holds of a node, deployed or not. */
  kept(id: string, ...names: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
    return this.page.evaluate(
      ([wanted, kept]) => Object.fromEntries(kept.map((name) => [name, RED.nodes.node(wanted)[name]])),
      [id, names] as const,
    );
  }

  /** Opens the dialog of a new configuration node from a node's form. */
  async addConfig(property: string): Promise<void> {
    await this.page.locator(`#node-input-btn-${property}-add`).click();
    await this.slid(this.page.locator('#node-config-dialog-ok'));
  }

  /** Opens the dialog of the chosen configuration node from a node's form. */
  async editConfig(property: string): Promise<void> {
    await this.page.locator(`#node-input-btn-${property}-edit`).click();
    await this.slid(this.page.locator('#node-config-dialog-ok'));
  }

  /** Takes nodes off the flows, configuration nodes included, as if they had never been there. */
  async remove(...ids: readonly string[]): Promise<void> {
    await this.page.evaluate((removed) => {
      for (const id of removed) RED.nodes.remove(id);
    }, ids);
  }

  /** Adds the configuration node, and returns to the node's form. */
  async configDone(): Promise<void> {
    const button = this.page.locator('#node-config-dialog-ok');
    await button.click();
    await button.waitFor({ state: 'detached' });
    await this.slid(this.page.locator('#node-dialog-ok'));
  }

  async configCancel(): Promise<void> {
    const button = this.page.locator('#node-config-dialog-cancel');
    await button.click();
    await button.waitFor({ state: 'detached' });
    await this.slid(this.page.locator('#node-dialog-ok'));
  }

  /** Trays slide in: a button can be pressed once it stands still. */
  private async slid(button: Locator): Promise<void> {
    await button.waitFor();
    await button.click({ trial: true });
  }

  typedInput(input: string): TypedInput {
    return new TypedInput(this.page, this.page.locator(`#node-input-${input}`));
  }

  typedInputAt(field: Locator): TypedInput {
    return new TypedInput(this.page, field);
  }

  /** What a field offers while somebody types. */
  get offered(): Locator {
    return this.page.locator('.red-ui-autoComplete-container:visible a');
  }

  /** Types a few letters and takes an offer. */
  async pick(field: Locator, typed: string, offer: string): Promise<void> {
    await field.click();
    await field.pressSequentially(typed);
    await this.offered.filter({ hasText: offer }).first().click();
  }

  /** The line below an input. */
  note(input: string): Locator {
    return this.page.locator(`.form-row:has(#node-input-${input}) .jira-note`);
  }

  /** Whether something is not deployed. */
  isDirty(): Promise<boolean> {
    return this.page.evaluate(() => RED.nodes.dirty());
  }

  async deploy(): Promise<void> {
    await this.page.locator('#red-ui-header-button-deploy').click();
    await this.page.waitForFunction(() => !RED.nodes.dirty());
    // A shade lies over the sheet until the button has stopped turning.
    await this.page.locator('.red-ui-deploy-button-spinner').waitFor({ state: 'hidden' });
  }

  /** Why a node shows its red triangle; empty where it doesn't. */
  problemsOf(id: string): Promise<readonly string[]> {
    return this.page.evaluate((wanted) => {
      const { valid, validationErrors = [] } = RED.nodes.node(wanted);
      return valid ? [] : [...validationErrors];
    }, id);
  }

  /** Presses the button of an inject node. */
  async inject(id: string): Promise<void> {
    await this.node(id).locator('.red-ui-flow-node-button-button').click();
  }

  /** The ids of the configuration nodes of a type. */
  idsOf(type: string): Promise<readonly string[]> {
    return this.page.evaluate((wanted) => {
      const ids: string[] = [];
      RED.nodes.eachConfig((node) => {
        if (node.type === wanted) ids.push(node.id);
      });
      return ids;
    }, type);
  }

  /** How many nodes on all sheets use each site. */
  sitesInUse(): Promise<Readonly<Record<string, number>>> {
    return this.page.evaluate(() => {
      const users: Record<string, number> = {};
      RED.nodes.eachNode(({ site }) => {
        if (typeof site === 'string') users[site] = (users[site] ?? 0) + 1;
      });
      return users;
    });
  }

  /** Does something in an editor without any configuration node of a type, as if nobody had ever made one. */
  async without(type: string, act: () => Promise<void>): Promise<void> {
    const forgotten = await this.page.evaluateHandle(
      (ids) =>
        ids.map((id) => {
          const node = RED.nodes.node(id);
          RED.nodes.remove(id);
          return node;
        }),
      await this.idsOf(type),
    );
    await act();
    await forgotten.evaluate((nodes) => {
      for (const node of nodes) RED.nodes.add(node);
    });
  }

  /** Opens Node-RED's dialog with the examples of all packages, and in it the folder of ours. */
  async examples(): Promise<void> {
    await this.page.evaluate(() => RED.actions.invoke('core:show-examples-import-dialog'));
    await this.treeItem('@jira-flows/node-red-jira').click();
    await this.treeItem('stories').waitFor();
  }

  async importExample(folder: string, name: string): Promise<void> {
    const before = await this.page.evaluate(() => RED.history.list().length);
    await this.examples();
    await this.treeItem(folder).click();
    await this.treeItem(name).click();
    await this.page.locator('#red-ui-clipboard-dialog-ok').click();
    // The dialog closes before the flow is there.
    await this.page.waitForFunction((done) => RED.history.list().length > done, before);
  }

  private treeItem(label: string): Locator {
    return this.page.locator('.red-ui-treeList-label-text:visible').filter({ hasText: new RegExp(`^${label}$`) });
  }

  async undo(): Promise<void> {
    await this.page.evaluate(() => RED.actions.invoke('core:undo'));
  }

  /** Opens the debug sidebar without what stands in it; answers what is shown there from now on, the oldest first. */
  async debugSidebar(): Promise<Locator> {
    await this.page.evaluate(() => {
      RED.actions.invoke('core:show-debug-tab');
      RED.actions.invoke('core:clear-debug-messages');
    });
    return this.page.locator('.red-ui-debug-msg');
  }
}

/** Waits until a text is there; on the way, nothing else counts. */
export async function shows(place: Locator, text: string | RegExp): Promise<void> {
  await place.filter({ hasText: text }).first().waitFor();
}

/** Node-RED's field with a choice of types. */
export class TypedInput {
  readonly #container: Locator;

  constructor(
    private readonly page: Page,
    private readonly field: Locator,
  ) {
    this.#container = field.locator('xpath=following-sibling::*[contains(@class,"red-ui-typedInput-container")][1]');
  }

  async choose(type: string): Promise<void> {
    await this.#container.locator('.red-ui-typedInput-type-select').click();
    await this.page.locator(`.red-ui-typedInput-options:visible a[value="${type}"]`).click();
  }

  /** Types a value; leaving the field is what makes Node-RED check it. */
  async fill(value: string): Promise<void> {
    await this.text.fill(value);
    await this.text.press('Tab');
  }

  /** Chooses the type and gives the value without a click, where neither the menu nor the keyboard is what is tried. */
  async set(type: string, value: string): Promise<void> {
    await this.field.evaluate(
      (element, [chosen, given]) => {
        jQuery(element).typedInput('type', chosen);
        jQuery(element).typedInput('value', given);
      },
      [type, value] as const,
    );
  }

  get text(): Locator {
    return this.#container.locator('input.red-ui-typedInput-input:visible, textarea:visible');
  }
}

async function box(locator: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const found = await locator.boundingBox();
  assert.ok(found, `${String(locator)} is not shown`);
  return found;
}

async function middle(locator: Locator): Promise<Place> {
  const { x, y, width, height } = await box(locator);
  return { x: x + width / 2, y: y + height / 2 };
}
