import { DEPLOYMENTS } from '../support/demo';
import { NODE_REDS_OF_THIS_RUN } from '../support/node-red-versions';
import { appearance } from './appearance';
import { errors } from './errors';
import { eventForm } from './event-form';
import { everyNode } from './every-node';
import { examples } from './examples';
import { firstFlow } from './first-flow';
import { forms } from './forms';
import { jql } from './jql';
import { inBrowser } from './launch';
import { lookups } from './lookups';
import { olderCodeEditor } from './older-code-editor';
import { otherOrigins } from './other-origins';
import { sidebar } from './sidebar';
import { siteDialog } from './site-dialog';
import { world } from './world';

inBrowser((launched) => {
  for (const version of NODE_REDS_OF_THIS_RUN) {
    describe(`the editor of Node-RED ${version}`, () => {
      const shared = world(version, launched);
      describe('every node', () => everyNode(shared));
      describe('the site dialog', () => siteDialog(shared));
      describe('beside it', () => otherOrigins(shared));
      describe('suggestions', () => lookups(shared));
      describe('JQL', () => jql(shared));
      for (const deployment of DEPLOYMENTS) {
        describe(`the forms that know a project's fields, on ${deployment}`, () => forms(shared, deployment));
      }
      describe('errors', () => errors(shared));
      describe('examples', () => examples(shared));
      describe('the form of events', () => eventForm(shared));
      describe('a first flow', () => firstFlow(shared));
      describe('the sidebar', () => sidebar(shared));
      describe('its appearance', () => appearance(shared));
      describe('with Ace', () => olderCodeEditor(version, launched));
    });
  }
});
