import { type AdfMark, type AdfNode, InlineContent } from './adf';
import { OpenMarks } from './open-marks';
import { readToken, type WikiToken } from './wiki-tokens';

/** Wiki markup that stands inside a block, newlines included, as ADF nodes. No text is lost: signs that open nothing stay signs. */
export function inlineFromWiki(source: string): AdfNode[] {
  const content = new InlineContent();
  const open = new OpenMarks();
  for (const token of pairSigns(tokensOf(source))) {
    append(content, token, open);
  }
  return content.nodes;
}

function append(content: InlineContent, token: WikiToken, open: OpenMarks): void {
  switch (token.kind) {
    case 'text':
      content.text(token.text, marksOf(open));
      break;
    case 'break':
      content.hardBreak();
      break;
    case 'link':
      for (const node of token.words === undefined
        ? [{ type: 'text', text: token.text }]
        : inlineFromWiki(token.words)) {
        content.text(node.text ?? '', linkedMarks(marksOf(open), node.marks ?? [], token.href));
      }
      break;
    default:
      if (token.role === 'open') {
        open.push(markNamed(token.mark));
      } else if (token.role === 'close') {
        open.pop();
      } else {
        content.text(token.text, marksOf(open));
      }
  }
}

function linkedMarks(outer: readonly AdfMark[], inner: readonly AdfMark[], href: string): AdfMark[] {
  const link = { type: 'link', attrs: { href } };
  const all = [...outer, ...inner.filter((mark) => mark.type !== 'link')];
  if (all.some((mark) => mark.type === 'code')) return [{ type: 'code' }, link];
  return [...all.filter((mark, index) => all.findIndex((other) => other.type === mark.type) === index), link];
}

/** ADF refuses code together with other marks, and knows sub- and superscript as one mark that can be there once. */
function marksOf(open: OpenMarks): AdfMark[] {
  if (open.has('code')) return [{ type: 'code' }];
  const script = open.innermost('subsup');
  const marks = open.outermost().filter(({ type }) => type !== 'subsup');
  return script === undefined ? marks : [...marks, script];
}

function markNamed(name: string): AdfMark {
  return name === 'sub' || name === 'sup' ? { type: 'subsup', attrs: { type: name } } : { type: name };
}

function tokensOf(source: string): WikiToken[] {
  const tokens: WikiToken[] = [];
  let text = '';
  let at = 0;
  while (at < source.length) {
    const read = readToken(source, at);
    if (read === undefined) {
      text += source.charAt(at);
      at += 1;
      continue;
    }
    if (text !== '') {
      tokens.push({ kind: 'text', text });
      text = '';
    }
    tokens.push(read.token);
    at = read.end;
  }
  return text === '' ? tokens : [...tokens, { kind: 'text', text }];
}

/** Gives each sign that closes the last one that opened; both must stand on the same line. Signs left open in between stay text. */
function pairSigns(tokens: WikiToken[]): WikiToken[] {
  let open: Extract<WikiToken, { kind: 'sign' }>[] = [];
  const waiting = new Map<string, number>();
  for (const token of tokens) {
    if (token.kind === 'break') {
      open = [];
      waiting.clear();
    }
    if (token.kind !== 'sign') continue;
    if (token.closes && (waiting.get(token.pair) ?? 0) > 0) {
      for (let last = open.pop(); last; last = open.pop()) {
        waiting.set(last.pair, (waiting.get(last.pair) ?? 0) - 1);
        if (last.pair === token.pair) {
          last.role = 'open';
          token.role = 'close';
          break;
        }
      }
    } else if (token.opens) {
      open.push(token);
      waiting.set(token.pair, (waiting.get(token.pair) ?? 0) + 1);
    }
  }
  return tokens;
}
