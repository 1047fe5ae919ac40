/** Rich text as a site stores it: ADF on Cloud, wiki markup on Data Center. */

import { adfHtml, adfOf, adfText, escapeHtml } from './adf';
import type { View } from './call';
import type { Deployment, RichText } from './model';
import { adfOfWiki, wikiOf } from './wiki';

/** Plain text in the form the site stores. */
export function richText(deployment: Deployment, text: string): RichText {
  return deployment === 'cloud' ? adfOf(text) : text;
}

/** Wiki markup that somebody sent, in the form the site stores. */
export function richTextOfWiki(deployment: Deployment, wiki: string): RichText {
  return deployment === 'cloud' ? adfOfWiki(wiki) : wiki;
}

/** Stored rich text as the version of the API that was asked writes it. */
export function richTextFor(view: View, text: RichText): RichText {
  return view.richText === 'wiki' && typeof text !== 'string' ? wikiOf(text) : text;
}

/** What a reader sees, without any formatting; searches look into this. */
export function plainText(text: RichText): string {
  return typeof text === 'string' ? text : adfText(text).trimEnd();
}

/** Simple HTML. Of wiki markup only bold, links and headings are drawn; everything else shows as written. */
export function html(text: RichText): string {
  if (typeof text !== 'string') return adfHtml(text);
  return text
    .split(/\r?\n{2,}/)
    .filter((block) => block !== '')
    .map(wikiBlock)
    .join('\n');
}

function wikiBlock(block: string): string {
  const [, level, title] = /^h([1-6])\. (.*)$/.exec(block) ?? [];
  if (level !== undefined && title !== undefined) return `<h${level}>${wikiInline(title)}</h${level}>`;
  return `<p>${wikiInline(block).replace(/\r?\n/g, '<br/>\n')}</p>`;
}

function wikiInline(text: string): string {
  return escapeHtml(text)
    .replace(/(^|\s)\*(\S(?:[^*\n]*\S)?)\*(?=\s|$|[.,;:!?])/g, '$1<b>$2</b>')
    .replace(/\[([^|\]\n]+)\|(https?:[^\]\s]+)\]/g, '<a href="$2" class="external-link" rel="nofollow">$1</a>');
}
