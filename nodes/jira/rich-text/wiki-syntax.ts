/**
 * What Jira's wiki renderer (atlassian-renderer, version 2) acts on, shared by our reader and our writer so that they cannot disagree. The
 * renderer works in this order: macros, blocks line by line, links, bare addresses, backslash escapes, HTML entities (kept as they are),
 * dashes, emoticons, images, phrases, line breaks.
 */

/** Only these can be escaped by a backslash, and only one that no other backslash precedes. `:`, `.`, `&` and `\` itself cannot: they need an entity. */
export const ESCAPABLE = new Set([...'-#*_+?^~|%{}[]()!@']);

/** A backslash with what it escapes, or one that escapes nothing. */
export const ESCAPED = String.raw`(?<!\\)\\.|(?<=\\)\\`;
/**
 * Brackets and what is in them, which may be a link. They end where the next one opens: that one is looked at by itself, and each place of a
 * text once.
 */
export const BRACKETS = String.raw`\[((?:[^[\]\n\\]|${ESCAPED})*)\]`;

/** The signs of phrases (`*bold*`) and the ADF marks that they mean. */
export const PHRASES: Readonly<Record<string, string>> = {
  '*': 'strong',
  _: 'em',
  '-': 'strike',
  '+': 'underline',
  '^': 'sup',
  '~': 'sub',
};

/** Jira doesn't link an address after one of these. */
export const NO_ADDRESS_AFTER = /["[|'!\p{L}\p{Nd}]/u;
/** What an address consists of. Jira also takes in brackets and backslashes, which nobody means. */
export const ADDRESS = /(?:https?:\/\/|ftp:\/\/|mailto:)[-_.!~*';/?:@#&=%+$,A-Za-z0-9()]+/iy;
/** What Jira doesn't count to an address at its end. */
const NO_ADDRESS_END = '.,>)];}"\'!';

/** The address without what Jira doesn't count to it. */
export function withoutAddressEnd(address: string): string {
  let end = address.length;
  while (end > 0 && NO_ADDRESS_END.includes(address.charAt(end - 1))) {
    end -= 1;
  }
  return address.slice(0, end);
}

export const HEADING = /^\s*h([1-6])\.\s*(.*)$/s;
export const QUOTE_LINE = /^\s*bq\.\s*(.*)$/s;
export const RULE = /^\s*-{4,}\s*$/;
/** `--` and `---` are dashes, no list. */
export const LIST_ITEM = /^\s*(?!-{2,3}(?!-))([*#-]+)\s+(.*)$/s;
export const TABLE_ROW = /^\s*\|/;

/** The languages that Jira can colour; for any other it shows an error above the code. */
export const CODE_LANGUAGES = new Set(
  (
    'actionscript ada applescript bash c c# c++ cpp css erlang go groovy haskell html java javascript js json lua none nyan objc perl ' +
    'php python r rainbow ruby scala sh sql swift visualbasic xml yaml'
  ).split(' '),
);
