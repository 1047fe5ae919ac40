import { type Position, syntaxError } from './errors';
import { isKeyword, isReservedWord } from './words';

/**
 * One piece of a query. `text` is how it was written, for error messages; `value` is what it means: the word in lower
 * case for a keyword, the sign for a symbol, the decoded characters for a string.
 */
export interface Token {
  kind: 'word' | 'quoted' | 'number' | 'keyword' | 'symbol' | 'end';
  text: string;
  value: string;
  at: Position;
  /** A blank or line break comes right before it. */
  spaced: boolean;
}

const SYMBOLS = ['!=', '!~', '<=', '>=', '&&', '||', '=', '!', '<', '>', '~', '(', ')', ',', '[', ']', '&', '|'];
const MEANING: Readonly<Record<string, string>> = { '&': 'and', '&&': 'and', '|': 'or', '||': 'or' };

const BLANK = /[ \t\r\n]/;
const RESERVED_CHARACTER = /[{}*/%+^$#@?;]/;
const WORD_END = /[ \t\r\n"'=!<>()~,[\]|&{}*/%+^$#@?;]/;
const ESCAPES: Readonly<Record<string, string>> = {
  t: '\t',
  n: '\n',
  r: '\r',
  '"': '"',
  "'": "'",
  '\\': '\\',
  ' ': ' ',
};
const VALID_ESCAPES = `The valid escape sequences are \\', \\", \\t, \\n, \\r, \\\\, '\\ ' and \\uXXXX.`;

/** Control characters other than line breaks, and Unicode's non-characters: Jira wants them written as an escape. */
function isControl(code: number): boolean {
  return (
    (code < 0x20 && code !== 0x0a && code !== 0x0d) ||
    (code >= 0x7f && code <= 0x9f) ||
    (code >= 0xfdd0 && code <= 0xfdef) ||
    code >= 0xfffe
  );
}

function escapeOf(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Jira's messages put everything on one line. */
export function onOneLine(text: string): string {
  return text.replace(/[\r\n]/g, ' ');
}

class Lexer {
  private index = 0;
  private line = 1;
  private lineStart = 0;

  constructor(private readonly source: string) {}

  tokens(): Token[] {
    const tokens: Token[] = [];
    for (;;) {
      const spaced = this.skipBlanks();
      const at = this.position();
      const first = this.source[this.index];
      if (first === undefined) {
        tokens.push({ kind: 'end', text: '', value: '', at, spaced });
        return tokens;
      }
      tokens.push({ ...this.token(first, at), at, spaced });
    }
  }

  private token(first: string, at: Position): Pick<Token, 'kind' | 'text' | 'value'> {
    if (first === '"' || first === "'") return this.quoted(first, at);
    const symbol = SYMBOLS.find((candidate) => this.source.startsWith(candidate, this.index));
    if (symbol !== undefined) {
      this.index += symbol.length;
      const meaning = MEANING[symbol];
      return meaning === undefined
        ? { kind: 'symbol', text: symbol, value: symbol }
        : { kind: 'keyword', text: symbol, value: meaning };
    }
    if (RESERVED_CHARACTER.test(first)) {
      throw syntaxError(
        `The character '${first}' is a reserved JQL character. You must enclose it in a string or use the escape '${escapeOf(first)}' instead.`,
        at,
      );
    }
    return this.word(at);
  }

  private word(at: Position): Pick<Token, 'kind' | 'text' | 'value'> {
    const start = this.index;
    let value = '';
    for (;;) {
      const character = this.source[this.index];
      if (character === undefined || WORD_END.test(character)) break;
      value += this.character(character);
    }
    const text = this.source.slice(start, this.index);
    if (/^-?\d+$/.test(text)) return { kind: 'number', text, value: text };
    const lower = value.toLowerCase();
    if (isKeyword(text.toLowerCase())) return { kind: 'keyword', text, value: lower };
    if (isReservedWord(lower)) {
      throw syntaxError(
        `'${text}' is a reserved JQL word. You must surround it in quotation marks to use it in a query.`,
        at,
      );
    }
    return { kind: 'word', text, value };
  }

  private quoted(quote: string, at: Position): Pick<Token, 'kind' | 'text' | 'value'> {
    const start = this.index;
    this.index += 1;
    let value = '';
    for (;;) {
      const character = this.source[this.index];
      if (character === undefined) {
        const begun = this.source.slice(start + 1);
        const named = begun.trim() === '' ? '' : ` '${onOneLine(begun)}'`;
        throw syntaxError(`The quoted string${named} has not been completed.`, at);
      }
      if (character === quote) break;
      value += this.character(character);
    }
    this.index += 1;
    return { kind: 'quoted', text: this.source.slice(start, this.index), value };
  }

  /** One character of a word or string, with its escape undone; moves past it. */
  private character(character: string): string {
    if (character === '\\') return this.escape();
    if (isControl(character.charCodeAt(0))) {
      const at = this.position();
      const shown = character === '\t' ? 'TAB' : `U+${escapeOf(character).slice(2).toUpperCase()}`;
      throw syntaxError(
        `The character '${shown}' on line ${at.line} at position ${at.character} must be escaped. Use the escape '${character === '\t' ? '\\t' : escapeOf(character)}' instead.`,
        at,
      );
    }
    if (character === '\n') this.startLine();
    this.index += 1;
    return character;
  }

  private escape(): string {
    const at = this.position();
    const letter = this.source[this.index + 1];
    if (letter === undefined) throw syntaxError(`The escape sequence has not been completed. ${VALID_ESCAPES}`, at);
    const simple = ESCAPES[letter];
    if (simple !== undefined) {
      this.index += 2;
      return simple;
    }
    const hex = letter === 'u' ? /^[0-9a-f]{0,4}/i.exec(this.source.slice(this.index + 2, this.index + 6))?.[0] : '';
    if (letter !== 'u' || hex === undefined || hex.length < 4) {
      // Jira quotes the escape up to and including the character that spoils it.
      const spoiled = this.source.slice(this.index, this.index + (letter === 'u' ? 3 + (hex?.length ?? 0) : 2));
      throw syntaxError(`'${onOneLine(spoiled)}' is an illegal JQL escape sequence. ${VALID_ESCAPES}`, at);
    }
    this.index += 6;
    return String.fromCharCode(Number.parseInt(hex, 16));
  }

  private skipBlanks(): boolean {
    const start = this.index;
    for (;;) {
      const character = this.source[this.index];
      if (character === undefined || !BLANK.test(character)) return this.index > start;
      if (character === '\n') this.startLine();
      this.index += 1;
    }
  }

  private startLine(): void {
    this.line += 1;
    this.lineStart = this.index + 1;
  }

  private position(): Position {
    return { line: this.line, character: this.index - this.lineStart + 1 };
  }
}

/**
 * Cuts a query into tokens, ending with one of kind `end`. Throws a JqlError for an unfinished string, a bad escape, a
 * reserved character and a reserved word: Jira reports those before it looks at the grammar.
 */
export function tokenize(source: string): Token[] {
  return new Lexer(source).tokens();
}
