import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Language, readLanguages } from '../../nodes/forms/catalogs';

const ENGLISH = {
  label: 'get thing',
  help: { errors: { JIRA_INPUT: 'Nothing is given.', JIRA_AUTH: 'Refused.' }, example: { payload: { id: 1 } } },
};
const GERMAN = { label: 'Ding lesen', help: { errors: { JIRA_INPUT: 'Nichts ist angegeben.' } } };

describe('a language that is translated in part', () => {
  let folder: string;
  let languages: readonly Language[];

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'locales-'));
    for (const [language, catalog] of Object.entries({ de: GERMAN, 'en-US': ENGLISH })) {
      mkdirSync(path.join(folder, language));
      writeFileSync(path.join(folder, language, 'thing.json'), JSON.stringify(catalog));
    }
    languages = readLanguages(folder);
  });
  after(() => rmSync(folder, { recursive: true }));

  it('is found by its folder, after the one that all others fall back to', () => {
    assert.deepEqual(
      languages.map(({ name }) => name),
      ['en-US', 'de'],
    );
  });

  it('says what it can itself, and the rest in English', () => {
    const german = languages[1];
    assert.equal(german?.text('thing', 'label'), 'Ding lesen');
    assert.deepEqual(german?.entry('thing', 'help.errors'), {
      JIRA_INPUT: 'Nichts ist angegeben.',
      JIRA_AUTH: 'Refused.',
    });
  });

  it('shows the examples of English, which are kept in one place', () => {
    assert.deepEqual(languages[1]?.entry('thing', 'help.example'), { payload: { id: 1 } });
  });
});
