/** What needs no translation: what the nodes fill in, code, properties of messages, and names of products. */
const UNTRANSLATED = /__\w+?__|`[^`]*`|\bmsg(?:\.\w+)+|\b(?:Jira|Cloud|Data Center|OAuth|Node-RED|Atlassian)\b/g;
/** `de: `, `[TODO] `: how a text is marked that somebody means to translate later. */
const MARK = /^\P{L}*[\p{L}-]{2,12}\s*[:：\])】]\s*/u;
/** So many of the English words in a translation are too many, where there are enough to tell. */
const COPIED_SHARE = 0.7;
const ENOUGH_WORDS = 4;

/** A text reduced to its letters, so that marks, punctuation and capitals make no difference. */
export function lettersOf(text: string): string {
  return text.toLowerCase().replace(/\P{L}/gu, '');
}

/** Whether a translation is the English text, or most of it: as it is, behind a mark, or with a few words changed. */
export function isCopy(english: string, translation: string): boolean {
  const letters = lettersOf(english);
  if ([translation, translation.replace(MARK, '')].some((text) => lettersOf(text) === letters)) return true;
  const words = wordsOf(english);
  return words.length >= ENOUGH_WORDS && sharedWords(words, wordsOf(translation)) >= COPIED_SHARE * words.length;
}

function wordsOf(text: string): string[] {
  return (
    text
      .replace(UNTRANSLATED, ' ')
      .toLowerCase()
      .match(/[\p{L}'’-]+/gu) ?? []
  );
}

/** How many of the words are in the others, each of those counting once. */
function sharedWords(words: readonly string[], others: readonly string[]): number {
  const left = [...others];
  return words.filter((word) => {
    const place = left.indexOf(word);
    if (place >= 0) left.splice(place, 1);
    return place >= 0;
  }).length;
}
