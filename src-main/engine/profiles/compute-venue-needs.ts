// Which venues' prices does a profile need, for which assets, and read at which pace?
import { CASH_ASSETS } from "#engine/market-data/compute-consensus.ts";
import type { Account, EndpointKind } from "#shared/domain/account.ts";
import type { FeedPace } from "#shared/domain/feed-pace.ts";
import type { Asset, MarketSymbol, VenueId } from "#shared/domain/ids.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { SECOND_MS } from "#shared/domain/time.ts";

/** What one profile needs of one venue. */
export interface VenueNeed {
  readonly venue: VenueId;
  readonly endpoint: EndpointKind;
  readonly assets: readonly Asset[];
  readonly pace: FeedPace;
}

/**
 * One need per connected account that may be contacted: what is held, targeted, watched or counted in, and every kind of cash, since
 * an asset's price is the median of its markets against cash, each converted.
 */
export function computeVenueNeeds(
  profile: Pick<Profile, "source" | "accounts" | "targets" | "cashAssets" | "currency" | "operation">,
  held: readonly Asset[],
  isReachable: (account: Account) => boolean,
): readonly VenueNeed[] {
  const { operation } = profile;
  if (profile.source !== "real") return [];
  // Keys of a parsed record are assets; Object.keys only knows them as text.
  const targeted = Object.keys(profile.targets) as Asset[];
  const watched = assetsOf([...operation.trackedSymbols, ...operation.tradingPairs]);
  const common = [...held, ...targeted, ...watched, ...profile.cashAssets, profile.currency, ...CASH_ASSETS];
  const inMs = (seconds: number | null) => (seconds === null ? null : seconds * SECOND_MS);
  return profile.accounts.flatMap((account) => {
    const { connection, venue } = account;
    if (connection === undefined || connection.paused || !isReachable(account)) return [];
    const own = operation.venues[venue];
    const assets = [...new Set([...common, ...assetsOf(own?.symbols ?? [])])];
    const pace = {
      stream: own?.stream ?? true,
      pollEveryMs: inMs(operation.pricesEveryS),
      firstReconnectMs: inMs(operation.firstReconnectS),
    };
    return [{ venue, endpoint: connection.endpoint, assets, pace }];
  });
}

/** Both sides of each market. */
function assetsOf(symbols: readonly MarketSymbol[]): readonly Asset[] {
  // Both parts of a parsed symbol are assets.
  return symbols.flatMap((symbol) => symbol.split("/") as Asset[]);
}
