import { type JqlError, syntaxError } from './errors';
import { onOneLine, type Token, tokenize } from './lexer';

/** Far beyond what people write, and far below what would exhaust the call stack. */
const MAX_DEPTH = 250;

/** Walks through a query's tokens and says what it finds instead of what it should. */
export class TokenReader {
  private readonly tokens: readonly Token[];
  private readonly end: Token;
  private index = 0;
  private depth = 0;

  constructor(source: string) {
    this.tokens = tokenize(source);
    const nothing: Token = { kind: 'end', text: '', value: '', at: { line: 1, character: 1 }, spaced: false };
    this.end = this.tokens.at(-1) ?? nothing;
  }

  protected peek(): Token {
    return this.tokens[this.index] ?? this.end;
  }

  protected atEnd(): boolean {
    return this.peek().kind === 'end';
  }

  protected peekKeyword(value: string): boolean {
    const token = this.peek();
    return token.kind === 'keyword' && token.value === value;
  }

  protected peekSymbol(value: string): boolean {
    const token = this.peek();
    return token.kind === 'symbol' && token.value === value;
  }

  protected takeKeyword(value: string): boolean {
    const found = this.peekKeyword(value);
    if (found) this.index += 1;
    return found;
  }

  protected takeSymbol(value: string): boolean {
    const found = this.peekSymbol(value);
    if (found) this.index += 1;
    return found;
  }

  protected skip(): void {
    this.index += 1;
  }

  protected nested<T>(part: () => T): T {
    if (this.depth >= MAX_DEPTH) {
      throw syntaxError(`The query is nested more than ${MAX_DEPTH} levels deep.`, this.peek().at);
    }
    this.depth += 1;
    const result = part();
    this.depth -= 1;
    return result;
  }

  protected expected(what: string): JqlError {
    return this.unexpected(`Expecting '${what}'`);
  }

  protected unexpected(expecting: string): JqlError {
    const token = this.peek();
    return token.kind === 'end'
      ? syntaxError(`${expecting} before the end of the query.`)
      : syntaxError(`${expecting} but got '${shown(token)}'.`, token.at);
  }
}

/** A token as Jira's messages show it: a string without its quotes. */
export function shown(token: Token): string {
  return onOneLine(token.kind === 'quoted' || token.kind === 'word' ? token.value : token.text);
}
