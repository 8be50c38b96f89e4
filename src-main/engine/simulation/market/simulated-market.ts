// What is the simulated market at any moment, past or future?
// Everything is a function of (seed, time): a restart continues the same path, and history exists before the first start.
import type { SimulatedMarketModel } from "#engine/ports/market-model.ts";
import { SeededRng } from "#engine/simulation/seeded-rng.ts";
import { ensure } from "#shared/domain/assert.ts";
import type { Candle, Timeframe } from "#shared/domain/candle.ts";
import type { MarketSymbol, VenueId } from "#shared/domain/ids.ts";
import type { FeeTier, Instrument } from "#shared/domain/instrument.ts";
import type { OrderBook, RawQuote } from "#shared/domain/quote.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { MARKET_FACTOR, SIMULATED_ASSETS } from "./assets.ts";
import { FactorPath } from "./factor-path.ts";
import { type Gap, Gaps } from "./gaps.ts";
import { type AssetFactors, PairPath, type PairShape } from "./pair-path.ts";
import { type Regime, Regimes } from "./regimes.ts";
import { VenueMarket } from "./venue-market.ts";
import { SIMULATED_VENUES, type SimulatedVenue, toInstrument } from "./venues.ts";

/** Coins that stand for a dollar: a market quoted in one moves like the market in USD. */
const DOLLAR_COINS: ReadonlySet<string> = new Set(["USDC"]);
/** Turnover of a market that is not quoted in USD, as a share of its base's. */
const SIDE_MARKET_SHARE = 0.25;
const DEFAULT_DEPTH = 25;

interface SimulatedMarketOptions {
  readonly seed: number;
  /** `none` for tests that must not meet a silent feed. Default `realistic`. */
  readonly gaps?: "realistic" | "none";
}

export class SimulatedMarket implements SimulatedMarketModel {
  readonly source = "simulated";
  readonly venues: readonly VenueId[] = SIMULATED_VENUES.map(({ venue }) => venue);
  readonly #markets = new Map<VenueId, ReadonlyMap<MarketSymbol, VenueMarket>>();
  readonly #regimes: Regimes;
  readonly #gaps: Gaps | null;
  readonly #rng: SeededRng;
  readonly #factors = new Map<string, AssetFactors>();
  readonly #paths = new Map<string, { readonly path: PairPath; readonly shape: PairShape }>();

  constructor(options: SimulatedMarketOptions) {
    this.#rng = SeededRng.of(options.seed).fork("market");
    this.#regimes = new Regimes(this.#rng.fork("regimes"));
    this.#gaps = options.gaps === "none" ? null : new Gaps(this.#rng.fork("gaps"));
    const market = new FactorPath(this.#rng.fork("factor"), MARKET_FACTOR, this.#regimes);
    for (const facts of SIMULATED_ASSETS) {
      const own = new FactorPath(this.#rng.fork(`asset:${facts.asset}`), facts, this.#regimes);
      this.#factors.set(facts.asset, { facts, market, own });
    }
    for (const venue of SIMULATED_VENUES) this.#markets.set(venue.venue, this.#marketsOf(venue));
  }

  instruments(venue: VenueId): readonly Instrument[] {
    return [...(this.#markets.get(venue)?.values() ?? [])].map(({ instrument }) => instrument);
  }

  /** Throws `RangeError` for a venue that is not of this market. */
  feeTier(venue: VenueId): FeeTier {
    const facts = SIMULATED_VENUES.find((candidate) => candidate.venue === venue);
    if (facts === undefined) throw new RangeError(`Not a simulated venue: ${venue}`);
    return facts.fees;
  }

  /** The quote as the venue has it, silent feed or not; null for an unknown market. */
  quoteAt(venue: VenueId, symbol: MarketSymbol, time: UnixMs): RawQuote | null {
    return this.#market(venue, symbol)?.quoteAt(time) ?? null;
  }

  bookAt(venue: VenueId, symbol: MarketSymbol, time: UnixMs, depth = DEFAULT_DEPTH): OrderBook | null {
    return this.#market(venue, symbol)?.bookAt(time, depth) ?? null;
  }

  /** Candles that open at or after `from` and end at or before `until`, oldest first; null for an unknown market. */
  candles(
    venue: VenueId,
    symbol: MarketSymbol,
    timeframe: Timeframe,
    from: UnixMs,
    until: UnixMs,
  ): readonly Candle[] | null {
    return this.#market(venue, symbol)?.candles(timeframe, from, until) ?? null;
  }

  /** The gap in which the venue's whole feed is down at this moment. */
  outageAt(venue: VenueId, time: UnixMs): Gap | null {
    return this.#gaps?.outage(venue, time) ?? null;
  }

  /** Whether this one market's feed is silent at this moment. */
  isSilent(venue: VenueId, symbol: MarketSymbol, time: UnixMs): boolean {
    return (this.#gaps?.silence(venue, symbol, time) ?? null) !== null;
  }

  regimeAt(time: UnixMs): Regime {
    return this.#regimes.at(time);
  }

  #market(venue: VenueId, symbol: MarketSymbol): VenueMarket | undefined {
    return this.#markets.get(venue)?.get(symbol);
  }

  #marketsOf(venue: SimulatedVenue): ReadonlyMap<MarketSymbol, VenueMarket> {
    const markets = new Map<MarketSymbol, VenueMarket>();
    for (const facts of venue.markets) {
      const instrument = toInstrument(venue.venue, facts);
      const base = this.#assetFactors(facts.base).facts;
      const quote = facts.quote === "USD" ? null : this.#assetFactors(facts.quote).facts;
      const { path, shape } = this.#pathOf(facts.base, facts.quote);
      markets.set(
        instrument.symbol,
        new VenueMarket(this.#rng.fork(`venue:${venue.venue}:${instrument.symbol}`), {
          instrument,
          path,
          regimes: this.#regimes,
          halfSpreadBp: (base.halfSpreadBp + (quote?.halfSpreadBp ?? 0)) * venue.spread,
          // A coin at par leaves no room for venues to differ.
          offsetBp: base.beta === 0 ? venue.offsetBp / 4 : venue.offsetBp,
          turnoverShare: venue.turnoverShare,
          dailyVolume: shape.dailyVolume,
        }),
      );
    }
    return markets;
  }

  #assetFactors(asset: string): AssetFactors {
    return ensure(this.#factors.get(asset), `simulated asset ${asset}`);
  }

  #pathOf(baseAsset: string, quoteAsset: string): { readonly path: PairPath; readonly shape: PairShape } {
    const key = `${baseAsset}/${quoteAsset}`;
    const known = this.#paths.get(key);
    if (known !== undefined) return known;
    const base = this.#assetFactors(baseAsset);
    const quote = quoteAsset === "USD" ? null : this.#assetFactors(quoteAsset);
    const likeUsd = quote === null || DOLLAR_COINS.has(quoteAsset);
    const beta = base.facts.beta - (quote?.facts.beta ?? 0);
    const shape: PairShape = {
      bridge: likeUsd ? baseAsset : key,
      dailyVolatility: Math.hypot(
        beta * MARKET_FACTOR.dailyVolatility,
        base.facts.dailyVolatility,
        quote?.facts.dailyVolatility ?? 0,
      ),
      dailyVolume: (base.facts.dailyTurnover / base.facts.price) * (quote === null ? 1 : SIDE_MARKET_SHARE),
    };
    const entry = { path: new PairPath(this.#rng, base, quote, shape, this.#regimes), shape };
    this.#paths.set(key, entry);
    return entry;
  }
}
