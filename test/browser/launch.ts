import { type Browser, chromium } from 'playwright-core';

/** What a browser would otherwise do behind a test's back, and what it can't have in a container. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Host names of a network without certificates, to which browsers tell less than to localhost.
  '--host-resolver-rules=MAP *.test 127.0.0.1',
];

/**
 * Starts the Chromium, Chrome or Edge of this machine, without a window.
 * @throws with what to do, where there is none
 */
export async function launchBrowser(): Promise<Browser> {
  const finder = await import('../../scripts/chromium.mjs');
  return chromium.launch({ executablePath: finder.chromium(), args: ARGUMENTS });
}

/** Describes what is tried in one browser, which runs while its tests do. */
export function inBrowser(tests: (launched: () => Browser) => void): void {
  describe('in a browser', function () {
    // A browser on a machine that is busy with something else.
    this.timeout(120_000);
    let browser: Browser | undefined;
    before(async () => {
      browser = await launchBrowser();
    });
    after(() => browser?.close());
    tests(() => {
      if (!browser) throw new Error('the browser runs only while tests do');
      return browser;
    });
  });
}
