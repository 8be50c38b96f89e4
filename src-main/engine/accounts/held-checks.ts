// Where does a checked key wait until the person connects it? In memory, not long, and never more than a few.

import type { Credentials } from "#engine/core/credentials.ts";
import type { Stoppable } from "#engine/core/disposable-store.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { IdGenerator } from "#engine/ports/id-generator.ts";
import type { SecretGuard } from "#engine/ports/secret-store.ts";
import type { EndpointKind } from "#shared/domain/account.ts";
import type { Asset, VenueId } from "#shared/domain/ids.ts";
import type { FeeTier } from "#shared/domain/instrument.ts";
import type { KeyPermissions } from "#shared/domain/key-permissions.ts";
import { MINUTE_MS } from "#shared/domain/time.ts";
import { secretsOf } from "./key-bundle.ts";

const HELD_MS = 10 * MINUTE_MS;
const MOST_HELD = 5;

export interface CheckedKey {
  readonly venue: VenueId;
  readonly endpoint: EndpointKind;
  readonly credentials: Credentials;
  readonly fingerprint: string;
  readonly permissions: KeyPermissions;
  readonly mustConfirmNoTransfer: boolean;
  readonly fees: FeeTier;
  /** What a new profile with this account is valued in. */
  readonly currency: Asset;
}

export class HeldChecks implements Stoppable {
  readonly #options: { readonly clock: Clock; readonly ids: IdGenerator; readonly guard: SecretGuard };
  readonly #held = new Map<string, { readonly key: CheckedKey; readonly timer: Stoppable }>();

  constructor(options: { readonly clock: Clock; readonly ids: IdGenerator; readonly guard: SecretGuard }) {
    this.#options = options;
  }

  /** The oldest makes room. */
  hold(key: CheckedKey): string {
    const { clock, ids, guard } = this.#options;
    for (const secret of secretsOf(key.credentials)) guard.register(secret);
    const checkId = ids.nonce();
    this.#held.set(checkId, { key, timer: clock.after(HELD_MS, () => this.letGo(checkId)) });
    for (const oldest of [...this.#held.keys()].slice(0, Math.max(0, this.#held.size - MOST_HELD))) this.letGo(oldest);
    return checkId;
  }

  /** Throws VENUE_CHECK_EXPIRED. The key goes on waiting, so that what is refused for another reason can be tried again. */
  find(checkId: string): CheckedKey {
    const held = this.#held.get(checkId);
    if (held !== undefined) return held.key;
    throw new EngineError(
      "VENUE_CHECK_EXPIRED",
      "The checked key was let go: it waits ten minutes at most. Check it again.",
    );
  }

  letGo(checkId: string): void {
    const held = this.#held.get(checkId);
    if (held === undefined) return;
    this.#held.delete(checkId);
    void held.timer.dispose();
    for (const secret of secretsOf(held.key.credentials)) this.#options.guard.forget(secret);
  }

  dispose(): void {
    for (const checkId of [...this.#held.keys()]) this.letGo(checkId);
  }
}
