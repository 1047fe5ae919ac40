import assert from 'node:assert/strict';
import { actions } from '../../nodes/actions/index';
import { loadNode } from '../editor/browser';
import version1 from './version-1.json';

const TYPES = [...actions.map(({ type }) => type), 'jira-event', 'jira-site'];

describe('what version 1 saved', () => {
  it('is of types that all still exist', () => {
    assert.deepEqual(
      Object.keys(version1).filter((type) => !TYPES.includes(type)),
      [],
    );
  });

  for (const [type, saved] of Object.entries(version1)) {
    it(`${type}: is kept when a form is opened and closed; the editor drops what no form declares`, () => {
      const kept = Object.keys(loadNode(type).definition.defaults);
      assert.deepEqual(
        Object.keys(saved).filter((name) => !kept.includes(name)),
        [],
      );
    });
  }
});
