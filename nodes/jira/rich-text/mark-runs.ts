import type { AdfMark, AdfNode } from './adf';
import { allText, attribute, childrenOf, marksOf, visibleText } from './adf-read';

/** A stretch of one line with the same marks; what the writers of Markdown and wiki markup work on. */
export interface Run {
  text: string;
  marks: readonly AdfMark[];
  /** The node, where it is no text: mentions and cards have markup of their own. */
  node?: AdfNode;
}

/** Inline nodes as lines of runs: cut at every hard break and newline. */
export function linesOfRuns(nodes: readonly AdfNode[]): Run[][] {
  let line: Run[] = [];
  const lines = [line];
  for (const node of nodes) {
    const text = childrenOf(node).length > 0 ? allText(node) : visibleText(node);
    text.split('\n').forEach((part, index) => {
      if (index > 0) {
        line = [];
        lines.push(line);
      }
      if (part !== '') {
        line.push({ text: part, marks: marksOf(node), ...(node.type === 'text' ? {} : { node }) });
      }
    });
  }
  return lines;
}

export function hasMark(run: Run, key: string): boolean {
  return run.marks.some((mark) => markKey(mark) === key);
}

/** The mark's name; sub- and superscript, which share a type in ADF, by their own names. */
export function markKey(mark: AdfMark): string {
  return mark.type === 'subsup' ? attribute(mark, 'type') : mark.type;
}

/** The address a run leads to; '' for none. */
export function linkOf(run: Run): string {
  const mark = run.marks.find((candidate) => candidate.type === 'link');
  return mark ? attribute(mark, 'href') : '';
}

/** Cuts the runs where the response changes: neighbours that both have it or both lack it stay together. */
export function groupBy(runs: readonly Run[], has: (run: Run) => string): { key: string; from: number; runs: Run[] }[] {
  const groups: { key: string; from: number; runs: Run[] }[] = [];
  runs.forEach((run, index) => {
    const key = has(run);
    const last = groups.at(-1);
    if (last && last.key === key) {
      last.runs.push(run);
    } else {
      groups.push({ key, from: index, runs: [run] });
    }
  });
  return groups;
}

/** Puts the delimiters around the words: markup that begins or ends with a space does not act, neither in Markdown nor in wiki markup. */
export function wrapWords(text: string, opening: string, closing: string): string {
  const words = text.trim();
  if (words === '') return text;
  const start = text.indexOf(words);
  return `${text.slice(0, start)}${opening}${words}${closing}${text.slice(start + words.length)}`;
}

export const isWord = (char: string): boolean => /^[\p{L}\p{Nd}]$/u.test(char);
export const isBlank = (char: string): boolean => char === '' || /^\s$/.test(char);
