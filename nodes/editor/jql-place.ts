/** What may stand at the end of a query, and what of it is typed already. */
export interface JqlPlace {
  readonly expects: 'field' | 'operator' | 'value' | 'join' | 'order' | 'direction';
  /** Where the unfinished word begins. */
  readonly start: number;
  readonly typed: string;
  /** The field that the operator or value belongs to, without quotes. */
  readonly field: string;
}

interface Token {
  readonly text: string;
  readonly start: number;
}

const TOKEN = /"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|[!<>]=?|!~|[=~(),]|[^\s"'!<>=~(),]+/g;
const OPERATOR_WORDS: ReadonlySet<string> = new Set(['in', 'not', 'is', 'was', 'changed']);
const SIGNS: ReadonlySet<string> = new Set(['=', '!=', '<', '>', '<=', '>=', '~', '!~']);

/** Reads a query up to its end, as far as completing it needs: it need not be right. */
export function jqlPlace(jql: string): JqlPlace {
  const reader = new Reader();
  const tokens: Token[] = [...jql.matchAll(TOKEN)].map(({ 0: text, index }) => ({ text, start: index }));
  const last = tokens.at(-1);
  const isOpen = last !== undefined && last.start + last.text.length === jql.length && !/^[=!<>~(),]/.test(last.text);
  for (const token of isOpen ? tokens.slice(0, -1) : tokens) reader.take(token);
  const start = isOpen ? last.start : jql.length;
  return reader.place(start, isOpen ? last.text : '');
}

class Reader {
  #expects: JqlPlace['expects'] = 'field';
  #field = '';
  /** Where an operator of words (`not in`) began. */
  #operator: Token | undefined;
  #inList = false;
  #inFunction = false;

  take({ text, start }: Token): void {
    const word = text.toLowerCase();
    if (this.#inFunction) this.#inFunction = text !== ')';
    else if (this.#operator && !OPERATOR_WORDS.has(word)) this.#afterOperator({ text, start });
    else this.#steps[this.#expects](word, { text, start });
  }

  place(start: number, typed: string): JqlPlace {
    const operator = this.#operator;
    const field = this.#field;
    if (!operator) return { expects: this.#expects, start, typed, field };
    const isOpen = typed !== '' && [...OPERATOR_WORDS].some((word) => word.startsWith(typed.toLowerCase()));
    if (!isOpen) return { expects: 'value', start, typed, field };
    return { expects: 'operator', start: operator.start, typed: `${operator.text} ${typed}`, field };
  }

  #afterOperator(token: Token): void {
    this.#operator = undefined;
    this.#expects = 'value';
    this.take(token);
  }

  readonly #steps: Readonly<Record<JqlPlace['expects'], (word: string, token: Token) => void>> = {
    field: (word, { text }) => {
      if (word === '(' || word === 'not') return;
      if (word === 'order') this.#expects = 'order';
      else {
        this.#field = text.replace(/^(["'])(.*)\1$/s, '$2');
        this.#expects = 'operator';
      }
    },
    operator: (word, token) => {
      if (SIGNS.has(word)) {
        this.#operator = undefined;
        this.#expects = 'value';
      } else if (OPERATOR_WORDS.has(word)) {
        this.#operator = this.#operator
          ? { text: `${this.#operator.text} ${word}`, start: this.#operator.start }
          : token;
      }
    },
    value: (word) => {
      if (word === '(') this.#inList = true;
      else if (word === ')') this.#endList();
      else if (word !== ',' && !this.#inList) this.#expects = 'join';
    },
    join: (word) => {
      // What looked like a value was a function.
      if (word === '(') this.#inFunction = true;
      else if (word === 'and' || word === 'or') this.#expects = 'field';
      else if (word === 'order') this.#expects = 'order';
    },
    order: (word) => {
      if (word !== 'by') this.#expects = 'direction';
    },
    direction: (word) => {
      if (word === ',') this.#expects = 'order';
    },
  };

  #endList(): void {
    this.#inList = false;
    this.#expects = 'join';
  }
}
