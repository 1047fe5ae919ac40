import { type AdfDocument, type AdfNode, documentOf, InlineContent, linkMark, paragraphOf, storable } from './adf';
import { splitAddresses } from './links';

/**
 * Plain text as ADF: every character arrives as it is, an empty line starts a new paragraph, and web addresses become links.
 * `adfToText` gives back the same string, apart from `\r\n`, which becomes `\n`, and broken surrogate pairs, which become U+FFFD.
 */
export function textToAdf(text: string): AdfDocument {
  return text === '' ? documentOf([]) : documentOf(storable(text).split('\n\n').map(paragraphOfLines));
}

function paragraphOfLines(text: string): AdfNode {
  const content = new InlineContent();
  text.split('\n').forEach((line, index) => {
    if (index > 0) {
      content.hardBreak();
    }
    for (const part of splitAddresses(line)) {
      content.text(part.text, part.href === undefined ? [] : [linkMark(part.href)]);
    }
  });
  return paragraphOf(content.nodes);
}
