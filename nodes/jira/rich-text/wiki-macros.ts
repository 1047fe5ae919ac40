export type Segment =
  | { kind: 'markup'; source: string }
  | { kind: 'code'; code: string; language: string; title: string }
  | { kind: 'quote' | 'panel'; title: string; source: string };

const NAMES = ['code', 'noformat', 'quote', 'panel'];
const OPENING = new RegExp(`(?<!\\\\)\\{(${NAMES.join('|')})(?::([^{}\\n]*))?\\}`, 'g');

/** Cuts wiki markup at the macros that hold blocks. A macro that nobody closes stays text. */
export function segmentsOf(source: string): Segment[] {
  const segments: Segment[] = [];
  let start = 0;
  const lastClosing = new Map(NAMES.map((name) => [name, source.lastIndexOf(`{${name}}`)]));
  for (const match of source.matchAll(OPENING)) {
    const name = match[1] ?? '';
    const inside = match.index + match[0].length;
    const closable = match.index >= start && (lastClosing.get(name) ?? -1) >= inside;
    const closing = closable ? source.indexOf(`{${name}}`, inside) : -1;
    if (closing < 0) continue;
    segments.push({ kind: 'markup', source: source.slice(start, match.index) });
    segments.push(segment(name, match[2] ?? '', source.slice(inside, closing)));
    start = closing + name.length + 2;
  }
  segments.push({ kind: 'markup', source: source.slice(start) });
  return segments;
}

function segment(name: string, parameters: string, body: string): Segment {
  const options = new Map(parameters.split('|').map((part) => keyAndValue(part)));
  const title = options.get('title') ?? '';
  if (name === 'quote' || name === 'panel') {
    return { kind: name, title, source: body.replace(/^\n|\n$/g, '') };
  }
  return { kind: 'code', code: body.replace(/^\n|\n$/g, ''), language: options.get('language') ?? '', title };
}

/** `title=x`; a value alone is the language: `{code:java}`. */
function keyAndValue(part: string): [string, string] {
  const equals = part.indexOf('=');
  return equals < 0
    ? ['language', part.trim()]
    : [part.slice(0, equals).trim().toLowerCase(), part.slice(equals + 1).trim()];
}
