import type { AdfNode } from './adf';
import { attribute } from './adf-read';
import { isSafeHref } from './links';
import { groupBy, hasMark, isWord, linesOfRuns, linkOf, type Run, wrapWords } from './mark-runs';
import { escapeWiki } from './wiki-escape';
import { ADDRESS, NO_ADDRESS_AFTER, withoutAddressEnd } from './wiki-syntax';
import type { Place } from './write-blocks';

/** A newline would end a heading or a list item. */
const LINE_BREAK: Readonly<Record<Place, string>> = {
  paragraph: '\n',
  item: '\\\\ ',
  heading: '\\\\ ',
  cell: '\\\\ ',
};

/** The marks that wiki markup knows, outermost first; inside braces a sign acts in the middle of a word, too. */
const LEVELS: readonly (readonly [mark: string, sign: string, inWord: string])[] = [
  ['strong', '*', '{*}'],
  ['em', '_', '{_}'],
  ['strike', '-', '{-}'],
  ['underline', '+', '{+}'],
  ['sup', '^', '{^}'],
  ['sub', '~', '{~}'],
];

/** Inline nodes as wiki markup. */
export function inlineWiki(nodes: readonly AdfNode[], place: Place): string {
  return linesOfRuns(nodes)
    .map((runs) => writeColours(runs, place === 'cell'))
    .join(LINE_BREAK[place]);
}

interface Around {
  before: string;
  after: string;
}

function writeColours(runs: readonly Run[], bars: boolean): string {
  return groupBy(runs, colourOf)
    .map(({ key, from, runs: group }) => {
      const around = neighbours(runs, from, from + group.length, { before: '', after: '' });
      return key === ''
        ? writeLevel(group, 0, bars, around)
        : `{color:${key}}${writeLevel(group, 0, bars, { before: '}', after: '{' })}{color}`;
    })
    .join('');
}

function colourOf(run: Run): string {
  const mark = run.marks.find((candidate) => candidate.type === 'textColor');
  const colour = mark ? attribute(mark, 'color') : '';
  return /^#[0-9a-f]{6}$/i.test(colour) ? colour : '';
}

/** One kind of mark per level, so that neighbours that share a mark share one pair of signs. */
function writeLevel(runs: readonly Run[], level: number, bars: boolean, around: Around): string {
  const kind = LEVELS[level];
  if (!kind) return writeRuns(runs, bars, around);
  const [mark, sign, inWord] = kind;
  return groupBy(runs, (run) => (hasMark(run, mark) ? mark : ''))
    .map(({ key, from, runs: group }) => {
      const outside = neighbours(runs, from, from + group.length, around);
      if (key === '') return writeLevel(group, level + 1, bars, outside);
      const inner = writeLevel(group, level + 1, bars, { before: sign, after: sign });
      const usable = isWord(outside.before) || isWord(outside.after) ? inWord : sign;
      return wrapWords(inner, usable, usable);
    })
    .join('');
}

function neighbours(runs: readonly Run[], from: number, to: number, around: Around): Around {
  return { before: runs[from - 1]?.text.at(-1) ?? around.before, after: runs[to]?.text.at(0) ?? around.after };
}

/** Runs that differ in nothing but code and links. */
function writeRuns(runs: readonly Run[], bars: boolean, around: Around): string {
  return runs
    .map((run, index) => {
      const previous = runs[index - 1];
      const next = runs[index + 1];
      // Links may end in a bracket, code in a brace: what the neighbour ends in is its markup, not its text.
      const before = previous ? (isPlain(previous) ? (previous.text.at(-1) ?? '') : ']') : around.before;
      const after = next ? (isPlain(next) ? next.text.charAt(0) : '[') : around.after;
      return writeRun(run, { before, after }, next, bars);
    })
    .join('');
}

function isPlain(run: Run): boolean {
  return addressOf(run) === '' && !hasMark(run, 'code') && run.node?.type !== 'mention';
}

function writeRun(run: Run, around: Around, next: Run | undefined, bars: boolean): string {
  const user = run.node?.type === 'mention' ? attribute(run.node, 'id') : '';
  if (/^[^\s[\]{}|\\~^]+$/.test(user)) return `[~${user}]`;
  const address = addressOf(run);
  if (address !== '') return link(run, address, around, next);
  return code(run, escapeWiki(run.text, { ...codeAround(run, around), bars }));
}

function codeAround(run: Run, around: Around): Around {
  return hasMark(run, 'code') ? { before: '{', after: '}' } : around;
}

function code(run: Run, text: string): string {
  return hasMark(run, 'code') ? wrapWords(text, '{{', '}}') : text;
}

function addressOf(run: Run): string {
  const address = linkOf(run) || (run.node?.type === 'inlineCard' ? run.text : '');
  return isSafeHref(address) ? address : '';
}

function link(run: Run, address: string, around: Around, next: Run | undefined): string {
  if (run.text === address && !hasMark(run, 'code')) {
    return linksByItself(address, around, next) ? address : `[${encodeAddress(address)}]`;
  }
  const words = escapeWiki(run.text, { ...codeAround(run, { before: '[', after: '|' }), bars: true });
  return `[${code(run, words)}|${encodeAddress(address)}]`;
}

/** True if Jira finds exactly this address in running text. If in doubt, brackets say where it begins and ends. */
function linksByItself(address: string, { before, after }: Around, next: Run | undefined): boolean {
  ADDRESS.lastIndex = 0;
  const whole =
    ADDRESS.exec(address)?.[0] === address && withoutAddressEnd(address) === address && !/&#?\w+(?:;|$)/.test(address);
  const follows = next && isPlain(next) ? next.text : after;
  return whole && (before === '' || !NO_ADDRESS_AFTER.test(before)) && /^(?:[.,)]{0,2}(?:\s|$))/.test(follows);
}

/** Signs that would end the link or act in it, as HTML entities. */
function encodeAddress(address: string): string {
  return address
    .replace(/&(?=#?\w+(?:;|$))/g, '&amp;')
    .replace(/[{}[\]|\\^~*!]/g, (char) => `&#${char.charCodeAt(0)};`);
}
