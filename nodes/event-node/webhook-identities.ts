import { parseJson, textEntry } from '../client/json';
import { newWebhookKey } from '../events/webhook/address';
import type { Store, StoreKey } from '../store/store';

/** What makes an address one's own, kept for as long as its node is. */
export interface WebhookIdentity {
  /** The unguessable end of the address. */
  readonly key: string;
  /** For registrations where nobody has set a secret. */
  readonly secret: string;
  /** The id that the webhook was registered with. */
  readonly registeredId: string | undefined;
}

/** The identities of one store. A new one is made when it is first asked for. */
export class WebhookIdentities {
  readonly #known = new Map<string, Promise<WebhookIdentity>>();

  constructor(private readonly store: Store) {}

  /** @throws StoreError */
  of(owner: string): Promise<WebhookIdentity> {
    const known = this.#known.get(owner) ?? this.#read(owner);
    this.#known.set(owner, known);
    known.catch(() => this.#known.delete(owner));
    return known;
  }

  /** @throws StoreError */
  async setRegisteredId(owner: string, registeredId: string): Promise<void> {
    const identity = await this.of(owner);
    if (identity.registeredId !== registeredId) await this.#keep(owner, { ...identity, registeredId });
  }

  /** @throws StoreError */
  async forget(owner: string): Promise<void> {
    this.#known.delete(owner);
    await this.store.write([{ type: 'delete', key: keyFor(owner) }]);
  }

  async #read(owner: string): Promise<WebhookIdentity> {
    const kept = parseJson((await this.store.get(keyFor(owner))) ?? '');
    const [key, secret] = [textEntry(kept, 'key'), textEntry(kept, 'secret')];
    if (key && secret) return { key, secret, registeredId: textEntry(kept, 'registeredId') };
    return this.#keep(owner, { key: newWebhookKey(), secret: newWebhookKey(), registeredId: undefined });
  }

  async #keep(owner: string, identity: WebhookIdentity): Promise<WebhookIdentity> {
    await this.store.write([{ type: 'put', key: keyFor(owner), value: JSON.stringify(identity) }]);
    this.#known.set(owner, Promise.resolve(identity));
    return identity;
  }
}

function keyFor(owner: string): StoreKey {
  return ['webhook', owner];
}
