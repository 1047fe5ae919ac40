/**
 * Texts that somebody could write to slow Node-RED down, for the tests and for `npm run bench`: every sign of Markdown, wiki markup and
 * addresses, over and over, in shapes that make a parser look far ahead, look back, or nest.
 */
export const SIGNS = [
  ...[...'*_-+^~{}[]()!?|\\#&<>`:"\'/=@. \n\t'],
  ...['{{', '}}', '??', '{*}', '{code}', '{quote}', '{panel:a}', '{quote}{panel}', '{color:red}', '{color:'],
  ...['![', '](', '[](', '[a](', '[a|', '[^', '[~', '![a](http://b.c)', '!http://a.b', '|alt='],
  ...['**', '~~', '**a', '*a_b', '_*', '`*', '[*', '\\\\', '\\\\\\', '\\\\\\[', '\\\\\\]', '\\*'],
  ...['&amp;', '&#', '&#x', '<!--', '<http://', 'http://', 'https://a!', 'mailto:', '😀', ':)', '(x)'],
  ...[
    '* ',
    '# ',
    '- ',
    '1. ',
    '> ',
    'bq. ',
    'h1. ',
    '----\n',
    '- [ ] ',
    '||',
    '|a|',
    '| a |\n|-|\n',
    '[a]: http://x\n',
  ],
  ...['\n* ', '\n- ', '\n> ', '\n| ', '\n  '],
] as const;

/** The single signs, each before each: what acts together in a way that nobody thought of. */
export const PAIRS = SIGNS.filter((sign) => sign.length === 1).flatMap((first, _index, all) =>
  all.map((second) => first + second),
);

/** A name, to find the text again, and about `length` characters of it. */
export type HostileText = readonly [name: string, text: string];

/** The sign alone, before a word and after one, on lines of its own, in front of all the rest, and inside itself. */
export function hostileTexts(sign: string, length: number): HostileText[] {
  const shapes = [sign, `${sign}a `, `a${sign}`, `${sign}a\n`, `${sign}x${sign} `];
  const half = Math.ceil(length / (2 * (sign.length + 2)));
  return [
    ...shapes.map((shape): HostileText => [JSON.stringify(shape), shape.repeat(Math.ceil(length / shape.length))]),
    [`${JSON.stringify(sign)} before a long word`, sign + 'a'.repeat(length) + sign],
    [`${JSON.stringify(sign)} before a long blank`, `${sign}${' '.repeat(length)}a`],
    [`${JSON.stringify(sign)} inside itself`, `${sign}a `.repeat(half) + `a${sign} `.repeat(half)],
  ];
}

/** Texts of a structure that no sign alone makes. */
export function structures(length: number): HostileText[] {
  return [
    ['a list 370 levels deep', Array.from({ length: 370 }, (_, level) => `${'  '.repeat(level)}- a`).join('\n')],
    ['a wiki list 370 levels deep', Array.from({ length: 370 }, (_, level) => `${'*'.repeat(level + 1)} a`).join('\n')],
    ['different marks inside one another', '*a _a ^a '.repeat(length / 18) + 'a^ a_ a* '.repeat(length / 18)],
    ['images inside one another', `${'!['.repeat(length / 14)}a${'](http://a.b)'.repeat(length / 14)}`],
    ['one wide row and many short ones', `${'|a'.repeat(length / 4)}|\n${'|a|\n'.repeat(length / 8)}`],
    ['many paragraphs', 'a\n\n'.repeat(length / 3)],
    ['addresses among marks', '*http://a.b* '.repeat(length / 13)],
    ['an address that goes on and on', `https://a${'!'.repeat(length)}a`],
  ];
}
