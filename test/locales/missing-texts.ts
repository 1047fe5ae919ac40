import { readLanguages } from '../../nodes/forms/catalogs';
import { missingIn } from './texts';

/** So many places fit a line; the tests name them all before a release. */
const SHOWN = 3;

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
