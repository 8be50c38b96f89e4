// What does the profile of a newly connected account look like? On paper, with nothing to do until the person says so.
import { EngineError } from "#engine/core/engine-error.ts";
import type { Account, EndpointKind } from "#shared/domain/account.ts";
import { type Asset, type ProfileId, profileIdSchema, type VenueId } from "#shared/domain/ids.ts";
import { type Profile, profileSchema } from "#shared/domain/profile.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { venueName } from "#shared/domain/venue.ts";
import { computeCashAssets } from "./compute-cash-assets.ts";

const LAST_PRIORITY = 99;
const MAX_ID = 48;

export interface ConnectedProfileInput {
  readonly account: Account;
  readonly name: string;
  readonly currency: Asset;
  readonly others: readonly Profile[];
  readonly createdAt: UnixMs;
}

/** Without targets: they are what is held, once it is known (`compute-present-targets.ts`). */
export function planConnectedProfile({ account, name, currency, others, createdAt }: ConnectedProfileInput): Profile {
  const id = freeProfileId(name, others);
  const lowest = Math.max(0, ...others.map(({ priority }) => priority));
  return profileSchema.parse({
    id,
    name,
    priority: Math.min(LAST_PRIORITY, lowest + 1),
    mode: "paper",
    source: "real",
    currency,
    cashAssets: computeCashAssets(currency),
    accounts: [account],
    targets: {},
    policy: {},
    limits: {},
    createdAt,
    seed: id,
  });
}

/**
 * One venue's prices come from one place in a run: an order at the sandbox must never be priced by the real market.
 * Throws PROFILE_MODE naming both.
 */
export function checkOneEndpointEach(profiles: readonly Profile[]): void {
  const seen = new Map<VenueId, { readonly endpoint: EndpointKind; readonly name: string }>();
  for (const { venue, name, connection } of profiles.flatMap(({ accounts }) => accounts)) {
    if (connection === undefined) continue;
    const before = seen.get(venue);
    if (before !== undefined && before.endpoint !== connection.endpoint) {
      throw new EngineError(
        "PROFILE_MODE",
        `${venueName(venue)} is in use as ${before.endpoint} (${before.name}) and cannot be used as ${connection.endpoint} (${name}) beside it: use another data folder for one of them.`,
        { data: { venue } },
      );
    }
    seen.set(venue, { endpoint: connection.endpoint, name });
  }
}

/** The name in lower-case letters and digits; numbered where it is taken. */
export function freeProfileId(name: string, others: readonly Profile[]): ProfileId {
  const taken = new Set<string>(others.map(({ id }) => id));
  const slug = name
    .normalize("NFKD")
    .replaceAll(/\p{M}+/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, MAX_ID);
  const base = slug === "" ? "profile" : slug;
  let id = base;
  for (let number = 2; taken.has(id); number += 1) id = `${base}-${number}`;
  return profileIdSchema.parse(id);
}
