/** The page on which a person allows an app in, or does not. */

export interface Consent {
  readonly appName: string;
  readonly scopes: readonly string[];
  readonly people: readonly { readonly id: string; readonly name: string }[];
  /** Cloud: the sites to choose from. */
  readonly sites: readonly { readonly id: string; readonly name: string }[];
}

/** @returns HTML; the form goes back to the page's own address */
export function consentPage({ appName, scopes, people, sites }: Consent): string {
  const site =
    sites.length === 0 ? '' : `<p><label>Use app on <select name="site">${options(sites)}</select></label></p>`;
  return page(
    `${appName} is asking for access`,
    `<form method="post">
<p><label>You are <select name="person">${options(people)}</select></label></p>
${site}
<p>The app wants to:</p>
<ul>${scopes.map((scope) => `<li><code>${escaped(scope)}</code></li>`).join('')}</ul>
<p><button name="decision" value="accept">Accept</button> <button name="decision" value="deny">Cancel</button></p>
</form>`,
  );
}

/** What a person sees when the app's address is wrong: the browser is not sent anywhere. */
export function refusalPage(detail: string): string {
  return page('Something went wrong', `<p>${escaped(detail)}</p>`);
}

function page(title: string, body: string): string {
  return `<!doctype html><html><head><meta charset="utf-8"><title>${escaped(title)}</title>
<style>body { font: 16px/1.5 sans-serif; max-width: 32em; margin: 12vh auto; padding: 0 1em; }</style></head>
<body><h1>${escaped(title)}</h1>${body}</body></html>`;
}

function options(of: readonly { readonly id: string; readonly name: string }[]): string {
  return of.map(({ id, name }) => `<option value="${escaped(id)}">${escaped(name)}</option>`).join('');
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
