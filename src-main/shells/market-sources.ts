// Which markets does this start open, and how do profiles reach them?
import type { WatchedFeed } from "#engine/market-data/market-data-engine.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { ExchangeClient } from "#engine/ports/exchange-client.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { MarketModel } from "#engine/ports/market-model.ts";
import type { PaperExchangeRepository } from "#engine/ports/repositories.ts";
import type { Rng } from "#engine/ports/rng.ts";
import { DEMO_SEED, toDeposit } from "#engine/profiles/demo-profiles.ts";
import type { DemoMarket, ProfileSource } from "#engine/profiles/profile-source.ts";
import { SimulatedMarket } from "#engine/simulation/market/simulated-market.ts";
import { type LatencyModel, PaperExchange } from "#exchanges/paper/paper-exchange.ts";
import { openReplay } from "#exchanges/replay/feed.ts";
import { SimulatedFeed } from "#exchanges/simulated/feed.ts";
import { DiskCandleFiles } from "#platform/files/candle-files.ts";
import type { Account } from "#shared/domain/account.ts";
import { sha256Hex } from "#shared/domain/canonical-hash.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import { type Asset, marketSymbolSchema } from "#shared/domain/ids.ts";
import type { FeeTier } from "#shared/domain/instrument.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { RawQuote } from "#shared/domain/quote.ts";
import { DAY_MS, type UnixMs } from "#shared/domain/time.ts";
import type { MarketChoice } from "./composition.ts";

export interface OpenMarkets {
  readonly feeds: readonly WatchedFeed[];
  readonly source: ProfileSource;
}

export interface OpenMarketsOptions {
  readonly choice: MarketChoice;
  readonly gaps: "realistic" | "none";
  readonly clock: Clock;
  readonly logger: Logger;
  readonly repository: PaperExchangeRepository;
  /** How long paper orders are under way. */
  readonly latency: LatencyModel;
  /** The client of an account at a real venue, in the profile's mode. */
  readonly connectReal: (profile: Profile, account: Account) => ExchangeClient;
}

/** The simulated market is always there; a replay joins it when it was asked for. Rejects with INPUT_INVALID. */
export async function openMarkets(options: OpenMarketsOptions): Promise<OpenMarkets> {
  const { choice, gaps, clock, logger, repository, latency, connectReal } = options;
  const simulated = new SimulatedMarket({ seed: DEMO_SEED, gaps });
  const simulatedFeeds = simulated.venues.map((venue) => ({
    feed: new SimulatedFeed({ venue, market: simulated, clock }),
    symbols: "all" as const,
  }));
  const replay =
    choice.kind === "replay"
      ? await openReplay({ files: new DiskCandleFiles(choice.folder), clock, speed: choice.speed, pastMs: DAY_MS })
      : null;
  const replaySeed =
    replay === null
      ? null
      : sha256Hex(
          replay.market
            .instruments(replay.feed.venue)
            .map(({ symbol }) => symbol)
            .join(" "),
        );
  const models = (profile: Profile): MarketModel => {
    if (profile.source === "simulated") return simulated;
    return replay !== null && profile.seed === replaySeed ? replay.market : CLOSED;
  };
  const demo: DemoMarket =
    replay === null || replaySeed === null
      ? simulatedDemo(simulated, clock)
      : {
          kind: "replay",
          model: replay.market,
          seed: replaySeed,
          priceNow: (asset, currency) =>
            midOf(replay.market.bookAt(replay.feed.venue, symbolOf(asset, currency), clock.now())),
          priceAt: null,
        };
  return {
    feeds: replay === null ? simulatedFeeds : [...simulatedFeeds, { feed: replay.feed, symbols: "all" }],
    source: {
      demo,
      connect: (profile, firstDeposits) =>
        profile.accounts.map((account) =>
          account.kind === "exchange"
            ? connectReal(profile, account)
            : new PaperExchange({
                account,
                market: models(profile),
                repository,
                clock,
                logger,
                latency,
                initialDeposits: firstDeposits.filter(({ accountId }) => accountId === account.id).map(toDeposit),
              }),
        ),
    },
  };
}

const NO_FEES: FeeTier = { maker: Decimal.ZERO.toString(), taker: Decimal.ZERO.toString(), feeAsset: "quote" };

/** A replay that is not open now: its accounts keep what they hold, and nothing has a price or can be traded. */
const CLOSED: MarketModel = {
  source: "replay",
  venues: [],
  instruments: () => [],
  feeTier: () => NO_FEES,
  bookAt: () => null,
};

function simulatedDemo(market: SimulatedMarket, clock: Clock): DemoMarket {
  const priceAt = (asset: Asset, currency: Asset, ts: UnixMs): Decimal | null => {
    for (const venue of market.venues) {
      const price = midOfQuote(market.quoteAt(venue, symbolOf(asset, currency), ts));
      if (price !== null) return price;
    }
    return null;
  };
  return {
    kind: "simulated",
    model: market,
    seed: String(DEMO_SEED),
    priceNow: (asset, currency) => priceAt(asset, currency, clock.now()),
    priceAt,
  };
}

const symbolOf = (asset: Asset, currency: Asset) => marketSymbolSchema.parse(`${asset}/${currency}`);

const TWO = Decimal.fromInteger(2);
const MID_SCALE = 12;

function midOfQuote(quote: RawQuote | null): Decimal | null {
  if (quote === null) return null;
  return Decimal.parse(quote.bid).add(Decimal.parse(quote.ask)).div(TWO, MID_SCALE, "halfEven");
}

function midOf(
  book: {
    readonly bids: readonly (readonly [string, string])[];
    readonly asks: readonly (readonly [string, string])[];
  } | null,
): Decimal | null {
  const bid = book?.bids[0]?.[0];
  const ask = book?.asks[0]?.[0];
  if (bid === undefined || ask === undefined) return null;
  return Decimal.parse(bid).add(Decimal.parse(ask)).div(TWO, MID_SCALE, "halfEven");
}

/** Paper orders take as long as those of a venue across the network: a person can watch them go. */
export function paperLatency(rng: Rng): LatencyModel {
  return { requestMs: () => rng.integer(30, 120), replyMs: () => rng.integer(20, 80) };
}
