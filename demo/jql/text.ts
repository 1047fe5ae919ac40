/**
 * Text search as `~` does it: words are compared without regard to case, several words must all occur, "words in quotes"
 * must follow one another, `*` stands for any letters and `?` for one, a leading `-` forbids a word, and OR gives a choice.
 * Unlike Jira, it knows no grammar: `overheat` does not find "overheats", `overheat*` does.
 */

/** Whether a field's prose matches a search. */
export type TextMatcher = (texts: readonly string[]) => boolean;

/** One word to find, or several that must follow one another. */
type Words = readonly WordTest[];
type WordTest = (word: string) => boolean;

interface Term {
  words: Words;
  forbidden: boolean;
}

const WORD = /[\p{L}\p{N}_]+/gu;
const PATTERN = /[\p{L}\p{N}_*?]+/gu;

function wordTest(pattern: string): WordTest {
  if (!/[*?]/.test(pattern)) return (word) => word === pattern;
  if (/^[^*?]+\*$/.test(pattern)) {
    const prefix = pattern.slice(0, -1);
    return (word) => word.startsWith(prefix);
  }
  return (word) => matchesPattern(word, pattern);
}

/** Takes linear space and no backtracking beyond the last `*`, so a pattern like `a*a*a*b` can't stall the demo. */
function matchesPattern(word: string, pattern: string): boolean {
  let at = 0;
  let inPattern = 0;
  let star = -1;
  let afterStar = 0;
  while (at < word.length) {
    const sign = pattern[inPattern];
    if (sign === '*') {
      star = inPattern;
      afterStar = at;
      inPattern += 1;
    } else if (sign === '?' || sign === word[at]) {
      inPattern += 1;
      at += 1;
    } else if (star >= 0) {
      inPattern = star + 1;
      afterStar += 1;
      at = afterStar;
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(inPattern));
}

function occurs(words: Words, text: readonly string[]): boolean {
  for (let start = 0; start + words.length <= text.length; start += 1) {
    if (words.every((test, offset) => test(text[start + offset] ?? ''))) return true;
  }
  return false;
}

type TextPiece = { kind: 'word' | 'phrase'; text: string };

/** Cuts a search at blanks, keeping "quoted phrases" together; undefined if a quote is left open. */
function pieces(text: string): TextPiece[] | undefined {
  const found: TextPiece[] = [];
  for (const [, phrase, word] of text.matchAll(/([-+]?"[^"]*"?)|([^\s"]+)/g)) {
    if (word !== undefined) found.push({ kind: 'word', text: word });
    if (phrase === undefined) continue;
    if (!/^[-+]?"[^"]*"$/.test(phrase)) return undefined;
    found.push({ kind: 'phrase', text: phrase });
  }
  return found;
}

function termOf({ kind, text }: TextPiece): Term {
  const sign = /^[-+]/.exec(text)?.[0];
  const patterns = text
    .slice(sign?.length ?? 0)
    .toLowerCase()
    .match(kind === 'phrase' ? WORD : PATTERN);
  return { words: (patterns ?? []).map(wordTest), forbidden: sign === '-' };
}

/**
 * Why a search can't be made: there is nothing in it; it begins with a wildcard; it makes no sense; or it uses something that
 * Jira's search knows (grouping, boosts, ranges, fuzzy words) and this one doesn't.
 */
export type TextProblem = { kind: 'empty' | 'unreadable' } | { kind: 'start' | 'unsupported'; sign: string };

/** Reads the text of a `~`. */
export function readTextSearch(text: string): TextMatcher | TextProblem {
  if (text.trim() === '') return { kind: 'empty' };
  const start = /^\s*([*?])/.exec(text)?.[1];
  if (start !== undefined) return { kind: 'start', sign: start };
  const unescaped = text.replace(/\\(.)/gs, (_, character: string) =>
    /[\p{L}\p{N}_]/u.test(character) ? character : ' ',
  );
  const unsupported = /[(){}[\]^~!]|&&|\|\|/.exec(unescaped)?.[0];
  if (unsupported !== undefined) return { kind: 'unsupported', sign: unsupported };
  const found = pieces(unescaped);
  const alternatives = found && alternativesOf(found);
  if (alternatives === undefined) return { kind: 'unreadable' };
  return (texts) => {
    const inWords = texts.map((prose) => prose.toLowerCase().match(WORD) ?? []);
    const holds = ({ words, forbidden }: Term) => inWords.some((prose) => occurs(words, prose)) !== forbidden;
    return alternatives.some((terms) => terms.every(holds));
  };
}

/** `a b OR c` as [[a, b], [c]]; undefined where an AND, OR or NOT lacks a neighbour or no word is asked for. */
function alternativesOf(found: readonly TextPiece[]): Term[][] | undefined {
  const alternatives = splitAt(found, 'OR').map(conjunctionOf);
  const complete = alternatives.filter((terms) => terms !== undefined);
  const asks = complete.every((terms) => terms.some((term) => !term.forbidden));
  return complete.length === alternatives.length && asks ? complete : undefined;
}

function conjunctionOf(found: readonly TextPiece[]): Term[] | undefined {
  const terms: Term[] = [];
  for (const part of splitAt(found, 'AND')) {
    if (part.length === 0 || isWord(part.at(-1), 'NOT')) return undefined;
    part.forEach((piece, index) => {
      const term = termOf(piece);
      if (isWord(piece, 'NOT') || term.words.length === 0) return;
      terms.push(isWord(part[index - 1], 'NOT') ? { ...term, forbidden: true } : term);
    });
  }
  return terms;
}

function isWord(piece: TextPiece | undefined, word: string): boolean {
  return piece?.kind === 'word' && piece.text === word;
}

function splitAt(found: readonly TextPiece[], word: string): TextPiece[][] {
  const parts: TextPiece[][] = [[]];
  for (const piece of found) {
    if (isWord(piece, word)) parts.push([]);
    else parts.at(-1)?.push(piece);
  }
  return parts;
}
