// Where do a profile's prices, fills and demo come from? The composition root answers it for the markets it opened.
import type { ExchangeClient } from "#engine/ports/exchange-client.ts";
import type { MarketModel } from "#engine/ports/market-model.ts";
import type { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { DemoHolding } from "./demo-profiles.ts";

export interface ProfileSource {
  /** One client per account. An account whose market is not open keeps its books and has no prices. */
  connect(profile: Profile, firstDeposits: readonly DemoHolding[]): readonly ExchangeClient[];
  /** The market that a new demo lives on. */
  readonly demo: DemoMarket;
}

export interface DemoMarket {
  readonly kind: "simulated" | "replay";
  readonly model: MarketModel;
  /** Names a replay's symbols; the seed of the simulated market as text. */
  readonly seed: string;
  /** Price of one unit in the currency; null where there is none (yet). */
  priceNow(asset: Asset, currency: Asset): Decimal | null;
  /** The same in the past; null for a market that has no past of its own. */
  readonly priceAt: ((asset: Asset, currency: Asset, ts: UnixMs) => Decimal | null) | null;
}
