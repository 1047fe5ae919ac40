import { NODE_RED_VERSIONS, NODE_REDS_OF_THIS_RUN } from '../support/node-red-versions';
import { everyNode } from './every-node';
import { firstFlow } from './first-flow';
import { inBrowser } from './launch';
import { sidebar } from './sidebar';
import { world } from './world';

/** What shows most of what could be wrong between the forms and the editor of the line that this run doesn't try in full. */
inBrowser((launched) => {
  for (const version of NODE_RED_VERSIONS.filter((each) => !NODE_REDS_OF_THIS_RUN.includes(each))) {
    describe(`the editor of Node-RED ${version}, in short`, () => {
      const shared = world(version, launched);
      describe('every node', () => everyNode(shared));
      describe('a first flow', () => firstFlow(shared));
      describe('the sidebar', () => sidebar(shared, true));
    });
  }
});
