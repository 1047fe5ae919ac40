/** Prints how the steps of all conversions grow from each hostile text to one of four times its size, in a process that nobody else counts in. */
import {
  adfToMarkdown,
  adfToText,
  adfToWiki,
  markdownToAdf,
  textToAdf,
  wikiToAdf,
} from '../../../nodes/jira/rich-text';
import { sampled } from '../../support/property-tests';
import { hostileTexts, SIGNS, structures } from './hostile-texts';
import { WorkCounter } from './work-counter';

/** Characters. Nesting ends far below it: a level costs nothing more from there on. */
const SMALL = 1_024;
const GROWTH = 4;

const counter = new WorkCounter();
const texts = (length: number) =>
  sampled([...SIGNS.flatMap((sign) => hostileTexts(sign, length)), ...structures(length)]);
const large = texts(SMALL * GROWTH);

const READERS = { Markdown: markdownToAdf, wiki: wikiToAdf, text: textToAdf };
const convert = (read: (text: string) => ReturnType<typeof markdownToAdf>, text: string) => {
  const document = read(text);
  for (const write of [adfToMarkdown, adfToWiki, adfToText]) write(document);
};
// What is built once would count as the work of the first text.
for (const [, text] of texts(64)) for (const read of Object.values(READERS)) convert(read, text);

const growth: Record<string, number> = {};
for (const [index, [name, text]] of texts(SMALL).entries()) {
  const [, longer = ''] = large[index] ?? [];
  for (const [syntax, read] of Object.entries(READERS)) {
    const steps = (source: string): number => counter.stepsOf(() => convert(read, source));
    growth[`${name} as ${syntax}`] = (steps(longer) / steps(text)) * (text.length / longer.length);
  }
}
console.log(JSON.stringify(growth));
