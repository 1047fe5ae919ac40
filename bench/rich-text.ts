import { adfToMarkdown, adfToText, adfToWiki, markdownToAdf, textToAdf, wikiToAdf } from '../nodes/jira/rich-text';
import { type HostileText, hostileTexts, PAIRS, SIGNS, structures } from '../test/jira/rich-text/hostile-texts';
import type { Row } from './support';

/** Characters: all texts are tried at the first size, those that take longest at the others. */
const [TRIED, SMALL, LARGE] = [16_384, 65_536, 262_144] as const;
const LONGEST = 12;

const READERS = { Markdown: markdownToAdf, wiki: wikiToAdf, text: textToAdf };
const WRITERS = { Markdown: adfToMarkdown, wiki: adfToWiki, text: adfToText };

/** Gets a text ready and answers the conversion that is measured. */
type Prepared = (text: string) => () => unknown;

const DIRECTIONS: readonly (readonly [name: string, prepared: Prepared])[] = Object.entries(READERS).flatMap(
  ([from, read]) => [
    [`${from} → ADF`, (text: string) => () => read(text)] as const,
    ...Object.entries(WRITERS).map(([to, write]) => [`ADF of ${from} → ${to}`, written(read, write)] as const),
  ],
);

function written(read: typeof markdownToAdf, write: typeof adfToMarkdown): Prepared {
  return (text) => {
    const document = read(text);
    return () => write(document);
  };
}

const TEXTS: readonly ((length: number) => readonly HostileText[])[] = [
  ...SIGNS.map((sign) => (length: number) => hostileTexts(sign, length)),
  ...PAIRS.map((pair) => (length: number) => hostileTexts(pair, length).slice(0, 2)),
  structures,
];

/**
 * How the work of each conversion grows with its text, as an exponent: 1 is linear, 2 is quadratic. Every sign, every pair of signs and every
 * nesting is tried; the row names the text that grows most.
 */
export function richText(): readonly Row[] {
  return DIRECTIONS.map(([name, prepared]) => {
    const tried = TEXTS.flatMap((texts) =>
      texts(TRIED).map(([what, text], index) => {
        const again = (length: number) => prepared(texts(length)[index]?.[1] ?? '');
        return { what, again, ms: processorTime(prepared(text)) };
      }),
    );
    const longest = tried.sort((left, right) => right.ms - left.ms).slice(0, LONGEST);
    const grown = longest.map(({ what, again }) => {
      const [small, large] = [processorTime(again(SMALL)), processorTime(again(LARGE))];
      return { what, large, exponent: Math.log(large / small) / Math.log(LARGE / SMALL) };
    });
    const [worst] = grown.sort((left, right) => right.exponent - left.exponent);
    return {
      work: `${name}, ${tried.length} texts`,
      ours: `${worst?.large.toFixed(0)} ms for ${LARGE / 1_024}k of ${worst?.what}`,
      theirs: 'a quarter of that text',
      ratio: `grows with exponent ${worst?.exponent.toFixed(2)}`,
      goal: 'below 1.5',
    };
  });
}

/** Milliseconds of processor time, the best of two: neither other processes nor the compiler of JavaScript must count. */
function processorTime(work: () => unknown): number {
  return Math.min(
    ...[work, work].map((one) => {
      const begun = process.cpuUsage();
      one();
      const { user, system } = process.cpuUsage(begun);
      return (user + system) / 1_000;
    }),
  );
}
