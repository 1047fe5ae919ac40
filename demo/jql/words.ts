/**
 * Words that Jira keeps for itself: unquoted, they are never a field name or a value, in any mixture of cases.
 * The list is the one that `GET /rest/api/…/jql/autocompletedata` returns as `jqlReservedWords`.
 */
const RESERVED_WORDS = `
abort access add after alias all alter and any as asc audit avg before begin between boolean break by byte catch cf
changed char character check checkpoint collate collation column commit connect continue count create current date
decimal declare decrement default defaults define delete delimiter desc difference distinct divide do double drop else
empty encoding end equals escape exclusive exec execute exists explain false fetch file field first float for from
function go goto grant greater group having identified if immediate in increment index initial inner inout input insert
int integer intersect intersection into is isempty isnull join last left less like limit lock long max min minus mode
modify modulo more multiply next noaudit not notin nowait null number object of on option or order outer output power
previous prior privileges public raise raw remainder rename resource return returns revoke right row rowid rownum rows
select session set share size sqrt start strict string subtract sum synonym table then to trans transaction trigger true
uid union unique update user validate values view was when whenever where while with
`
  .trim()
  .split(/\s+/);

/** Words with a place in the grammar. All but `during` are reserved too. */
const KEYWORDS = `
after and asc before by cf changed desc during empty from in is not null on or order to was
`
  .trim()
  .split(/\s+/);

const reserved = new Set(RESERVED_WORDS);
const keywords = new Set(KEYWORDS);

/** `word` in lower case. */
export function isKeyword(word: string): boolean {
  return keywords.has(word);
}

/** `word` in lower case. Jira refuses a reserved word that stands unquoted and isn't where the grammar has a use for it. */
export function isReservedWord(word: string): boolean {
  return reserved.has(word);
}
