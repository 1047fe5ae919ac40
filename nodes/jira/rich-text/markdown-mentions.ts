import type MarkdownIt from 'markdown-it';
import type { AdfNode } from './adf';

/** Somebody whom a text mentions. */
export interface Mention {
  /** The account id on Cloud, the user name on Data Center. */
  readonly id: string;
  /** The name that a reader sees. */
  readonly name: string;
}

/** The people whom a text mentions, by what it calls them. */
export type Mentions = ReadonlyMap<string, Mention>;

/** The token of a mention: its `content` is the source, its `info` the name in it. */
export const MENTION = 'mention';

/** `[~name]`; with another tilde it is text that is struck through, and before an address the words of a link. */
const WRITTEN = /\[~(?![~\s])([^[\]\n]{1,255})\](?![([])/y;

/** Has the parser read `[~name]` as one token, which stays the text that it is until somebody says whom it means. */
export function readMentions(markdown: MarkdownIt.MarkdownIt): MarkdownIt.MarkdownIt {
  markdown.inline.ruler.before('link', MENTION, (state, silent) => {
    WRITTEN.lastIndex = state.pos;
    const [source, name] = WRITTEN.exec(state.src) ?? [];
    if (source === undefined || name === undefined) return false;
    if (!silent) Object.assign(state.push(MENTION, '', 0), { content: source, info: name.trim() });
    state.pos += source.length;
    return true;
  });
  return markdown;
}

/** The names of whom the tokens mention, each once, in the order of the text. */
export function namesMentioned(tokens: readonly MarkdownIt.Token[]): readonly string[] {
  const inline = tokens.flatMap(({ children }) => children ?? []);
  return [...new Set(inline.filter(({ type }) => type === MENTION).map(({ info }) => info))];
}

export function mentionNode({ id, name }: Mention): AdfNode {
  return { type: 'mention', attrs: { id, text: `@${name}`, accessLevel: '' } };
}
