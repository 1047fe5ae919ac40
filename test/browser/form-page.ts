import type { Browser, Locator, Page } from 'playwright-core';

/** The part of Node-RED's editor that these tests ask. */
declare const RED: {
  readonly nodes: {
    node(id: string): Readonly<Record<string, unknown>>;
    filterNodes(filter: { type: string }): readonly { readonly id: string }[];
    dirty(): boolean;
  };
  readonly workspaces: { active(): string };
  readonly editor: { edit(node: object): void };
};

/** A node's form in Node-RED's editor, used as people do. */
export class FormPage {
  /** Errors that nobody caught. */
  readonly errors: string[] = [];

  private constructor(readonly page: Page) {
    page.setDefaultTimeout(30_000);
    page.on('pageerror', (error) => this.errors.push(String(error)));
  }

  static async open(browser: Browser, url: string): Promise<FormPage> {
    const form = new FormPage(await browser.newPage({ viewport: { width: 1400, height: 1000 } }));
    await form.load(url);
    return form;
  }

  /** Opens the editor anew, with what is deployed. */
  async load(url: string): Promise<void> {
    await this.page.goto(url);
    await this.page.locator('.red-ui-palette-node').first().waitFor({ state: 'attached' });
    await this.page.waitForFunction(() => RED.workspaces.active());
    await this.page.locator('#red-ui-loading-progress').waitFor({ state: 'hidden' });
  }

  /** Opens a node's form and waits until it has slid in. */
  async edit(id: string): Promise<void> {
    await this.page.evaluate((wanted) => RED.editor.edit(RED.nodes.node(wanted)), id);
    await this.page.locator('#node-dialog-ok').click({ trial: true });
  }

  /** Presses Done, and answers what the node now keeps of these properties. */
  async done(id: string, ...names: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
    await this.page.locator('#node-dialog-ok').click();
    await this.page.locator('.red-ui-tray').waitFor({ state: 'detached' });
    return this.page.evaluate(
      ([wanted, kept]) => Object.fromEntries(kept.map((name) => [name, RED.nodes.node(wanted)[name]])),
      [id, names] as const,
    );
  }

  async deploy(): Promise<void> {
    await this.page.locator('#red-ui-header-button-deploy').click();
    await this.page.waitForFunction(() => !RED.nodes.dirty());
  }

  /** The text that an input's typed field holds. */
  text(input: string): Locator {
    return this.container(input).locator('input.red-ui-typedInput-input');
  }

  async chooseType(input: string, type: string): Promise<void> {
    await this.container(input).locator('.red-ui-typedInput-type-select').click();
    await this.page.locator(`.red-ui-typedInput-options:visible a[value="${type}"]`).click();
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

  private container(input: string): Locator {
    return this.page.locator(`#node-input-${input} + .red-ui-typedInput-container`);
  }
}

/** Waits until a text is there; on the way, nothing else counts. */
export async function shows(place: Locator, text: string | RegExp): Promise<void> {
  await place.filter({ hasText: text }).first().waitFor();
}
