import path from 'node:path';
import { readLanguages } from '../../nodes/forms/catalogs';
import { PROJECT_ROOT } from '../support/node-red-versions';
import { missingIn } from './texts';

/** So many places fit a line; the tests name them all before a release. */
const SHOWN = 3;

/** Mocha's root hook: a run of every test tells above its summary which translations still have to be made. */
export const mochaHooks = {
  afterAll(): void {
    if (process.env.WHOLE_RUN === 'true')
      for (const line of missingTexts(path.join(PROJECT_ROOT, 'locales'))) console.log(line);
  },
};

/** A line for each language that lacks something: `de: 4 texts missing (jira-issue-get:label, …)`. */
export function missingTexts(locales: string): string[] {
  const [main, ...others] = readLanguages(locales);
  return others.flatMap((language) => {
    const places = missingIn(language, main);
    if (places.length === 0) return [];
    const named = [...places.slice(0, SHOWN), ...(places.length > SHOWN ? ['…'] : [])].join(', ');
    return [`${language.name}: ${places.length} ${places.length === 1 ? 'text' : 'texts'} missing (${named})`];
  });
}
