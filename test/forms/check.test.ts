import assert from 'node:assert/strict';
import { actions } from '../../nodes/actions/index';
import issueGet from '../../nodes/actions/issue/get';
import { type Action, defineAction, flag, text } from '../../nodes/definition';
import { problems } from '../../nodes/forms/check';
import { modulePath } from '../../nodes/forms/modules';
import { nameProblems } from '../../nodes/forms/names';
import { languages, ROOT } from '../editor/browser';

const withInput = (...names: string[]): Action =>
  ({ ...issueGet, inputs: Object.fromEntries(names.map((name) => [name, text()])) }) as Action;

describe('what the build refuses', () => {
  for (const name of ['type', 'status', 'id', 'name', 'site', 'env', 'x', 'info', 'outputs', '_config', 'richText']) {
    it(`an input called "${name}", which the editor would delete or overwrite`, () => {
      assert.equal(nameProblems(withInput(name)).length, 1);
    });
  }

  it('two inputs of which one would keep the type of the other', () => {
    assert.equal(nameProblems(withInput('issue', 'issueType')).length, 1);
    assert.deepEqual(nameProblems(withInput('issueType')), []);
  });

  it('an input without words, with the file that lacks them', () => {
    const found = problems({ ...issueGet, inputs: { unheardOf: flag() } } as Action, languages[0], [
      'jira-issue-get.svg',
    ]);
    assert.deepEqual(
      found.map((problem) => /locales\/en-US\/jira-issue-get\.json lacks "(.+?)"/.exec(problem)?.[1]),
      ['input.unheardOf.label', 'input.unheardOf.help'],
    );
  });

  it('a node without a catalog or an icon', () => {
    const found = problems({ ...issueGet, type: 'jira-issue-dance' }, languages[0], []);
    assert.deepEqual(found, [
      'locales/en-US/jira-issue-dance.json is missing',
      'icons/jira-issue-dance.svg is missing',
    ]);
  });

  it('an action whose file is not where its type says, as the node set would not load', () => {
    const lost = defineAction({ ...issueGet, type: 'jira-issue-dance' });
    assert.throws(
      () => modulePath(lost, `${ROOT}/nodes/actions`),
      /No file below nodes\/actions\/ fits the type jira-issue-dance/,
    );
    assert.throws(
      () => modulePath({ type: 'jira-issue-get' }, `${ROOT}/nodes/actions`),
      /does not export jira-issue-get/,
    );
  });

  it('nothing of the actions there are', () => {
    assert.deepEqual(actions.flatMap(nameProblems), []);
  });
});
