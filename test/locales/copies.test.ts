import assert from 'node:assert/strict';
import { isCopy } from './copies';

const ENGLISH = 'Deletes an issue, and its sub-tasks where you say so.';

describe('a text that is no translation', () => {
  for (const copy of [
    ENGLISH,
    ENGLISH.toUpperCase(),
    'Deletes an issue and its sub-tasks, where you say so',
    `de: ${ENGLISH}`,
    `[de] ${ENGLISH}`,
    `TODO: ${ENGLISH}`,
    `【ja】${ENGLISH}`,
    'Löscht an issue, and its sub-tasks where you say so.',
  ]) {
    it(`is found: ${copy}`, () => assert.ok(isCopy(ENGLISH, copy)));
  }

  for (const [english, copy] of [
    ['Delete', 'fr: Delete'],
    ['delete __what__', 'delete : __what__'],
    ['Client id', 'Client-ID'],
  ] as const) {
    it(`is found where it is short: ${copy}`, () => assert.ok(isCopy(english, copy)));
  }

  for (const [english, translation] of [
    [ENGLISH, 'Löscht einen Vorgang, auf Wunsch samt Unteraufgaben.'],
    ['Jira Data Center only.', 'Jira Data Center uniquement.'],
    ['E-mail and API token (Cloud)', 'E-Mail und API-Token (Cloud)'],
    ['transition __what__', 'effectuer une transition sur __what__'],
    ['Text', 'Neuer Text'],
  ] as const) {
    it(`is no translation that shares names and a word or two: ${translation}`, () =>
      assert.equal(isCopy(english, translation), false));
  }
});
