import assert from 'node:assert/strict';
import { actions } from '../../nodes/actions/index';
import { routesOf } from '../../nodes/definition';
import { groupOf } from '../../nodes/forms/reference';
import { DEPLOYMENTS } from '../support/demo';
import { withDocuments } from './samples';
import { operationOn, ROUTES, untestedRoutes } from './used-operations';

const all = Object.fromEntries(
  ROUTES.flatMap((route) => DEPLOYMENTS.map((deployment) => [operationOn(deployment, route), 1])),
);

describe('OpenAPI: the routes that nodes call', () => {
  const documents = withDocuments();

  for (const route of ROUTES) {
    it(`${route} is an operation of Jira`, () => {
      const found = DEPLOYMENTS.filter((deployment) => {
        const [, method = '', template = ''] = operationOn(deployment, route).split(' ');
        return documents().document(deployment, 'full').operation(method, template);
      });
      assert.notDeepEqual(found, []);
    });
  }

  for (const action of actions) {
    it(`${action.type} links to the page that describes its operation`, () => {
      const [route] = routesOf(action);
      assert.ok(route);
      const [, method = '', template = ''] = operationOn('cloud', route).split(' ');
      const operation = documents().find('cloud', method, template)?.operation;
      assert.ok(operation);
      const [tag] = operation.tags;
      assert.equal(groupOf(route), tag?.toLowerCase().replaceAll(' ', '-'));
    });
  }

  it('fail a whole run that leaves one untried', () => {
    assert.deepEqual(untestedRoutes(all, true), []);
    const { 'cloud POST /rest/api/3/issueLink': _untried, ...others } = all;
    assert.deepEqual(untestedRoutes(others, false), []);
    assert.match(
      untestedRoutes(others, true).join(),
      /^cloud POST \/rest\/api\/3\/issueLink: no test made a node call it$/,
    );
  });

  it('fail any run in which a node calls another one', () => {
    assert.match(untestedRoutes({ 'cloud GET /rest/api/3/dashboard': 1 }, false).join(), /stands nowhere in nodes/);
  });
});
