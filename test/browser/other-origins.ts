import assert from 'node:assert/strict';
import type { Page, Request } from 'playwright-core';
import { ScriptedServer } from '../support/server';
import { Editor } from './editor';
import { SITES } from './sheets';
import type { World } from './world';

/** How a page can have a browser send something, as scripts that are given an address. */
const POSTS: Readonly<Record<string, string>> = {
  'a form as text': form('text/plain'),
  'a form': form('application/x-www-form-urlencoded'),
  'a form with files': form('multipart/form-data'),
  'a script that asks for nothing': `fetch(address, { method: 'POST', mode: 'no-cors' })`,
  'a script that sends text': `fetch(address, { method: 'POST', mode: 'no-cors', body })`,
  'a script that sends JSON': `fetch(address, { method: 'POST', headers: { 'content-type': 'application/json' }, body })`,
  'a script that plays a proxy': `fetch(address, { method: 'POST', headers: { 'content-type': 'application/json',
    'x-forwarded-host': location.host, forwarded: 'host=' + location.host }, body })`,
  'a script that hides where it comes from': `fetch(address, { method: 'POST', mode: 'no-cors', referrerPolicy: 'no-referrer', body })`,
  'an old script': `{ const call = new XMLHttpRequest(); call.open('POST', address); call.send(body); }`,
  'a farewell': `navigator.sendBeacon(address, body)`,
};

const GETS: Readonly<Record<string, string>> = { 'a script that reads': 'fetch(address)' };

function form(type: string): string {
  return `{ const form = document.createElement('form'); form.method = 'POST'; form.enctype = '${type}'; form.action = address;
    form.target = 'unseen'; const field = document.createElement('input'); field.name = body; field.value = '';
    form.append(field); document.body.append(form); form.submit(); }`;
}

/** A frame without an origin, which tells the page around it what status it got. */
const FRAME = `new Promise((resolve) => {
  addEventListener('message', ({ data }) => resolve(data), { once: true });
  const script = 'fetch(' + JSON.stringify(address) + ', { method: "POST", body: "{}" })' +
    '.then(({ status }) => parent.postMessage(status, "*"), () => parent.postMessage("blocked", "*"))';
  const frame = document.createElement('iframe');
  frame.src = 'data:text/html,' + encodeURIComponent('<script>' + script + '</' + 'script>');
  document.body.append(frame);
})`;

/** Pages that somebody has open beside the editor, of a Node-RED without logins. */
export function otherOrigins(world: World): void {
  let elsewhere: ScriptedServer;
  before(async () => {
    elsewhere = await ScriptedServer.start({ otherwise: { body: '<body><iframe name="unseen"></iframe></body>' } });
  });
  after(() => elsewhere.stop());

  /** Has a page send something; what Node-RED answers, or that the browser itself keeps it from being sent or read. */
  const attempt = async (page: Page, script: string, address: string): Promise<number | 'blocked'> => {
    const isMeant = (request: Request) => request.url() === address && request.method() !== 'OPTIONS';
    const outcome = new Promise<number | 'blocked'>((resolve) => {
      page.on('response', (response) => isMeant(response.request()) && resolve(response.status()));
      page.on('requestfailed', (request) => isMeant(request) && resolve('blocked'));
    });
    const body = JSON.stringify({ editorUrl: 'http://localhost:1880/', query: '' });
    await page.evaluate(
      `{ const address = ${JSON.stringify(address)}; const body = ${JSON.stringify(body)}; ${script}; undefined }`,
    );
    const found = await outcome;
    page.removeAllListeners();
    return found;
  };
  const assertRefused = (outcome: unknown, how: string) =>
    assert.ok(outcome === 403 || outcome === 'blocked', `${how}: ${String(outcome)}`);

  // Node-RED as this machine knows it, as its other ports do, and as a browser sees it in a network without certificates.
  for (const [where, pageHost, nodeRedHost] of [
    ['of another site', 'other.test', '127.0.0.1'],
    ['of another port', '127.0.0.1', '127.0.0.1'],
    ['of another host in a plain network', 'other.test', 'red.test'],
  ] as const) {
    it(`a page ${where} has nothing called at Jira, and reads nothing`, async () => {
      const { port } = new URL(world.nodeRed.url);
      const site = `http://${nodeRedHost}:${port}/jira/sites/${SITES.cloud}`;
      const page = await world.editor.page.context().newPage();
      world.demo.forget();
      try {
        await page.goto(`http://${pageHost}:${elsewhere.port}/`);
        for (const [how, script] of Object.entries(POSTS)) {
          for (const endpoint of ['test', 'lookup/project', 'oauth/start']) {
            assertRefused(await attempt(page, script, `${site}/${endpoint}`), `${how} to ${endpoint}`);
          }
        }
        const framed = await page.evaluate(`{ const address = ${JSON.stringify(`${site}/test`)}; ${FRAME} }`);
        assertRefused(framed, 'a frame without an origin');
        for (const [how, script] of Object.entries(GETS)) {
          for (const endpoint of ['oauth', 'budget']) {
            assertRefused(await attempt(page, script, `${site}/${endpoint}`), `${how} from ${endpoint}`);
          }
        }
        assert.deepEqual(world.demo.requests(), []);
      } finally {
        await page.close();
      }
    });
  }

  it('the editor works in a plain network, where browsers tell less', async () => {
    const { port } = new URL(world.nodeRed.url);
    const editor = await Editor.open(world.editor.page.context(), `http://red.test:${port}`);
    try {
      await editor.edit('site-dialog');
      await editor.addConfig('site');
      const { siteUrl, credentials } = world.demo.site('cloud');
      await editor.page.getByLabel('Address').fill(siteUrl);
      await editor.page.getByLabel('E-mail', { exact: true }).fill(credentials.username ?? '');
      await editor.page.getByLabel('API token', { exact: true }).fill(credentials.password ?? '');
      await editor.page.getByRole('button', { name: 'Test connection' }).click();
      await editor.page.getByText('as Ada Lindqvist').waitFor();
    } finally {
      await editor.close();
    }
  });
}
