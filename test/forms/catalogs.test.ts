import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Language, readLanguages } from '../../nodes/forms/catalogs';
import { missingTexts } from '../locales/missing-texts';

const ENGLISH = {
  label: 'get thing',
  input: { id: { label: 'Id', help: 'Its number.' } },
  help: {
    details: ['First.', 'Second.', 'Third.'],
    errors: { JIRA_INPUT: 'Nothing is given.', JIRA_AUTH: 'Refused.' },
    example: { payload: { id: 1 } },
  },
};
const GERMAN = {
  label: 'Ding lesen',
  input: { id: { help: 'Seine Nummer.' } },
  help: { details: ['Erstens.', 'Zweitens.'], errors: { JIRA_INPUT: 'Nichts ist angegeben.' } },
};

describe('a language that is translated in part', () => {
  let folder: string;
  let languages: readonly Language[];

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'locales-'));
    for (const [language, catalog] of Object.entries({ de: GERMAN, 'en-US': ENGLISH })) {
      mkdirSync(path.join(folder, language));
      writeFileSync(path.join(folder, language, 'thing.json'), JSON.stringify(catalog));
    }
    writeFileSync(path.join(folder, 'en-US', 'other.json'), JSON.stringify({ label: 'get other' }));
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

  it('says every part of a list and of an object so, however deep it stands', () => {
    assert.deepEqual(languages[1]?.entry('thing', 'help.details'), ['Erstens.', 'Zweitens.', 'Third.']);
    assert.deepEqual(languages[1]?.whole('thing'), {
      label: 'Ding lesen',
      input: { id: { label: 'Id', help: 'Seine Nummer.' } },
      help: {
        details: ['Erstens.', 'Zweitens.', 'Third.'],
        errors: { JIRA_INPUT: 'Nichts ist angegeben.', JIRA_AUTH: 'Refused.' },
        example: { payload: { id: 1 } },
      },
    });
  });

  it('has the whole catalog of a node that nobody has translated yet', () => {
    assert.deepEqual(languages[1]?.whole('other'), { label: 'get other' });
  });

  it('is told by one line, with how much is missing and where', () => {
    assert.deepEqual(missingTexts(folder), [
      'de: 4 texts missing (other:label, thing:input.id.label, thing:help.details.2, …)',
    ]);
  });

  it('shows the examples of English, which are kept in one place', () => {
    assert.deepEqual(languages[1]?.entry('thing', 'help.example'), { payload: { id: 1 } });
  });
});
