import { createHash } from 'node:crypto';
import type { NodeAPI } from 'node-red';
import type { TokenSource } from '../client/auth';
import type { Grant } from '../client/auth/token-endpoint';
import { signInAgain, TokenRefresher } from '../client/auth/token-refresher';
import type { SignIn, TokenStorage, Tokens } from '../client/auth/tokens';
import { systemClock } from '../client/clock';
import { decrypt, encrypt } from './encryption';
import { fetchTokens, type SiteValues } from './servers';
import type { App, SiteSettings } from './settings';
import { parseSignIn } from './stored-sign-in';
import { SettingsStorage } from './token-storage';

/** How long a sign-in that was made before the deploy waits for it, in milliseconds. */
const HELD_MS = 3_600_000;

/** A site's keeper of tokens, which outlives the nodes that a redeploy ends: one refresh at a time, whoever asks. */
interface Kept {
  /** Tells apart what a sign-in was made with: its address, servers, app and secret. */
  readonly binding: string;
  readonly keeper: TokenRefresher;
  /** As last deployed: how the servers are reached may change without a new sign-in. */
  values: SiteValues;
  settings: SiteSettings;
}

/** A sign-in by the values of a dialog that are not deployed yet. */
interface Held {
  readonly binding: string;
  readonly siteUrl: string;
  readonly signIn: SignIn;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** The sign-ins of all sites of a Node-RED. */
export class SignIns {
  readonly #kept = new Map<string, Kept>();
  readonly #held = new Map<string, Held>();
  readonly #storage: SettingsStorage;

  constructor(private readonly RED: NodeAPI) {
    this.#storage = new SettingsStorage(RED, () =>
      RED.log.warn(RED._('@jira-flows/node-red-jira/jira-site:log.signInNotDurable')),
    );
  }

  /** The tokens of a site as it is deployed. A sign-in made in its dialog is taken over. */
  deployed(id: string, values: SiteValues, settings: SiteSettings, app: App): TokenRefresher {
    const binding = bindingOf(settings, app);
    const known = this.#kept.get(id);
    const kept = known?.binding === binding ? known : this.#begin(id, binding, values, settings, app);
    Object.assign(kept, { values, settings });
    const held = this.#takeHeld(id, binding);
    if (held) void kept.keeper.adopt(held.signIn);
    return kept.keeper;
  }

  /** The tokens for calls with some values, deployed or not. */
  tokens(id: string, settings: SiteSettings, app: App): TokenSource {
    const binding = bindingOf(settings, app);
    const kept = this.#kept.get(id);
    if (kept?.binding === binding) return kept.keeper;
    const held = this.#heldNow(id);
    // Not refreshed before the deploy: whoever closes the dialog would lose the new pair.
    const signIn = held?.binding === binding ? { ...held.signIn, refreshToken: undefined } : undefined;
    return new TokenRefresher(inMemory(signIn), () => Promise.reject(signInAgain()), systemClock);
  }

  /** Takes over a new sign-in at once, or holds it until the values that it was made with are deployed. */
  async accept(id: string, settings: SiteSettings, app: App, signIn: SignIn): Promise<void> {
    const binding = bindingOf(settings, app);
    const kept = this.#kept.get(id);
    if (kept?.binding === binding) await kept.keeper.adopt(signIn);
    else this.#held.set(id, { binding, siteUrl: settings.siteUrl, signIn, until: systemClock.now() + HELD_MS });
  }

  /** A site's sign-in as its dialog shows it: one that waits for the deploy, or else the one in use. */
  async shown(id: string): Promise<{ signIn: SignIn; held: boolean; siteUrl: string } | undefined> {
    const held = this.#heldNow(id);
    if (held) return { signIn: held.signIn, held: true, siteUrl: held.siteUrl };
    const kept = this.#kept.get(id);
    const signIn = await kept?.keeper.signIn();
    return kept && signIn && { signIn, held: false, siteUrl: kept.settings.siteUrl };
  }

  /** Waits for a refresh that is under way. */
  async settled(id: string): Promise<void> {
    await this.#kept.get(id)?.keeper.settled();
  }

  /** Forgets a site's sign-in: the site is gone, or has another way in. */
  async remove(id: string): Promise<void> {
    this.#kept.delete(id);
    this.#held.delete(id);
    await this.#storage.write(id, undefined);
  }

  #begin(id: string, binding: string, values: SiteValues, settings: SiteSettings, app: App): Kept {
    const isCurrent = () => this.#kept.get(id)?.binding === binding;
    const store = new SealedStore(this.#storage, id, app.clientSecret, JSON.stringify([id, binding]), isCurrent);
    const refresh = (signIn: SignIn) => this.#refresh(kept, app, signIn);
    const kept: Kept = { binding, keeper: new TokenRefresher(store, refresh, systemClock), values, settings };
    this.#kept.set(id, kept);
    // What was made with another secret or for another address is removed now, not when it is first missed.
    void kept.keeper.signIn().catch(() => undefined);
    return kept;
  }

  #refresh(
    { values, settings }: Kept,
    app: App,
    { deployment, refreshToken = '', redirectUri }: SignIn,
  ): Promise<Tokens> {
    const grant: Grant = {
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
      ...(deployment === 'datacenter' && { redirect_uri: redirectUri }),
    };
    return fetchTokens(this.RED, values, settings, app, deployment, grant);
  }

  #heldNow(id: string): Held | undefined {
    const held = this.#held.get(id);
    if (held && systemClock.now() < held.until) return held;
    this.#held.delete(id);
    return undefined;
  }

  #takeHeld(id: string, binding: string): Held | undefined {
    const held = this.#heldNow(id);
    if (held?.binding !== binding) return undefined;
    this.#held.delete(id);
    return held;
  }
}

const all = new WeakMap<NodeAPI, SignIns>();

/** The sign-ins of a Node-RED: one for all that asks, as there must never be two refreshes at once. */
export function signInsOf(RED: NodeAPI): SignIns {
  const known = all.get(RED) ?? new SignIns(RED);
  all.set(RED, known);
  return known;
}

function bindingOf({ siteUrl, gateway }: SiteSettings, { authUrl, clientId, clientSecret }: App): string {
  const parts = [siteUrl, gateway.url, authUrl, clientId, clientSecret];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** One site's sign-in on the shelf, encrypted under its client secret: with another secret it can't be read, and is removed. */
class SealedStore implements TokenStorage {
  constructor(
    private readonly storage: SettingsStorage,
    private readonly id: string,
    private readonly secret: string,
    private readonly purpose: string,
    /** Whether the site is still deployed with what this store is for. */
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
