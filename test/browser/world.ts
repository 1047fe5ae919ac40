import type { Browser, BrowserContext } from 'playwright-core';
import { type DemoForTests, demoJira } from '../support/demo';
import { type RealNodeRed, startNodeRed } from '../support/node-red';
import type { NodeRedVersion } from '../support/node-red-versions';
import { Editor, type OpenOptions } from './editor';
import { sheets } from './sheets';

/** What the browser tests of one Node-RED share. */
export interface World {
  readonly version: NodeRedVersion;
  readonly demo: DemoForTests;
  readonly nodeRed: RealNodeRed;
  /** The editor of most tests, opened once: each leaves it without an open form, and changes no node of another's. */
  readonly editor: Editor;
  /** An editor of its own, closed after the test. */
  open(options?: OpenOptions): Promise<Editor>;
}

/**
 * Mocha hooks: a demo Jira, a real Node-RED with sites of it, and its editor, which shows one page to all tests. After each test the page must have
 * complained of nothing; of a test that fails, a picture is kept in `.cache/browser`.
 */
export function world(version: NodeRedVersion, browser: () => Browser): World {
  const demo = demoJira();
  let nodeRed: RealNodeRed | undefined;
  let memory: BrowserContext | undefined;
  let editor: Editor | undefined;
  const others: Editor[] = [];
  const started = <Thing>(thing: Thing | undefined): Thing => {
    if (thing === undefined) throw new Error('it runs only while tests do');
    return thing;
  };

  before(async function () {
    this.timeout(120_000);
    // Results are read from the debug sidebar, most of them longer than the 1,000 characters that it shows by itself.
    nodeRed = await startNodeRed({ version, flows: sheets(demo), settings: { debugMaxLength: 20_000 } });
    memory = await browser().newContext();
    editor = await Editor.open(memory, nodeRed.url);
  });
  afterEach(async function () {
    const opened = others.splice(0);
    const all = [...(editor ? [editor] : []), ...opened];
    if (this.currentTest?.state === 'failed') {
      const name = this.currentTest.fullTitle().replace(/\W+/g, '-');
      await Promise.all(all.map((each, index) => each.picture(`failed-${name}-${index}`)));
      // Whatever the test has left behind must not make the others fail.
      await Promise.all(all.map((each) => each.close()));
      editor = await Editor.open(started(memory), started(nodeRed).url);
      return;
    }
    await editor?.cancelAll();
    await Promise.all(opened.map((each) => each.close()));
    for (const each of all) each.assertQuiet();
  });
  after(async () => {
    await memory?.close();
    await nodeRed?.stop();
  });
  return {
    version,
    demo,
    get nodeRed() {
      return started(nodeRed);
    },
    get editor() {
      return started(editor);
    },
    async open(options) {
      const opened = await Editor.open(started(memory), started(nodeRed).url, options);
      others.push(opened);
      return opened;
    },
  };
}
