import type { NodeAPI } from 'node-red';
import { asJiraError } from '../../client/errors/jira-error';
import { entry, textEntry } from '../../client/json';
import { callbackPage } from '../callback-page';
import { namingVariables } from '../environment-variables';
import { type Attempt, CALLBACK, OAuthFlow, STATE_LIFE_MS } from '../oauth-flow';
import { problemDetails } from '../problem-details';
import { tokenRegistryOf } from '../token-registry';
import { valuesForBrowser, variablesOf } from '../unsaved-values';
import { access } from './access';
import { guarded } from './guarded';

/** A refresh token of Cloud that nobody uses for so long is no longer good, in milliseconds. */
const UNUSED_LIFE_MS = 90 * 24 * 3_600_000;

/**
 * Signing in with OAuth 2.0: `POST jira/sites/:id/oauth/start` with `{editorUrl, callbackUrl?, site?}` responds with the address
 * at which a person consents (`authorizeUrl`) and a cookie that binds the sign-in to the browser which has begun it; that
 * comes back to `GET jira/oauth/callback`, and `GET jira/sites/:id/oauth` tells how it went and who is signed in.
 */
export function registerOAuth(RED: NodeAPI): void {
  const oauthFlow = new OAuthFlow(RED);
  const { httpAdmin } = RED;

  httpAdmin.post(
    '/jira/sites/:id/oauth/start',
    access(RED, 'jira-site.write'),
    guarded(RED, (request, response) => {
      const body: unknown = request.body;
      const id = String(request.params.id);
      const unsaved = entry(body, 'site');
      const start = async () => {
        const values = valuesForBrowser(RED, id, unsaved);
        const addresses = {
          editorUrl: textEntry(body, 'editorUrl') ?? '',
          callbackUrl: textEntry(body, 'callbackUrl'),
        };
        return oauthFlow.start(id, values, addresses);
      };
      return start().then(
        ({ authorizeUrl, cookie: { name, value, path, secure } }) =>
          response
            .cookie(name, value, { path, secure, maxAge: STATE_LIFE_MS, httpOnly: true, sameSite: 'lax' })
            .json({ authorizeUrl }),
        (error: unknown) => {
          const problem = namingVariables(asJiraError(error), variablesOf(RED, id, unsaved));
          response.status(400).json({ problem: problemDetails(RED, problem) });
        },
      );
    }),
  );

  // The provider sends the browser here without Node-RED's own token; what lets it in is the state, with the cookie that the
  // browser got for it.
  httpAdmin.get(
    `/${CALLBACK}`,
    guarded(RED, (request, response) => {
      const respond = (status: number, error?: unknown) =>
        response
          .status(status)
          .set({
            'Cache-Control': 'no-store',
            'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
            'Referrer-Policy': 'no-referrer',
          })
          .type('html')
          .send(callbackPage(RED, error === undefined ? undefined : problemDetails(RED, error)));
      return oauthFlow.finish({ ...request.query }, request.headers.cookie).then(
        () => respond(200),
        (error: unknown) => respond(400, error),
      );
    }),
  );

  httpAdmin.get(
    '/jira/sites/:id/oauth',
    access(RED, 'jira-site.read'),
    guarded(RED, (request, response) => {
      const id = String(request.params.id);
      return tokenRegistryOf(RED)
        .status(id)
        .then((status) => response.json({ ...signInFacts(status), ...attemptFacts(RED, oauthFlow.attempt(id)) }));
    }),
  );
}

function signInFacts(status: Awaited<ReturnType<ReturnType<typeof tokenRegistryOf>['status']>>): object {
  if (!status) return { signedIn: false };
  const { signIn, siteUrl, held } = status;
  return {
    signedIn: true,
    site: siteUrl,
    user: signIn.user,
    scopes: signIn.scopes,
    expiresAt: endOf(signIn),
    ...(held && { held }),
  };
}

/** When a person has to sign in again at the latest, if nothing uses the sign-in before; unknown on Data Center. */
export function endOf(signIn: {
  deployment: string;
  refreshToken?: string | undefined;
  expiresAt: number;
  rotatedAt: number;
}) {
  if (signIn.refreshToken === undefined) return new Date(signIn.expiresAt).toISOString();
  return signIn.deployment === 'cloud' ? new Date(signIn.rotatedAt + UNUSED_LIFE_MS).toISOString() : undefined;
}

function attemptFacts(RED: NodeAPI, attempt: Attempt | undefined): object {
  if (!attempt) return {};
  const { outcome, error } = attempt;
  return { attempt: { outcome, ...(error !== undefined && { problem: problemDetails(RED, error) }) } };
}
