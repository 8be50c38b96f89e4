// What do Kraken's ids of markets and assets stand for? Only what its own lists say, never a guess from the letters.

import { type ListedMarket, MarketTable } from "#exchanges/shared/market-list.ts";
import { meaningOf } from "#exchanges/shared/word-map.ts";
import type { VenueId } from "#shared/domain/ids.ts";
import { KRAKEN_ASSET_NAMES, KRAKEN_BALANCE_SUFFIXES } from "#shared/domain/venue-assets.ts";
import { LOCKED_ASSETS } from "./quirks.ts";

export type KrakenMarket = ListedMarket;

export interface KrakenAsset {
  /** The usual code, not checked yet. */
  readonly code: string;
  /** Where a balance under this id counts. */
  readonly part: "free" | "earn" | "locked";
}

export class KrakenTable extends MarketTable<KrakenMarket> {
  readonly #altnames: ReadonlyMap<string, string>;

  constructor(venue: VenueId, markets: readonly KrakenMarket[], altnames: ReadonlyMap<string, string>) {
    super(venue, markets);
    this.#altnames = altnames;
  }

  /** `XXBT` and `XBT.F` are both BTC; the second one earns. */
  assetOf(id: string): KrakenAsset {
    const altname = this.#altnames.get(id) ?? id;
    const point = altname.lastIndexOf(".");
    const suffix = point === -1 ? undefined : meaningOf(KRAKEN_BALANCE_SUFFIXES, altname.slice(point + 1));
    const bare = suffix === undefined ? altname : altname.slice(0, point);
    const plain = this.#altnames.get(bare) ?? bare;
    const part = suffix ?? (LOCKED_ASSETS.has(plain) ? "locked" : "free");
    return { code: (meaningOf(KRAKEN_ASSET_NAMES, plain) ?? plain).toUpperCase(), part };
  }
}
