/** What the pages for people have in common: a plain sheet without a script, light or dark as the browser is. */

import { escapeHtml } from '../adf';
import type { View } from '../call';
import type { RouteResponse } from '../responses';

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 0 auto; padding: 1rem; }
nav { border-bottom: 1px solid; padding-bottom: .5rem; margin-bottom: 1.5rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .25rem 1rem .25rem 0; overflow-wrap: anywhere; }
th[scope=row] { white-space: nowrap; font-weight: 600; }
article { border: 1px solid; border-radius: 4px; padding: 0 1rem; margin: 1rem 0; }
article.focused { outline: 3px solid Highlight; }
h1 { overflow-wrap: anywhere; }
`;

/** Whatever a flow has put into Jira, nothing of it runs in the browser of whoever looks. */
const SAFE = { 'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:" };

/** A whole page. @param body HTML, everything from the site's data escaped */
export function page({ base, store }: View, title: string, body: string, status = 200): RouteResponse {
  const site = store.deployment === 'cloud' ? 'Demo Jira Cloud' : 'Demo Jira Data Center';
  const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)} · ${site}</title><style>${STYLE}</style></head>
<body><nav>${anchor(`${base}/`, site)}</nav><main><h1>${escapeHtml(title)}</h1>
${body}</main></body></html>`;
  return { status, headers: { ...SAFE, 'Content-Type': 'text/html;charset=UTF-8' }, body: html };
}

/** The page of what isn't there. */
export function noPage(view: View, what: string): RouteResponse {
  return page(view, 'Nothing is here', `<p>The demo Jira has no ${escapeHtml(what)}.</p>`, 404);
}

/** @param address as it is, @param text as it is */
export function anchor(address: string, text: string): string {
  return `<a href="${escapeHtml(address)}">${escapeHtml(text)}</a>`;
}

/** A table of names and HTML. */
export function table(rows: readonly (readonly [string, string])[]): string {
  const lines = rows.map(([name, html]) => `<tr><th scope="row">${escapeHtml(name)}</th><td>${html}</td></tr>`);
  return `<table>${lines.join('\n')}</table>`;
}
