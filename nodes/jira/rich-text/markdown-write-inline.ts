import type { AdfNode } from './adf';
import { isSafeHref, splitAddresses } from './links';
import { groupBy, hasMark, isBlank, isWord, linesOfRuns, linkOf, type Run, wrapWords } from './mark-runs';
import type { Place } from './write-blocks';

const LINE_BREAK: Readonly<Record<Place, string>> = { paragraph: '  \n', item: '  \n', heading: ' ', cell: ' ' };
const DELIMITERS = [
  ['strong', '**'],
  ['em', '_'],
  ['strike', '~~'],
] as const;

/** Inline nodes as Markdown. */
export function inlineMarkdown(nodes: readonly AdfNode[], place: Place): string {
  return linesOfRuns(nodes)
    .map((runs) => writeLevel(runs, 0, place, { before: '', after: '' }))
    .join(LINE_BREAK[place]);
}

interface Around {
  before: string;
  after: string;
}

/** One kind of mark per level, outermost first, so that neighbours that share a mark share one pair of delimiters. */
function writeLevel(runs: readonly Run[], level: number, place: Place, around: Around): string {
  const delimiter = DELIMITERS[level];
  if (!delimiter) {
    return runs.map((run, index) => writeRun(run, neighbours(runs, index, index + 1, around), place)).join('');
  }
  const [mark, sign] = delimiter;
  return groupBy(runs, (run) => (hasMark(run, mark) ? mark : ''))
    .map((group) => {
      const outside = neighbours(runs, group.from, group.from + group.runs.length, around);
      if (group.key === '') return writeLevel(group.runs, level + 1, place, outside);
      const inWord = isWord(outside.before) || isWord(outside.after);
      const usable = sign === '_' && inWord ? '*' : sign;
      const inner = writeLevel(group.runs, level + 1, place, { before: usable, after: usable });
      return wrapWords(inner, usable, usable);
    })
    .join('');
}

function neighbours(runs: readonly Run[], from: number, to: number, around: Around): Around {
  return { before: runs[from - 1]?.text.at(-1) ?? around.before, after: runs[to]?.text.at(0) ?? around.after };
}

function writeRun(run: Run, around: Around, place: Place): string {
  const href = linkOf(run) || (run.node?.type === 'inlineCard' ? run.text : '');
  const text = hasMark(run, 'code') ? code(run.text, place) : escapeMarkdown(run.text, around, place);
  if (!isSafeHref(href)) return text;
  if (run.text === href && !/[<>]/.test(href)) return bareAddress(href, around.after);
  return `[${text}](${/[()<>\\*_~`]/.test(href) ? `<${escapeHref(href)}>` : escapeHref(href)})`;
}

/** An address that reads as itself; between angle brackets, every character but these brackets stands for itself. */
function bareAddress(href: string, after: string): string {
  const plain = /^[\w:/.?=&%#@,;+$-]*[\w/=&%#+$-]$/.test(href) && !/(?:^|\W)_|_(?:\W|$)|&\w+;/.test(href);
  return plain && /^[\s.,)]?$/.test(after) && splitAddresses(href)[0]?.href === href ? href : `<${href}>`;
}

function escapeHref(href: string): string {
  return href.replace(/[<>\\]/g, (char) => encodeURIComponent(char)).replace(/&(?=#?\w+;)/g, '&amp;');
}

function code(text: string, place: Place): string {
  const runs = new Set((text.match(/`+/g) ?? []).map((run) => run.length));
  let length = 1;
  while (runs.has(length)) {
    length += 1;
  }
  const fence = '`'.repeat(length);
  const padding = /^`|`$|^ .* $/.test(text) && text.trim() !== '' ? ' ' : '';
  const body = place === 'cell' ? text.replace(/\|/g, '\\|') : text;
  return `${fence}${padding}${body}${padding}${fence}`;
}

/** Four spaces at the start of a paragraph would make it code. */
const INDENTED_CODE = /^(?: {4}|\t| {1,3}\t)\s*/;

/** What begins a block when it begins a line. */
const BLOCK_START =
  /^(\s*)(?:(#{1,6}(?=\s|$))|([-+*](?=\s|$|[-+\s]))|(>)|(=+(?=\s*$))|(\||:(?=-))|(\d{1,9})([.)](?=\s|$)))/;

function escapeMarkdown(text: string, around: Around, place: Place): string {
  const escaped = text.replace(/[\\`*_[\]<~|&:]/g, (char, index: number) => {
    const before = text[index - 1] ?? around.before;
    const after = text[index + 1] ?? around.after;
    const rest = text.slice(index, index + 12);
    return acts({ char, before, after, rest, word: text.slice(Math.max(0, index - 6), index + 1) }, place)
      ? `\\${char}`
      : char;
  });
  return around.before === '' ? escaped.replace(INDENTED_CODE, '').replace(BLOCK_START, escapeBlockStart) : escaped;
}

interface Spot {
  char: string;
  before: string;
  after: string;
  /** The text from the character on, as far as a rule looks. */
  rest: string;
  /** The few characters up to this one. */
  word: string;
}

function acts({ char, before, after, rest, word }: Spot, place: Place): boolean {
  switch (char) {
    case '_':
      return !(isWord(before) && isWord(after));
    case '*':
      return !(isBlank(before) && isBlank(after)) || before === '';
    case '~':
      return before === '~' || after === '~' || before === '';
    case '|':
      return place === 'cell';
    case '&':
      return /^&#?\w{1,10};/.test(rest);
    case ':':
      // Text that is no link must not become one: the escapes that follow would be part of its address.
      return rest.startsWith('://') || /^mailto:/i.test(word);
    case '<':
      return /^<[\w/!?]/.test(rest);
    default:
      return true;
  }
}

function escapeBlockStart(_match: string, space: string, ...marks: (string | undefined)[]): string {
  const [hash, dash, quote, equals, table, number, dot] = marks;
  if (number !== undefined && dot !== undefined) return `${space}${number}\\${dot}`;
  return `${space}\\${hash ?? dash ?? quote ?? equals ?? table ?? ''}`;
}
