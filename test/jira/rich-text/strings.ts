import fc from 'fast-check';

const SIGNS = [...'*_-+^~?!|#\\{}[]()<>&;:/.,"\'`=@%$0123456789abhHxPD \t\n'];
const PIECES = [
  'https://example.com/a_b?x=1&y=2',
  'http://a.b/(c)',
  'mailto:a@b.c',
  'ftp://x/',
  'word',
  'well-known',
  'snake_case',
  'Ünï',
  '😀',
  'h1. ',
  'bq. ',
  '----',
  '{code}',
  '{quote}',
  '{noformat}',
  '{panel:title=x}',
  '{color:red}',
  '{*}',
  '{{',
  '}}',
  '\\\\',
  '&amp;',
  '&#42;',
  ':)',
  ':-(',
  ';)',
  '(x)',
  '(on)',
  ':D',
  '!a.png!',
  '[a|http://b.c]',
  '[~user]',
  '```',
  '~~',
  '**',
  '__',
  '- [ ] ',
  '1. ',
  '> ',
  '| a | b |\n|---|---|\n',
  '\n\n',
  '\n    ',
  '<b>',
  '![a](http://b.c)',
  '\u0000',
  '\u00a0',
  '\u2028',
];

/** Text that looks like markup of every kind, and text of every character. No `\r` and no half of a surrogate pair: those are changed on purpose. */
export function anyText(): fc.Arbitrary<string> {
  const markup = fc.array(fc.oneof(fc.constantFrom(...SIGNS), fc.constantFrom(...PIECES)), { maxLength: 30 });
  const anything = fc.string({ unit: 'binary', maxLength: 40 });
  return fc.oneof(
    { weight: 5, arbitrary: markup.map((parts) => parts.join('')) },
    { weight: 1, arbitrary: anything.map((text) => text.replace(/\r/g, '')) },
  );
}
