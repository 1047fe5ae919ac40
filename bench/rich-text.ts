import { adfToMarkdown, adfToText, adfToWiki, markdownToAdf, textToAdf, wikiToAdf } from '../nodes/jira/rich-text';
import type { Row } from './support';

/** Characters of the texts that are compared: what a conversion costs for the larger may be four times that for the smaller. */
const LARGE = 262_144;
const GROWTH = 4;
/** A conversion of fewer milliseconds says nothing of how it grows. */
const TELLING_MS = 60;

const SIGNS = [
  ...[...'*_-+^~{}[]()!?|\\#&<>`:"\'/=@. \n\t'],
  ...['{{', '}}', '??', '{*}', '{code}', '{quote}', '{panel}', '{color}', '||', '\\\\', '![', '](', '[a|', '**', '~~'],
  ...['&amp;', 'http://', 'mailto:', '* ', '# ', '- ', '1. ', '> ', 'bq. ', 'h1. ', '- [ ] '],
];

const CONVERSIONS: Readonly<Record<string, (text: string) => unknown>> = {
  'Markdown to wiki': (text) => adfToWiki(markdownToAdf(text)),
  'wiki to Markdown': (text) => adfToMarkdown(wikiToAdf(text)),
  'wiki to text': (text) => adfToText(wikiToAdf(text)),
  'text to wiki': (text) => adfToWiki(textToAdf(text)),
};

/** Every sign over and over, alone, before a word and after one, on lines of its own, and inside itself. */
function texts(sign: string, length: number): readonly (readonly [string, string])[] {
  const shapes = [sign, `${sign}a `, `a${sign}`, `${sign}a\n`, `${sign}x${sign} `];
  const repeated = shapes.map((shape) => [shape, shape.repeat(length / shape.length)] as const);
  const half = length / (2 * (sign.length + 2));
  return [...repeated, [`${sign} nested`, `${sign}a `.repeat(half) + `a${sign} `.repeat(half)]];
}

/** How the work of a conversion grows with its text, as an exponent: 1 is linear, 2 is quadratic. The worst one is told. */
export function richText(): Row {
  const worst = { exponent: 0, what: '', ms: 0 };
  for (const [name, convert] of Object.entries(CONVERSIONS)) {
    for (const sign of SIGNS) {
      const large = texts(sign, LARGE);
      for (const [index, [shape, text]] of texts(sign, LARGE / GROWTH).entries()) {
        const before = processorTime(() => convert(text));
        if (before < TELLING_MS) continue;
        const ms = processorTime(() => convert(large[index]?.[1] ?? ''));
        const exponent = Math.log(ms / before) / Math.log(GROWTH);
        if (exponent > worst.exponent)
          Object.assign(worst, { exponent, what: `${name}, ${JSON.stringify(shape)}`, ms });
      }
    }
  }
  return {
    work: `conversions of ${LARGE / 1_024}k characters, ${SIGNS.length} signs in 6 shapes`,
    ours: `${worst.what}: ${worst.ms.toFixed(0)} ms`,
    theirs: 'a text of a quarter of that',
    ratio: `grows with exponent ${worst.exponent.toFixed(2)} at the most`,
    goal: 'below 1.5',
  };
}

/** Milliseconds of processor time: other processes must not count. */
function processorTime(work: () => unknown): number {
  const begun = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1_000;
}
