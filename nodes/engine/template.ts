import mustache from 'mustache';

type Context = InstanceType<typeof mustache.Context>;
type Tokens = ReturnType<InstanceType<typeof mustache.Writer>['parse']>;

/** What is outside of the message. */
export interface Elsewhere {
  readonly type: 'flow' | 'global' | 'env';
  /** Of a context: one of several that Node-RED has been set up with. */
  readonly store?: string | undefined;
  readonly key: string;
}

/**
 * Fills a Mustache template from a message, as the core *template* node does, with two differences: what is written is never escaped for
 * HTML, and an object is written as JSON. Functions that a message holds are not called.
 * @param lookUp a value outside of the message; boxed, as a promise would wait for one that has a `then`
 * @returns the text, and the names in it that nothing was found for
 * @throws Error for a template that is none; whatever a getter or a proxy of the message throws
 */
export async function fillTemplate(
  template: string,
  msg: unknown,
  lookUp: (elsewhere: Elsewhere) => Promise<{ readonly value: unknown }>,
): Promise<{ readonly text: string; readonly missing: readonly string[] }> {
  const filling = new Filling();
  const tokens = filling.parse(template);
  const outside = new Map<string, unknown>();
  for (const name of namesIn(tokens)) {
    const elsewhere = elsewhereOf(name);
    if (elsewhere) outside.set(name, (await lookUp(elsewhere)).value);
  }
  return { text: filling.renderTokens(tokens, new Place(msg, undefined, outside)), missing: [...filling.missing] };
}

function namesIn(tokens: Tokens): readonly string[] {
  return tokens.flatMap(([kind, name, , , inside]) => {
    if (kind === 'text') return [];
    return [name, ...(Array.isArray(inside) ? namesIn(inside) : [])];
  });
}

/** The names by which the core node reads a context (`flow[store].key` included) and the environment. */
function elsewhereOf(name: string): Elsewhere | undefined {
  const [, type, store, key] = /^(flow|global|env)(?:\[(\w+)\])?\.(.+)$/s.exec(name) ?? [];
  if (key === undefined) return undefined;
  return type === 'flow' || type === 'global' ? { type, store, key } : { type: 'env', key };
}

/** A place in the message, those around it, and what is outside of it. */
class Place extends mustache.Context {
  constructor(
    view: unknown,
    around: Context | undefined,
    private readonly outside: ReadonlyMap<string, unknown>,
  ) {
    super(view, around);
  }

  override push(view: unknown): Context {
    return new Place(view, this, this.outside);
  }

  override lookup(name: string): unknown {
    if (name === '.') return this.view;
    for (let place: Context | undefined = this; place; place = place.parent) {
      const found = inside(place.view, name.split('.'));
      if (found !== undefined) return found;
    }
    return this.outside.get(name);
  }
}

/** A function is nobody's data: neither is it called nor looked into. */
function inside(view: unknown, steps: readonly string[]): unknown {
  // Of a text or a number, only what a step leads to is looked at: `{{length}}` means the message's.
  if (typeof view !== 'object') return undefined;
  let value: unknown = view;
  for (const step of steps) {
    if (value === null || value === undefined) return undefined;
    value = Reflect.get(Object(value), step);
    if (typeof value === 'function') return undefined;
  }
  return value;
}

class Filling extends mustache.Writer {
  readonly missing = new Set<string>();

  protected override escapedValue(token: Tokens[number], context: Context): string {
    return this.unescapedValue(token, context);
  }

  protected override unescapedValue([, name]: Tokens[number], context: Context): string {
    const value = context.lookup(name);
    if (value === undefined) this.missing.add(name);
    return asText(value);
  }
}

function asText(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'object') return String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString();
  return Buffer.isBuffer(value) ? value.toString() : (JSON.stringify(value) ?? '');
}
