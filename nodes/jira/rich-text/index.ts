export { type AdfDocument, type AdfMark, type AdfNode, isAdf } from './adf';
export { markdownToAdf } from './markdown-read';
export { adfToMarkdown } from './markdown-write';
export { textToAdf } from './text-read';
export { adfToText } from './text-write';
export { wikiToAdf } from './wiki-read';
export { adfToWiki } from './wiki-write';
