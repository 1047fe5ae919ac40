export { type AdfDocument, type AdfMark, type AdfNode, isAdf } from './adf';
export type { Mention, Mentions } from './markdown-mentions';
export { markdownToAdf, mentionedIn } from './markdown-read';
export { adfToMarkdown } from './markdown-write';
export { textToAdf } from './text-read';
export { adfToText } from './text-write';
export { wikiToAdf } from './wiki-read';
export { adfToWiki } from './wiki-write';
