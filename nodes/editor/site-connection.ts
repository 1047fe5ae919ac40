import { inARow } from '../i18n/sentences';
import type { EditedNode } from './node-red';
import { asProblem, type Problem, send, sentence } from './request';
import { CREDENTIALS, chosenMethod, storedAs } from './site-methods';
import { shared } from './words';

/** What a site's dialog holds apart from its limits, by the names of the properties. */
const PROPERTIES = ['siteUrl', 'deployment', 'gateway', 'authUrl', 'gatewayUrl', 'scopes', 'tls', 'proxy'] as const;

const CALLBACK = 'jira/oauth/callback';
/** How often the dialog asks whether a person has consented, in milliseconds. */
const POLL_EVERY_MS = 1_000;

interface ConnectionTestResult {
  readonly ok: boolean;
  readonly deployment?: string;
  readonly version?: string;
  readonly user?: { readonly displayName?: string };
  readonly gateway?: boolean;
  readonly problem?: Problem;
}

interface SignInStatus {
  readonly signedIn: boolean;
  readonly site?: string;
  readonly user?: string;
  readonly expiresAt?: string;
  readonly attempt?: { readonly outcome: 'waiting' | 'done' | 'failed'; readonly problem?: Problem };
}

/** The dialog's two buttons: to try the connection, and to sign in. Both work with what stands in the dialog, deployed or not. */
export function prepareConnection(node: EditedNode): void {
  const endpoint = `jira/sites/${encodeURIComponent(String(node.id))}`;
  const values = () => {
    const { authType, basicSecret } = storedAs(chosenMethod());
    return { ...fields(PROPERTIES), authType, basicSecret, credentials: fields(CREDENTIALS) };
  };
  prepareTest(endpoint, values);
  prepareSignIn(endpoint, values);
}

function fields(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, fieldValue(name)]));
}

function fieldValue(name: string): string {
  const value = String($(`#node-config-input-${name}`).val() ?? '');
  // What the choice of another configuration node holds while none is chosen.
  return value === '_ADD_' ? '' : value;
}

function prepareTest(endpoint: string, values: () => object): void {
  const button = $('#jira-site-test');
  const result = $('#jira-site-test-result');
  button.on('click', (event) => {
    event.preventDefault();
    button.prop('disabled', true);
    tell(result, shared('site.test.running'));
    send<ConnectionTestResult>(`${endpoint}/test`, { site: values() })
      .then((found) => (found.problem ? fail(result, found.problem) : tell(result, success(found), 'good')))
      .catch((problem: unknown) => fail(result, asProblem(problem)))
      .finally(() => button.prop('disabled', false));
  });
  // What was found is true of what stood there.
  button.closest('.jira-form').on('input', ':input', () => tell(result, ''));
}

/** What came of something, which nobody should have to read to tell good from bad. */
function tell(place: JQuery, text: string, mark?: 'good' | 'problem'): void {
  place.removeClass('jira-good jira-problem').text(text);
  if (!mark) return;
  const icon = mark === 'good' ? 'check-circle' : 'exclamation-triangle';
  place.addClass(`jira-${mark}`).prepend($('<i>', { class: `fa fa-${icon}`, 'aria-hidden': 'true' }), ' ');
}

function fail(place: JQuery, problem: Problem): void {
  tell(place, sentence(problem), 'problem');
}

function success({ deployment, version = '', user, gateway }: ConnectionTestResult): string {
  const kind = shared(deployment === 'cloud' ? 'site.deployment.cloud' : 'site.deployment.datacenter');
  const name = user?.displayName ?? '';
  return shared(gateway ? 'site.test.okGateway' : 'site.test.ok', { kind, version, name });
}

function prepareSignIn(endpoint: string, values: () => object): void {
  const callback = $('#jira-site-callback').val(`${editorUrl()}${CALLBACK}`);
  const result = $('#jira-site-signed-in');
  const pasted = $('#jira-site-pasted');
  const show = (signIn: SignInStatus) => showSignIn(result, signIn);
  const refuse = (problem: unknown) => fail(result, asProblem(problem));
  const fetchStatus = () => Promise.resolve<SignInStatus>($.getJSON(`${endpoint}/oauth`));

  $('#jira-site-sign-in').on('click', (event) => {
    event.preventDefault();
    // Opened by the click itself, or the browser would take it for an advertisement.
    const page = window.open('about:blank', '_blank');
    const addresses = { editorUrl: editorUrl(), callbackUrl: String(callback.val()) };
    send<{ authorizeUrl: string }>(`${endpoint}/oauth/start`, { ...addresses, site: values() })
      .then(({ authorizeUrl }) => {
        // The page there has no business with the editor.
        if (page) page.opener = null;
        page?.location.replace(authorizeUrl);
        tell(result, shared('site.signIn.waiting'));
        poll();
      })
      .catch((problem: unknown) => {
        page?.close();
        refuse(problem);
      });
  });

  pasted.on('change', () => {
    const search = queryOf(String(pasted.val()));
    pasted.val('');
    // The response to a refused one is a page; the reason comes with the status.
    Promise.resolve($.ajax({ url: `${CALLBACK}${search}` })).then(
      () => fetchStatus().then(show, refuse),
      () => fetchStatus().then(show, refuse),
    );
  });

  /** Asks until the person has come back, or the dialog is closed. */
  function poll(): void {
    window.setTimeout(() => {
      if (!document.contains(result[0] ?? null)) return;
      fetchStatus().then((signIn) => {
        if (signIn.attempt?.outcome === 'waiting') poll();
        else show(signIn);
      }, refuse);
    }, POLL_EVERY_MS);
  }

  fetchStatus().then(show, refuse);
}

function showSignIn(place: JQuery, { signedIn, site = '', user = '?', expiresAt, attempt }: SignInStatus): void {
  const failed = attempt?.outcome === 'failed' && attempt.problem ? sentence(attempt.problem) : '';
  const whose = { name: user, site: site.replace(/^https?:\/\//, '') };
  const date = expiresAt === undefined ? '' : new Date(expiresAt).toLocaleDateString();
  const state = date === '' ? shared('site.signIn.signedIn', whose) : shared('site.signIn.until', { ...whose, date });
  // A failed attempt leaves an earlier sign-in as it was.
  if (failed) tell(place, signedIn ? inARow([failed, state]) : failed, 'problem');
  else if (signedIn) tell(place, state, 'good');
  else tell(place, shared('site.signIn.nobody'));
}

/** The address that the editor was opened at, with a slash at the end. */
function editorUrl(): string {
  return `${location.origin}${location.pathname.replace(/\/*$/, '/')}`;
}

function queryOf(address: string): string {
  const at = address.indexOf('?');
  return at < 0 ? '' : address.slice(at).trim();
}
