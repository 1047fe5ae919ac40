import { JiraError } from '../client/errors/jira-error';
import type { Deployment } from '../client/http/request';
import { isRecord } from '../client/json';
import { badInput } from './input-errors';
import {
  type AdfDocument,
  adfToMarkdown,
  adfToText,
  adfToWiki,
  isAdf,
  type Mentions,
  markdownToAdf,
  textToAdf,
  wikiToAdf,
} from './rich-text';

/** How strings in rich-text inputs are meant: characters as they are, Markdown, or what the server itself stores. */
export const TEXT_FORMATS = ['text', 'markdown', 'native'] as const;
export type TextFormat = (typeof TEXT_FORMATS)[number];

/** How rich text is handed to the flow. */
export const RICH_TEXT_FORMS = ['native', 'markdown', 'text'] as const;
export type RichTextForm = (typeof RICH_TEXT_FORMS)[number];

/** Characters that Jira stores in one text field unless an administrator of a Data Center changed it. */
const LONGEST_TEXT = 32_767;

/**
 * Rich text in the form that the server stores: an ADF document on Cloud, wiki markup on Data Center.
 * @param name the input or field, for the message
 * @param mentions whom a Markdown text mentions
 * @throws JiraError `JIRA_INPUT` for what is no text, `JIRA_TOO_LARGE` over Cloud's limit
 */
export function storedText(
  value: unknown,
  name: string,
  format: TextFormat,
  deployment: Deployment,
  mentions?: Mentions,
): unknown {
  if (value === null) return null;
  if (isAdf(value)) return deployment === 'cloud' ? value : adfToWiki(value);
  if (typeof value !== 'string') throw badInput('input.notText', { name });
  if (deployment === 'cloud' && value.length > LONGEST_TEXT) throw tooLong(name, value.length);
  if (format === 'native') return deployment === 'cloud' ? nativeDocument(value, name) : value;
  const document = format === 'markdown' ? markdownToAdf(value, mentions) : textToAdf(value);
  return deployment === 'cloud' ? document : adfToWiki(document);
}

function tooLong(name: string, length: number): JiraError {
  const values = { name, length, limit: LONGEST_TEXT };
  return new JiraError('JIRA_TOO_LARGE', 'input.tooLong', values, { outcome: 'not-done', retryable: false });
}

/** Stored rich text in the form that the flow asked for; anything that isn't rich text comes back as it is. */
export function readableText(value: unknown, form: RichTextForm, deployment: Deployment): unknown {
  if (form === 'native') return value;
  const document = storedDocument(value, deployment);
  if (!document) return value;
  return form === 'markdown' ? adfToMarkdown(document) : adfToText(document);
}

function storedDocument(value: unknown, deployment: Deployment): AdfDocument | undefined {
  if (isAdf(value)) return value;
  return deployment === 'datacenter' && typeof value === 'string' ? wikiToAdf(value) : undefined;
}

/** A native document may come as JSON text, as objects may everywhere. */
function nativeDocument(value: string, name: string): unknown {
  try {
    const document: unknown = JSON.parse(value);
    if (isRecord(document) && isAdf(document)) return document;
  } catch {
    // Not JSON: told below like any other text that is no document.
  }
  throw badInput('input.notAdf', { name });
}
