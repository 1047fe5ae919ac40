import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { load } from 'cheerio';
import { MAIN_LANGUAGE } from '../../nodes/forms/catalogs';
import { languages } from '../editor/browser';
import { isCopy, lettersOf } from './copies';
import { gapsOf, hasWords, missingIn, namesOf, siteHelp, textsOf } from './texts';

const [main, ...others] = languages;
const english = textsOf(main);
/** Set by `npm run release`. */
const RELEASE = process.env.COMPLETE_LANGUAGES === 'true';
const LISTS = path.join(__dirname, 'same-as-english');

/** Texts that are no translation although they are the same as in English, and why. */
function sameTexts(list: string): Readonly<Record<string, string>> {
  const file = path.join(LISTS, `${list}.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>) : {};
}

/** The places of all labels of forms and names of nodes, by the label in small letters. */
const labels = new Map<string, string[]>();
for (const [place, text] of english) {
  if (!/:(?:label$|form\.|site\.|input\..*\.label$)/.test(place)) continue;
  const label = text.toLowerCase();
  labels.set(label, [...(labels.get(label) ?? []), place]);
}

/** Labels that an English text quotes: for each, the places that have it. */
function quotedLabels(text: string): string[][] {
  return [...text.replace(/`[^`]*`/g, '').matchAll(/"([^"]+)"/g)].flatMap(([, quoted = '']) => {
    const places = labels.get(quoted.toLowerCase());
    return places === undefined ? [] : [places];
  });
}

describe('the languages', () => {
  it('are those that Node-RED has by the same name, or nobody could choose them', () => {
    const known = ['de', 'en-US', 'es-ES', 'fr', 'ja', 'ko', 'pt-BR', 'ru', 'zh-CN', 'zh-TW'];
    assert.equal(main.name, MAIN_LANGUAGE);
    assert.deepEqual(
      languages.map(({ name }) => name).filter((name) => !known.includes(name)),
      [],
    );
  });
});

describe('what to do about a site', () => {
  // Words of Jira's own pages, and of forms of other nodes, stand in the hints of other errors.
  const hints = [...english].filter(([place]) => /:hint\.(?:JIRA_|auth\.|config\.|network\.|dryRun\.)/.test(place));

  it('is told by the labels that its dialog has', () => {
    const quoted = hints.flatMap(([, text]) => [...text.matchAll(/"([^"]+)"/g)].map(([, label = '']) => label));
    assert.ok(quoted.length > 10);
    assert.deepEqual(
      quoted.filter((label) => !labels.has(label.toLowerCase())),
      [],
    );
  });

  it('speaks of no property by another name than its label', () => {
    const other = /\bauthentication\b|sign-in button|longer (?:time|wait)|TLS configuration(?! \(tls-config\))/;
    assert.deepEqual(
      hints.filter(([, text]) => other.test(text)),
      [],
    );
  });
});

for (const language of others) {
  describe(`the translation into ${language.name}`, () => {
    const translated = textsOf(language);
    /** Both texts of every place that both languages have. */
    const pairs = [...english].flatMap(([place, en]) => {
      const text = translated.get(place);
      return text === undefined ? [] : [{ place, en, text }];
    });
    const differing = (of: (text: string) => readonly string[]) =>
      pairs
        .filter(({ en, text }) => of(en).join() !== of(text).join())
        .map(({ place, en, text }) => `${place}: ${of(text)} instead of ${of(en)}`);

    // Until a release a new English text may wait for its translations: `npm test` counts those that are missing.
    if (RELEASE) {
      it('lacks no text, which would be English among the others', () => {
        assert.deepEqual(missingIn(language, main), []);
      });
    }

    it('has no text that nobody will ever read', () => {
      assert.deepEqual(
        [...translated.keys()].filter((place) => !english.has(place)),
        [],
      );
    });

    it('leaves the examples to English, as they are data: one that is changed there is changed in all languages', () => {
      const sets = language.catalogs.filter((set) => Object(language.catalog(set)?.help).example !== undefined);
      assert.deepEqual(sets, []);
    });

    it('is empty only where English is', () => {
      assert.deepEqual(
        pairs.filter(({ en, text }) => (en === '') !== (text.trim() === '')).map(({ place }) => place),
        [],
      );
    });

    it('has the gaps that the nodes fill, or a user would read __name__ or miss what is wrong', () => {
      assert.deepEqual(differing(gapsOf), []);
    });

    it('names properties, values and codes as they are, or a flow made by its help would not work', () => {
      assert.deepEqual(differing(namesOf), []);
    });

    it('quotes labels as the form and the palette have them, or a user would look for them in vain', () => {
      const wrong = pairs.flatMap(({ place, en, text }) =>
        quotedLabels(en)
          .map((places) => places.flatMap((one) => translated.get(one) ?? []))
          .filter((words) => words.length > 0 && !words.some((word) => text.toLowerCase().includes(word.toLowerCase())))
          .map((words) => `${place} does not name ${words.join(' or ')}`),
      );
      assert.deepEqual(wrong, []);
    });

    describe('is a translation', () => {
      const allowed = { ...sameTexts('every-language'), ...sameTexts(language.name) };
      const letters = new Set(Object.keys(allowed).map(lettersOf));
      const same = pairs.filter(({ en, text }) => hasWords(en) && isCopy(en, text));

      it('of everything but what is the same in both languages', () => {
        assert.deepEqual(
          same.filter(({ en }) => !letters.has(lettersOf(en))).map(({ place, text }) => `${place}: ${text}`),
          [],
        );
      });

      it('whose list of words that are the same in both is not longer than needed', () => {
        const found = new Set(same.map(({ en }) => lettersOf(en)));
        assert.deepEqual(
          Object.keys(sameTexts(language.name)).filter((text) => !found.has(lettersOf(text))),
          [],
        );
      });
    });

    describe('of the help of the site', () => {
      const parts = (name: typeof language, selector: string) => {
        const help = load(load(siteHelp(name))('script[data-help-name="jira-site"]').html() ?? '');
        return help(selector)
          .toArray()
          .map((part) => load(part));
      };
      const codes = (name: typeof language) =>
        parts(name, 'code')
          .map((part) => part.text())
          .sort();

      const selectors = ['p', 'h3', 'dl', 'dt', 'dd', 'a', 'b', 'dt.optional', '.property-type'];

      it('has no part that the English one lacks', () => {
        const counts = (name: typeof language) => selectors.map((selector) => parts(name, selector).length);
        const most = counts(main);
        assert.deepEqual(
          counts(language).filter((count, index) => count > (most[index] ?? 0)),
          [],
        );
        assert.deepEqual(
          codes(language).filter((code) => !codes(main).includes(code)),
          [],
        );
      });

      if (RELEASE) {
        it('has every part of the English one', () => {
          for (const selector of selectors)
            assert.equal(parts(language, selector).length, parts(main, selector).length, selector);
          assert.deepEqual(codes(language), codes(main));
        });
      }
    });
  });
}

for (const language of languages) {
  it(`${language.name}: the help of the site calls its fields and buttons as the dialog does`, () => {
    const help = load(load(siteHelp(language))('script').html() ?? '');
    const words = [...new Map([...english, ...textsOf(language)])]
      .filter(([place]) => place.startsWith('jira-site:site.'))
      .map(([, text]) => text);
    const terms = help('dt, b')
      .toArray()
      .map((term) => {
        help(term).find('.property-type').remove();
        return help(term).text().trim();
      });
    const bare = words.map((word) => word.replace(/ ?[(（](?:ms|毫秒|ミリ秒)[)）]$/, ''));
    assert.deepEqual(
      terms.filter((term) => !bare.includes(term)),
      [],
    );
  });
}
