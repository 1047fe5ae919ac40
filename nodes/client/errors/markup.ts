/** Characters that a tag or an element's text may have, so that a page made to take long does not. */
const TAG = '[^<>]{0,500}';

/** Whether a text is a page for a browser. */
export function isPage(text: string): boolean {
  return /<(!doctype|html|head|body|title)\b/i.test(text);
}

/** The title of a page, empty if it has none. */
export function pageTitle(page: string): string {
  return decoded(new RegExp(`<title\\b${TAG}>([^<]{0,500})`, 'i').exec(page)?.[1] ?? '');
}

/** What the elements of some names hold, in the order of the document. */
export function elementTexts(xml: string, names: readonly string[]): readonly string[] {
  const elements = new RegExp(
    `<(${names.join('|')})\\b${TAG}>(<!\\[CDATA\\[.{0,1000}?\\]\\]>|[^<]{0,1000})</\\1>`,
    'gis',
  );
  return [...xml.matchAll(elements)].map(([, , text = '']) => {
    const cdata = /^<!\[CDATA\[(.*)\]\]>$/s.exec(text)?.[1];
    return cdata ?? decoded(text);
  });
}

/** A text without tags. Signs that are none, as in `a < b`, stay. */
export function withoutMarkup(text: string): string {
  return text.replace(new RegExp(`<(/?)([a-z][a-z0-9:-]*)(\\s${TAG})?/?>`, 'gi'), (_tag, _slash, name: string) =>
    BREAKING.has(name.toLowerCase()) ? ' ' : '',
  );
}

/** Elements that part words. */
const BREAKING = new Set(['br', 'p', 'div', 'li', 'ul', 'ol', 'tr', 'td', 'h1', 'h2', 'h3', 'hr']);

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

function decoded(text: string): string {
  return text.replace(/&(#x?[0-9a-f]{1,6}|[a-z]{2,4});/gi, (whole: string, name: string) => {
    if (!name.startsWith('#')) return ENTITIES[name.toLowerCase()] ?? whole;
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
