import MarkdownIt from 'markdown-it';
import { isSafeHref } from './links';
import { isWord } from './mark-runs';
import { ADDRESS, BRACKETS, ESCAPABLE, NO_ADDRESS_AFTER, PHRASES, withoutAddressEnd } from './wiki-syntax';

export type WikiToken =
  | { kind: 'text'; text: string }
  | { kind: 'break' }
  /** A link; `words` is the markup that it reads as, `text` the plain text if there are no words. */
  | { kind: 'link'; href: string; text: string; words?: string }
  /** A sign that may begin or end a mark; `pair` tells which signs belong together. */
  | {
      kind: 'sign';
      text: string;
      mark: string;
      pair: string;
      opens: boolean;
      closes: boolean;
      role?: 'open' | 'close';
    };

export interface ReadToken {
  token: WikiToken;
  /** The place in the source behind the token. */
  end: number;
}

type Reader = (source: string, at: number) => ReadToken | undefined;

/** What begins at this place of the source, or undefined for an ordinary character. */
export function readToken(source: string, at: number): ReadToken | undefined {
  return READERS[source.charAt(at)]?.(source, at);
}

const READERS: Readonly<Record<string, Reader>> = {
  '\n': (_source, at) => ({ token: { kind: 'break' }, end: at + 1 }),
  '\\': backslash,
  '&': entity,
  '[': link,
  '!': image,
  '{': brace,
  '}': (source, at) => (source.startsWith('}}', at) ? sign(source, at, '}}', 'code', '{{') : undefined),
  '?': (source, at) => (source.startsWith('??', at) ? sign(source, at, '??', 'em', '??') : undefined),
  ...Object.fromEntries(Object.keys(PHRASES).map((char) => [char, phrase])),
  ...Object.fromEntries([...'hHfFmM'].map((char) => [char, address])),
};

function backslash(source: string, at: number): ReadToken | undefined {
  const next = source.charAt(at + 1);
  if (source.charAt(at - 1) === '\\') return undefined;
  if (ESCAPABLE.has(next)) {
    return { token: { kind: 'text', text: next }, end: at + 2 };
  }
  if (next !== '\\' || isPath(source, at + 2)) return undefined;
  return { token: { kind: 'break' }, end: /[ \t]/.test(source.charAt(at + 2)) ? at + 3 : at + 2 };
}

/** Whether two backslashes before this place begin a path (`\\\\server\\share`): one more follows, and no space before it. Looks no further than that. */
function isPath(source: string, at: number): boolean {
  const next = source.indexOf('\\', at);
  return next >= 0 && !/\s/.test(source.slice(at, next));
}

const ENTITY = /&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,31});/iy;
const { unescapeAll } = new MarkdownIt().utils;

function entity(source: string, at: number): ReadToken | undefined {
  const found = matchAt(ENTITY, source, at)?.[0];
  return found ? { token: { kind: 'text', text: unescapeAll(found) }, end: at + found.length } : undefined;
}

const LINK = new RegExp(BRACKETS, 'y');

function link(source: string, at: number): ReadToken | undefined {
  const found = matchAt(LINK, source, at);
  const inside = found?.[1];
  if (!found || inside === undefined) return undefined;
  const end = at + found[0].length;
  if (/^[\^#]/.test(inside)) {
    return { token: { kind: 'text', text: found[0] }, end }; // an attachment or an anchor, which a link cannot lead to from here
  }
  if (/^~[^|]+$/.test(inside)) {
    return { token: { kind: 'text', text: `@${decoded(inside.slice(1))}` }, end };
  }
  const parts = inside.split(/(?<!\\)\|/);
  const [words, target] = parts.length > 1 ? [parts[0], parts[1]] : [undefined, parts[0]];
  const href = decoded((target ?? '').trim());
  if (!isSafeHref(href)) return undefined;
  return { token: { kind: 'link', href, text: href, ...(words?.trim() ? { words } : {}) }, end };
}

const IMAGE = /!([^\s!|][^!|\n]*)(?:\|([^!\n]*))?!/y;

function image(source: string, at: number): ReadToken | undefined {
  const found = matchAt(IMAGE, source, at);
  const name = found?.[1]?.trim() ?? '';
  if (!found || isWord(source.charAt(at - 1)) || !/\.\w{2,5}$|^https?:\/\/\S+$/.test(name)) {
    return undefined;
  }
  const words = /(?:^|,)\s*alt="?([^",]+)/.exec(found[2] ?? '')?.[1] ?? name;
  const end = at + found[0].length;
  const href = decoded(name);
  return isSafeHref(href)
    ? { token: { kind: 'link', href, text: decoded(words) }, end }
    : { token: { kind: 'text', text: decoded(words) }, end };
}

const COLOUR = /\{color(?::[^{}\n]*)?\}/y;
const BRACED_SIGN = /\{([*_+^~-]|\?\?)\}/y;

function brace(source: string, at: number): ReadToken | undefined {
  const colour = matchAt(COLOUR, source, at);
  if (colour) {
    return { token: { kind: 'text', text: '' }, end: at + colour[0].length };
  }
  const braced = matchAt(BRACED_SIGN, source, at);
  if (braced) {
    const text = braced[1] ?? '';
    const token: WikiToken = {
      kind: 'sign',
      text: braced[0],
      mark: PHRASES[text] ?? 'em',
      pair: text,
      opens: true,
      closes: true,
    };
    return { token, end: at + braced[0].length };
  }
  return source.startsWith('{{', at) ? sign(source, at, '{{', 'code', '{{') : undefined;
}

function phrase(source: string, at: number): ReadToken {
  const text = source.charAt(at);
  return sign(source, at, text, PHRASES[text] ?? 'em', text);
}

/** Opens after a non-word and before a non-space, closes the other way round. */
function sign(source: string, at: number, text: string, mark: string, pair: string): ReadToken {
  const before = source.charAt(at - 1);
  const after = source.charAt(at + text.length);
  const opens = !isWord(before) && before !== '\\' && /[^\s]/.test(after) && !text.startsWith(after) && text !== '}}';
  const closes = /[^\s]/.test(before) && !isWord(after) && !text.startsWith(before) && text !== '{{';
  return { token: { kind: 'sign', text, mark, pair, opens, closes }, end: at + text.length };
}

function address(source: string, at: number): ReadToken | undefined {
  const found = NO_ADDRESS_AFTER.test(source.charAt(at - 1)) ? undefined : matchAt(ADDRESS, source, at);
  const text = withoutAddressEnd(found?.[0] ?? '');
  const href = decoded(text);
  return isSafeHref(href) ? { token: { kind: 'link', href, text: href }, end: at + text.length } : undefined;
}

/** Escapes and entities of text in which no markup acts. */
function decoded(text: string): string {
  return text
    .replace(/\\([-#*_+?^~|%{}[\]()!@])/g, '$1')
    .replace(/&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,31});/gi, (found) => unescapeAll(found));
}

function matchAt(pattern: RegExp, source: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(source);
}
