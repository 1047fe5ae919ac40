import type { RawResponse } from '../http/transport';
import { entry, isRecord, type JsonRecord, parseJson } from '../json';
import { elementTexts, isPage, pageTitle, withoutMarkup } from './markup';

/** What Jira itself says in an error's body, whichever of its shapes that has. */
export interface JiraMessages {
  readonly errorMessages: readonly string[];
  /** By field id. */
  readonly errors: Readonly<Record<string, string>>;
}

/** Characters of one message that a user is shown. */
const LONGEST_TEXT = 300;
/** Messages, and fields with a message, that a user is shown. */
const MOST_MESSAGES = 50;
/** Characters of one text that are looked at. */
export const LONGEST_LOOK = 20_000;
/** How far down in a body messages are looked for. */
const DEEPEST = 4;

/** Entries that hold messages, each a text, a record or a list of them. */
const MESSAGE_LISTS = ['errorMessages', 'messages', 'elementErrors', 'errorCollection'];
/** Entries that hold the one message of a body that has no list; the first of them that says something counts. */
const SINGLE_MESSAGES = ['errorMessage', 'detail', 'message', 'error_description', 'error', 'title'];
/** Elements of Jira's XML that hold a message. */
const MESSAGE_ELEMENTS = ['message', 'errorMessage', 'errorMessages', 'detail', 'error_description'];

/**
 * Reads the error bodies that a client meets: Jira's `errorMessages` and `errors`, problem+json, the gateway's and the
 * servlets' `message`, the token endpoint's `error_description`, XML, plain text and HTML (its title only). Each message is
 * bounded in length and free of markup.
 */
export function readMessages({ text, headers }: RawResponse): JiraMessages {
  const found = new FoundMessages();
  const body = parseJson(text);
  if (body === undefined) for (const message of textMessages(text, headers['content-type'])) found.add(message);
  else if (typeof body !== 'number') found.read(body);
  return found.all();
}

function textMessages(whole: string, contentType = ''): readonly string[] {
  const text = whole.slice(0, LONGEST_LOOK);
  if (isPage(text)) return [pageTitle(text)];
  if (/^\s*</.test(text) && !/^text\/plain\b/i.test(contentType)) return elementTexts(text, MESSAGE_ELEMENTS);
  return [text];
}

/** Messages as they are found, from the outside in. */
class FoundMessages {
  readonly #messages: string[] = [];
  readonly #fields = new Map<string, string>();

  all(): JiraMessages {
    return { errorMessages: this.#messages, errors: Object.fromEntries(this.#fields) };
  }

  add(text: string): void {
    const message = readable(text);
    if (message !== '' && this.#messages.length < MOST_MESSAGES) this.#messages.push(message);
  }

  read(body: unknown, depth = 0): void {
    if (typeof body === 'string') this.add(body);
    else if (typeof body === 'number') this.add(String(body));
    else if (depth >= DEEPEST) return;
    else if (Array.isArray(body)) for (const one of body.slice(0, MOST_MESSAGES)) this.read(one, depth + 1);
    else if (isRecord(body)) this.#readRecord(body, depth + 1);
  }

  #readRecord(body: JsonRecord, depth: number): void {
    const before = this.#count();
    for (const name of MESSAGE_LISTS) this.#readList(entry(body, name), depth);
    const errors = entry(body, 'errors');
    if (isRecord(errors)) this.#readFields(errors, depth);
    else this.read(errors, depth);
    for (const name of SINGLE_MESSAGES) if (this.#count() === before) this.read(entry(body, name), depth);
  }

  #readList(list: unknown, depth: number): void {
    for (const one of Array.isArray(list) ? list.slice(0, MOST_MESSAGES) : [list]) {
      const before = this.#count();
      this.read(one, depth);
      if (this.#count() === before && Array.isArray(list)) this.add(asJson(one));
    }
  }

  #readFields(errors: JsonRecord, depth: number): void {
    for (const [field, value] of Object.entries(errors).slice(0, MOST_MESSAGES)) {
      const inside = new FoundMessages();
      inside.read(value, depth);
      const text = inside.#messages.join(' ') || asJson(value);
      if (text !== '' && this.#fields.size < MOST_MESSAGES) this.#fields.set(field, readable(text));
    }
  }

  #count(): number {
    return this.#messages.length + this.#fields.size;
  }
}

/** What a record says that has no known shape; nothing if that is nothing, or nested without end. */
function asJson(value: unknown): string {
  if (!isRecord(value) || Object.keys(value).length === 0) return '';
  try {
    return JSON.stringify(value);
  } catch {
    return '';
  }
}

/** In one line, without markup and control characters, and no longer than anybody reads. */
function readable(text: string): string {
  const line = withoutMarkup(text.slice(0, LONGEST_LOOK))
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return line.length > LONGEST_TEXT ? `${line.slice(0, LONGEST_TEXT - 1)}…` : line;
}
