/** What JQL wants written as an escape: control characters and Unicode's non-characters. Halves of surrogate pairs have no UTF-8. */
const UNWRITABLE = /[\p{Control}\p{Surrogate}\p{Noncharacter_Code_Point}]/gu;

/** A text as one JQL string, quotes included: nothing in it ends the string or means anything. */
export function jqlString(text: string): string {
  const escaped = text
    .replace(/["\\]/g, '\\$&')
    .replace(UNWRITABLE, (character) => character.split('').map(unicodeEscape).join(''));
  return `"${escaped}"`;
}

function unicodeEscape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/**
 * What `~` takes to find a text word by word in its order: a phrase, in which no sign means anything. `undefined`
 * for a text without letters and digits, which no index knows.
 */
export function phraseOf(text: string): string | undefined {
  const words = beginning(text);
  if (!/[\p{L}\p{N}]/u.test(words)) return undefined;
  return jqlString(`"${words.replace(/[+\-&|!(){}[\]^"~*?:\\/]/g, '\\$&')}"`);
}

/** So many characters of a long text are enough to find it by; whole words, as Jira knows only those. */
const ENOUGH = 200;

function beginning(text: string): string {
  const trimmed = text.trim();
  if (trimmed.length <= ENOUGH) return trimmed;
  const cut = trimmed.slice(0, ENOUGH + 1).replace(/\s\S*$/, '');
  return cut.length <= ENOUGH ? cut : trimmed;
}

/** Whether a query says in which order it finds. */
export function isOrdered(jql: string): boolean {
  const unquoted = jql.replace(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/gs, '""');
  return /\border\s+by\b/i.test(unquoted);
}
