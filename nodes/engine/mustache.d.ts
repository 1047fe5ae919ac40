/** The part of mustache that templates are filled with: it brings no types along. */
declare module 'mustache' {
  /** Its kind, its name or text, where it begins and ends; then, of a section, what is inside, and of a partial, its indentation. */
  type Token = readonly [kind: string, name: string, start: number, end: number, inside?: readonly Token[] | string];

  class Context {
    constructor(view: unknown, parent?: Context);
    readonly view: unknown;
    readonly parent: Context | undefined;
    push(view: unknown): Context;
    lookup(name: string): unknown;
  }

  class Writer {
    /** @throws Error for a template that is none */
    parse(template: string): readonly Token[];
    renderTokens(tokens: readonly Token[], context: Context): string;
    protected escapedValue(token: Token, context: Context): string;
    protected unescapedValue(token: Token, context: Context): string;
  }

  const mustache: { readonly Context: typeof Context; readonly Writer: typeof Writer };
  export default mustache;
}
