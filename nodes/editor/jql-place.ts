/** What may stand at the end of a query, and what of it is typed already. */
export interface JqlPlace extends Typed {
  /** The field that the operator or value belongs to, without quotes. */
  readonly field: string;
  /** Of a value: what stands before it, in small letters, such as `=` or `not in`. */
  readonly operator: string;
  /** The value stands in the brackets of a list. */
  readonly inList: boolean;
  /** The same end read as part of a name with spaces, which people type without the quotes that it needs. */
  readonly name?: Typed | undefined;
}

/** An unfinished word, or several. */
interface Typed {
  readonly expects: 'field' | 'operator' | 'value' | 'join' | 'order' | 'direction';
  /** Where it begins. */
  readonly start: number;
  readonly typed: string;
}

/** What a name is that seems to be followed by something. */
const NAMES: Readonly<Partial<Record<Typed['expects'], Typed['expects']>>> = {
  operator: 'field',
  value: 'value',
  join: 'value',
  direction: 'order',
};

interface Token {
  readonly text: string;
  readonly start: number;
}

const TOKEN = /"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|!~|[!<>]=?|[=~(),]|[^\s"'!<>=~(),]+/g;
const OPERATOR_WORDS: ReadonlySet<string> = new Set(['in', 'not', 'is', 'was', 'changed']);
/** Words that have a meaning of their own and so are no part of a name. */
const KEYWORDS: Readonly<Record<JqlPlace['expects'], ReadonlySet<string>>> = {
  field: new Set(['not', 'order']),
  operator: OPERATOR_WORDS,
  value: new Set(),
  join: new Set(['and', 'or', 'order']),
  order: new Set(['by']),
  direction: new Set(['asc', 'desc']),
};
const SIGNS: ReadonlySet<string> = new Set(['=', '!=', '<', '>', '<=', '>=', '~', '!~']);

/** Reads a query up to its end, as far as completing it needs: it need not be right. */
export function jqlPlace(jql: string): JqlPlace {
  const reader = new Reader();
  const tokens: Token[] = [...jql.matchAll(TOKEN)].map(({ 0: text, index }) => ({ text, start: index }));
  const last = tokens.at(-1);
  const isOpen = last !== undefined && last.start + last.text.length === jql.length && !/^[=!<>~(),]/.test(last.text);
  for (const token of isOpen ? tokens.slice(0, -1) : tokens) reader.take(token);
  const start = isOpen ? last.start : jql.length;
  const place = reader.place(start, isOpen ? last.text : '');
  const begun = reader.name;
  const expects = NAMES[place.expects];
  if (!isOpen || begun === undefined || expects === undefined) return place;
  return { ...place, name: { expects, start: begun, typed: jql.slice(begun) } };
}

class Reader {
  #expects: JqlPlace['expects'] = 'field';
  #field = '';
  /** Where an operator of words (`not in`) began. */
  #operator: Token | undefined;
  #sign = '';
  #inList = false;
  #inFunction = false;
  #name: number | undefined;

  take({ text, start }: Token): void {
    const word = text.toLowerCase();
    const isInName = !this.#inFunction && /^[^"'!<>=~(),]/.test(text) && !KEYWORDS[this.#expects].has(word);
    this.#name = isInName ? (this.#name ?? start) : undefined;
    if (this.#inFunction) this.#inFunction = text !== ')';
    else if (this.#operator && !OPERATOR_WORDS.has(word)) this.#afterOperator({ text, start });
    else this.#steps[this.#expects](word, { text, start });
  }

  /** Where words without quotes began that may be a name with spaces. */
  get name(): number | undefined {
    return this.#name;
  }

  place(start: number, typed: string): JqlPlace {
    const operator = this.#operator;
    const rest = { field: this.#field, operator: operator?.text.toLowerCase() ?? this.#sign, inList: this.#inList };
    if (!operator) return { expects: this.#expects, start, typed, ...rest };
    const isOpen = typed !== '' && [...OPERATOR_WORDS].some((word) => word.startsWith(typed.toLowerCase()));
    if (!isOpen) return { expects: 'value', start, typed, ...rest };
    return { expects: 'operator', start: operator.start, typed: `${operator.text} ${typed}`, ...rest };
  }

  #afterOperator(token: Token): void {
    this.#sign = this.#operator?.text.toLowerCase() ?? '';
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
        this.#sign = word;
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
