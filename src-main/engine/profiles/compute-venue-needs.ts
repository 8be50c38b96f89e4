// Which venues' prices does a profile need, and for which assets?
import { CASH_ASSETS } from "#engine/market-data/compute-consensus.ts";
import type { Account, EndpointKind } from "#shared/domain/account.ts";
import type { Asset, VenueId } from "#shared/domain/ids.ts";
import type { Profile } from "#shared/domain/profile.ts";

/** What one profile needs of one venue. */
export interface VenueNeed {
  readonly venue: VenueId;
  readonly endpoint: EndpointKind;
  readonly assets: readonly Asset[];
}

/**
 * One need per connected account that may be contacted: what is held, targeted or counted in, and every kind of cash, since
 * an asset's price is the median of its markets against cash, each converted.
 */
export function computeVenueNeeds(
  profile: Pick<Profile, "source" | "accounts" | "targets" | "cashAssets" | "currency">,
  held: readonly Asset[],
  isReachable: (account: Account) => boolean,
): readonly VenueNeed[] {
  if (profile.source !== "real") return [];
  // Keys of a parsed record are assets; Object.keys only knows them as text.
  const targeted = Object.keys(profile.targets) as Asset[];
  const assets = [...new Set([...held, ...targeted, ...profile.cashAssets, profile.currency, ...CASH_ASSETS])];
  return profile.accounts.flatMap((account) => {
    const { connection, venue } = account;
    if (connection === undefined || connection.paused || !isReachable(account)) return [];
    return [{ venue, endpoint: connection.endpoint, assets }];
  });
}
