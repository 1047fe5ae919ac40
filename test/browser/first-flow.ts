import assert from 'node:assert/strict';
import { FIRST_FLOW } from './sheets';
import type { World } from './world';

/** What README promises: a first flow in five steps, by mouse and keyboard alone. */
export function firstFlow(world: World): void {
  it('a flow built by hand, with a site of its own, creates an issue and shows its key', async () => {
    const { editor } = world;
    const { page } = editor;
    await editor.show(FIRST_FLOW);
    const inject = await editor.drag('inject', { x: 120, y: 100 });
    const create = await editor.drag('jira-issue-create', { x: 360, y: 100 });
    const debug = await editor.drag('debug', { x: 620, y: 100 });
    await editor.wire(inject, create);
    await editor.wire(create, debug);

    await editor.openForm(create);
    await editor.addConfig('site');
    const { siteUrl, credentials } = world.demo.site('cloud');
    await page.getByLabel('Address').fill(siteUrl);
    await page.getByLabel('E-mail', { exact: true }).fill(credentials.username ?? '');
    await page.getByLabel('API token', { exact: true }).fill(credentials.password ?? '');
    await editor.configDone();
    for (const [input, value] of [
      ['project', 'OPS'],
      ['issueType', 'Bug'],
    ] as const) {
      await editor.typedInput(input).choose('str');
      await editor.typedInput(input).fill(value);
    }
    await page.locator('#node-input-textFormat').selectOption('markdown');
    await editor.done();
    assert.equal(await editor.labelOf(create), 'create issue in OPS');

    await editor.openForm(inject);
    const payload = editor.typedInputAt(page.locator('.node-input-prop-property-value').first());
    await payload.choose('json');
    await payload.fill('{"summary": "Pump 4 overheats", "description": "Seen at **14:02**"}');
    await editor.done();
    await editor.deploy();

    const shown = await editor.debugSidebar();
    await editor.inject(inject);
    await shown
      .getByText(/OPS-\d+/)
      .first()
      .waitFor();
    const [sent] = world.demo.requests().filter(({ method, path }) => method === 'POST' && path.endsWith('/issue'));
    assert.ok(sent, 'Jira was asked to create the issue');
    assert.equal(sent.status, 201);
    await editor.picture(`first-flow-${world.version}`);
  });
}
