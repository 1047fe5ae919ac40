import type { Browser, BrowserContext } from 'playwright-core';
import { type DemoForTests, demoJira } from '../support/demo';
import { type Flows, type RealNodeRed, startNodeRed } from '../support/node-red';
import type { NodeRedVersion } from '../support/node-red-versions';
import { Editor, type OpenOptions } from './editor';

/** What the browser tests of one Node-RED share. */
export interface World {
  readonly version: NodeRedVersion;
  readonly demo: DemoForTests;
  readonly nodeRed: RealNodeRed;
  /** The editor of most tests, opened once. */
  readonly editor: Editor;
  /** An editor of its own, closed after the test. */
  open(options?: OpenOptions): Promise<Editor>;
}

/** The sheet and the site that stand there already when a test begins. */
export const SHEET = 'sheet';
export const SITE = 'site';

/**
 * Mocha hooks: a demo Jira, a real Node-RED with a site of it, and its editor. After each test the page must have
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
    this.timeout(60_000);
    const { siteUrl, credentials, properties } = demo.site('cloud');
    const flows: Flows = [
      { id: SHEET, type: 'tab', label: 'Sheet' },
      { id: SITE, type: 'jira-site', name: 'Demo Jira', siteUrl, credentials, ...properties },
    ];
    nodeRed = await startNodeRed({ version, flows });
    memory = await browser().newContext();
    editor = await Editor.open(memory, nodeRed.url);
  });
  afterEach(async function () {
    const open = [...(editor ? [editor] : []), ...others.splice(0)];
    if (this.currentTest?.state === 'failed') {
      const name = this.currentTest.fullTitle().replace(/\W+/g, '-');
      await Promise.all(open.map((each, index) => each.picture(`failed-${name}-${index}`)));
    }
    await Promise.all(open.filter((each) => each !== editor).map((each) => each.close()));
    for (const each of open) each.assertQuiet();
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
