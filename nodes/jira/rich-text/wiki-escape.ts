import { isBlank, isWord } from './mark-runs';

export interface WikiSurroundings {
  /** The character in front of the text, '' at the start of a line. */
  before: string;
  /** The character behind the text, '' at the end of a line. */
  after: string;
  /** Escape every `|`: in table cells and in the words of a link. */
  bars?: boolean;
}

/**
 * Text of one line, escaped so that Jira Data Center shows it as it is: no bold, no macro, no emoticon, no list. Signs that cannot act where they
 * stand (`well-known`, `snake_case`, `a - b`) stay readable. What no backslash can escape becomes an HTML entity, which Jira shows as its character.
 */
export function escapeWiki(text: string, { before, after, bars = false }: WikiSurroundings): string {
  const start = before === '' ? blockStart(text) : undefined;
  let escaped = '';
  let written = '';
  for (let index = 0; index < text.length; index += 1) {
    const char = text.charAt(index);
    const rule = RULES[char];
    if (index === start?.index) {
      written = start.replacement;
    } else if (rule) {
      const previous = index > 0 ? text.charAt(index - 1) : before;
      const next = index + 1 < text.length ? text.charAt(index + 1) : after;
      written = rule({ char, previous, next, text, index, bars, written, end: after });
    } else {
      written = char;
    }
    escaped += written;
  }
  return escaped;
}

interface Spot {
  char: string;
  previous: string;
  next: string;
  text: string;
  index: number;
  bars: boolean;
  /** What follows the text, '' for the end of the line. */
  end: string;
  /** What was written for the character before. */
  written: string;
}

const RULES: Readonly<Record<string, (spot: Spot) => string>> = {
  '{': always,
  '}': always,
  '[': always,
  ']': always,
  '*': phrase,
  _: phrase,
  '-': phrase,
  '+': phrase,
  '^': phrase,
  '~': phrase,
  '?': ({ char, previous, next }) => escapeIf(previous === '?' || next === '?', char),
  '!': ({ char, previous, next }) => escapeIf(!isWord(previous) && !isBlank(next), char),
  '|': ({ char, bars }) => escapeIf(bars, char),
  '(': ({ char, previous, text, index }) => escapeIf(/[:;]/.test(previous) || matchesAt(EMOTICON, text, index), char),
  ')': ({ char, previous, written }) => escapeIf(/[:;-]/.test(previous) || written.endsWith(';'), char),
  ':': ({ char, text, index }) => (matchesAt(SMILEY, text, index) || isProtocol(text, index) ? '&#58;' : char),
  '&': ({ char, text, index, end }) => (isEntity(text, index, end) ? '&amp;' : char),
  // A second backslash would make it a line break, a sign behind it would be escaped.
  '\\': ({ char, previous, next }) => (/[A-Za-z0-9]/.test(next) && previous !== '\\' ? char : '&#92;'),
};

/** `(x)`, `(!)`, `(on)`: Jira draws icons for these, in the middle of a word, too. */
const EMOTICON = /\((?:[yni/x!+?*-]|on|off|\*[rgby]|flag(?:off)?)\)/y;
const SMILEY = /:[PD](?![A-Za-z])/y;
const ENTITY = /&#?\w*;/y;
/** An entity that the markup behind this text may complete. */
const OPEN_ENTITY = /&#?\w*$/y;

function always({ char }: Spot): string {
  return `\\${char}`;
}

/** A phrase opens after a non-word and before a non-space, and closes the other way round; inside a word or alone it does neither. */
function phrase({ char, previous, next }: Spot): string {
  const inWord = isWord(previous) && isWord(next);
  const alone = isBlank(previous) && isBlank(next);
  return escapeIf(!inWord && !alone, char);
}

/** Text that is no link in ADF must not become one here: Jira would take the backslashes that follow for a part of the address. */
function isProtocol(text: string, index: number): boolean {
  const protocol = text.startsWith('//', index + 1) ? /(?:https?|ftps?|nntp|news|irc)$/i : /(?:mailto|file)$/i;
  return protocol.test(text.slice(Math.max(0, index - 6), index));
}

function isEntity(text: string, index: number, end: string): boolean {
  return matchesAt(ENTITY, text, index) || (end !== '' && matchesAt(OPEN_ENTITY, text, index));
}

function escapeIf(acts: boolean, char: string): string {
  return acts ? `\\${char}` : char;
}

function matchesAt(pattern: RegExp, text: string, index: number): boolean {
  pattern.lastIndex = index;
  return pattern.test(text);
}

/** The one character that makes a line a heading, a quotation, a list item or a table row. */
function blockStart(text: string): { index: number; replacement: string } | undefined {
  const named = /^\s*(?:h[1-6]|bq)(?=\.)/.exec(text);
  if (named) return { index: named[0].length, replacement: '&#46;' };
  const sign = /^\s*(?=\||[*#-]+(?:\s|$))/.exec(text);
  return sign ? { index: sign[0].length, replacement: `\\${text.charAt(sign[0].length)}` } : undefined;
}
