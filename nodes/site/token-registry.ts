import { createHash } from 'node:crypto';
import type { NodeAPI } from 'node-red';
import type { TokenSource } from '../client/auth';
import type { Grant } from '../client/auth/token-endpoint';
import { signInAgain, TokenRefresher } from '../client/auth/token-refresher';
import type { SignIn, TokenStorage, Tokens } from '../client/auth/tokens';
import { systemClock } from '../client/clock';
import { storeOf } from '../store/store-of';
import { decrypt, encrypt } from './encryption';
import type { OAuthApp, SiteSettings } from './settings';
import { SignInStorage } from './sign-in-storage';
import type { SiteValues } from './site-node';
import { fetchTokens } from './site-transports';
import { parseSignIn } from './stored-sign-in';
import { DurableStorage } from './token-storage';

/** How long a sign-in that was made before the deploy waits for it, in milliseconds. */
const PENDING_LIFE_MS = 3_600_000;

/** The tokens of a deployed site, which outlive the nodes that a redeploy ends: one refresh at a time, whoever asks. */
interface DeployedTokens {
  /** Tells apart what a sign-in was made with: its address, servers, app and secret. */
  readonly binding: string;
  readonly refresher: TokenRefresher;
  /** As last deployed: how the servers are reached may change without a new sign-in. */
  values: SiteValues;
  settings: SiteSettings;
}

/** A sign-in by the values of a dialog that are not deployed yet. */
interface PendingSignIn {
  readonly binding: string;
  readonly siteUrl: string;
  readonly signIn: SignIn;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** The sign-ins of all sites of a Node-RED. */
export class TokenRegistry {
  readonly #deployed = new Map<string, DeployedTokens>();
  readonly #pending = new Map<string, PendingSignIn>();
  readonly #storage: SignInStorage;

  constructor(private readonly RED: NodeAPI) {
    const warn = () => RED.log.warn(RED._('@jira-flows/node-red-jira/jira-site:log.signInNotDurable'));
    this.#storage = new SignInStorage(storeOf(RED), new DurableStorage(RED, warn));
  }

  /** The tokens of a site as it is deployed. A sign-in made in its dialog is taken over. */
  deployed(id: string, values: SiteValues, settings: SiteSettings, app: OAuthApp): TokenRefresher {
    const binding = bindingOf(settings, app);
    const known = this.#deployed.get(id);
    const deployed = known?.binding === binding ? known : this.#begin(id, binding, values, settings, app);
    Object.assign(deployed, { values, settings });
    const pending = this.#takePending(id, binding);
    if (pending) void deployed.refresher.adopt(pending.signIn);
    return deployed.refresher;
  }

  /** The tokens for calls with some values, deployed or not. */
  tokens(id: string, settings: SiteSettings, app: OAuthApp): TokenSource {
    const binding = bindingOf(settings, app);
    const deployed = this.#deployed.get(id);
    if (deployed?.binding === binding) return deployed.refresher;
    const pending = this.#unexpired(id);
    // Not refreshed before the deploy: whoever closes the dialog would lose the new pair.
    const signIn = pending?.binding === binding ? { ...pending.signIn, refreshToken: undefined } : undefined;
    return new TokenRefresher(inMemory(signIn), () => Promise.reject(signInAgain()), systemClock);
  }

  /** Takes over a new sign-in at once, or holds it until the values that it was made with are deployed. */
  async accept(id: string, settings: SiteSettings, app: OAuthApp, signIn: SignIn): Promise<void> {
    const binding = bindingOf(settings, app);
    const deployed = this.#deployed.get(id);
    if (deployed?.binding === binding) await deployed.refresher.adopt(signIn);
    else
      this.#pending.set(id, { binding, siteUrl: settings.siteUrl, signIn, until: systemClock.now() + PENDING_LIFE_MS });
  }

  /** A site's sign-in as its dialog shows it: one that waits for the deploy, or else the one in use. */
  async status(id: string): Promise<{ signIn: SignIn; held: boolean; siteUrl: string } | undefined> {
    const pending = this.#unexpired(id);
    if (pending) return { signIn: pending.signIn, held: true, siteUrl: pending.siteUrl };
    const deployed = this.#deployed.get(id);
    const signIn = await deployed?.refresher.signIn();
    return deployed && signIn && { signIn, held: false, siteUrl: deployed.settings.siteUrl };
  }

  /** Waits for a refresh that is under way. */
  async settled(id: string): Promise<void> {
    await this.#deployed.get(id)?.refresher.settled();
  }

  /** Forgets a site's sign-in: the site is gone, or has another authentication method. */
  async remove(id: string): Promise<void> {
    this.#deployed.delete(id);
    this.#pending.delete(id);
    await this.#storage.write(id, undefined);
  }

  #begin(id: string, binding: string, values: SiteValues, settings: SiteSettings, app: OAuthApp): DeployedTokens {
    const isCurrent = () => this.#deployed.get(id)?.binding === binding;
    const storage = new EncryptedStorage(this.#storage, id, app.clientSecret, JSON.stringify([id, binding]), isCurrent);
    const refresh = (signIn: SignIn) => this.#refresh(deployed, app, signIn);
    const deployed: DeployedTokens = {
      binding,
      refresher: new TokenRefresher(storage, refresh, systemClock),
      values,
      settings,
    };
    this.#deployed.set(id, deployed);
    // What was made with another secret or for another address is removed now, not when it is first missed.
    void deployed.refresher.signIn().catch(() => undefined);
    return deployed;
  }

  #refresh(
    { values, settings }: DeployedTokens,
    app: OAuthApp,
    { deployment, refreshToken = '', redirectUri }: SignIn,
  ): Promise<Tokens> {
    const grant: Grant = {
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
      ...(deployment === 'datacenter' && { redirect_uri: redirectUri }),
    };
    return fetchTokens(this.RED, values, settings, app, deployment, grant);
  }

  #unexpired(id: string): PendingSignIn | undefined {
    const pending = this.#pending.get(id);
    if (pending && systemClock.now() < pending.until) return pending;
    this.#pending.delete(id);
    return undefined;
  }

  #takePending(id: string, binding: string): PendingSignIn | undefined {
    const pending = this.#unexpired(id);
    if (pending?.binding !== binding) return undefined;
    this.#pending.delete(id);
    return pending;
  }
}

const all = new WeakMap<NodeAPI, TokenRegistry>();

/** The sign-ins of a Node-RED: one for all that ask, as there must never be two refreshes at once. */
export function tokenRegistryOf(RED: NodeAPI): TokenRegistry {
  const known = all.get(RED) ?? new TokenRegistry(RED);
  all.set(RED, known);
  return known;
}

function bindingOf({ siteUrl, gateway }: SiteSettings, { authUrl, clientId, clientSecret }: OAuthApp): string {
  const parts = [siteUrl, gateway.url, authUrl, clientId, clientSecret];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** One site's sign-in in the token storage, encrypted under its client secret: with another secret it can't be read, and is removed. */
class EncryptedStorage implements TokenStorage {
  constructor(
    private readonly storage: SignInStorage,
    private readonly id: string,
    private readonly secret: string,
    private readonly purpose: string,
    /** Whether the site is still deployed with what this storage is for. */
    private readonly isCurrent: () => boolean,
  ) {}

  async load(): Promise<SignIn | undefined> {
    const sealed = await this.storage.read(this.id);
    if (sealed === undefined) return undefined;
    const signIn = parseSignIn(decrypt(sealed, this.secret, this.purpose) ?? '');
    if (!signIn) await this.remove();
    return signIn;
  }

  async save(signIn: SignIn): Promise<void> {
    if (this.isCurrent()) await this.storage.write(this.id, encrypt(JSON.stringify(signIn), this.secret, this.purpose));
  }

  async remove(): Promise<void> {
    if (this.isCurrent()) await this.storage.write(this.id, undefined);
  }
}

function inMemory(signIn: SignIn | undefined): TokenStorage {
  return {
    load: () => Promise.resolve(signIn),
    save: () => Promise.resolve(),
    remove: () => Promise.resolve(),
  };
}
