import type { Browser } from 'playwright-core';
import { DEPLOYMENTS } from '../support/demo';
import { NODE_RED_VERSIONS } from '../support/node-red-versions';
import { appearance } from './appearance';
import { eventForm } from './event-form';
import { everyNode } from './every-node';
import { firstFlow } from './first-flow';
import { forms } from './forms';
import { launchBrowser } from './launch';
import { lookups } from './lookups';
import { otherOrigins } from './other-origins';
import { siteDialog } from './site-dialog';
import { world } from './world';

describe('in a browser', function () {
  // A browser on a machine that is busy with something else.
  this.timeout(60_000);
  let browser: Browser | undefined;
  const launched = (): Browser => {
    if (!browser) throw new Error('the browser runs only while tests do');
    return browser;
  };
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser?.close());

  for (const version of NODE_RED_VERSIONS) {
    describe(`the editor of Node-RED ${version}`, () => {
      const shared = world(version, launched);
      describe('every node', () => everyNode(shared));
      describe('the site dialog', () => siteDialog(shared));
      describe('beside it', () => otherOrigins(shared));
      describe('suggestions', () => lookups(shared));
      for (const deployment of DEPLOYMENTS) {
        describe(`the forms that know a project's fields, on ${deployment}`, () => forms(shared, deployment));
      }
      describe('the form of events', () => eventForm(shared));
      describe('a first flow', () => firstFlow(shared));
      describe('its appearance', () => appearance(shared));
    });
  }
});
