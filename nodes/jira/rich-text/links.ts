import MarkdownIt from 'markdown-it';

/**
 * True for addresses that may become links. Anything else (`javascript:`, `file:`, relative paths) stays text: Jira shows links to other people,
 * and a relative path would lead somewhere inside Jira.
 */
export function isSafeHref(href: string): boolean {
  return /^(?:https?:\/\/|ftp:\/\/|mailto:|tel:)[^\s]+$/i.test(href) && !CONTROL.test(href);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: browsers skip control characters in an address, so none may hide there
const CONTROL = /[\u0000-\u001f\u007f]/;

/**
 * Finds bare addresses. Only those that name their scheme: without this, `README.md` and `main.py` in a machine's text would become links to the
 * domains of Moldova and Paraguay.
 */
export function linkExplicitAddressesOnly(markdown: MarkdownIt.MarkdownIt): MarkdownIt.MarkdownIt {
  markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });
  markdown.linkify.add('//', null);
  return markdown;
}

const finder = linkExplicitAddressesOnly(new MarkdownIt()).linkify;

export interface TextPart {
  text: string;
  /** Set when this part of the text is a bare address. */
  href?: string;
}

/** Cuts one line of text into what is a bare web address and what is not. The parts joined are the line again. */
export function splitAddresses(line: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of finder.match(line) ?? []) {
    const text = line.slice(match.index, match.lastIndex);
    if (!isSafeHref(text)) continue;
    parts.push({ text: line.slice(end, match.index) }, { text, href: text });
    end = match.lastIndex;
  }
  parts.push({ text: line.slice(end) });
  return parts.filter((part) => part.text !== '');
}
