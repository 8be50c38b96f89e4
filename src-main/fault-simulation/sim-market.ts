// Which prices and markets does the simulated program see?

import { EngineError } from "#engine/core/engine-error.ts";
import type { Rng } from "#engine/ports/rng.ts";
import { ENTROPY_CLOSES } from "#engine/rebalancing/compute-entropy-rank.ts";
import type { RebalanceMarket } from "#engine/rebalancing/rebalance-market.ts";
import { ensure } from "#shared/domain/assert.ts";
import type { DecimalString } from "#shared/domain/decimal.ts";
import { type Asset, marketSymbolSchema, type VenueId } from "#shared/domain/ids.ts";
import { type Instrument, instrumentSchema } from "#shared/domain/instrument.ts";
import type { ConsensusPrice, Quote, QuoteState } from "#shared/domain/quote.ts";
import { type UnixMs, unixMs } from "#shared/domain/time.ts";
import { exact, splitSymbol, TICK_PLACES } from "./sim-venue.ts";

/** Mid prices in ticks when the world begins; even, so that bid and ask are whole. */
const STARTS: Readonly<Record<string, number>> = { "BTC/USD": 5_000_000, "ETH/USD": 250_000, "SOL/USD": 10_000 };
export const SYMBOLS = Object.keys(STARTS).map((symbol) => marketSymbolSchema.parse(symbol));
/** To each side of the mid. */
const HALF_SPREAD = 0.0001;

const INSTRUMENTS = new Map<string, readonly Instrument[]>();

/** The same three markets at every venue: 1 tick = 0.01 USD, 1 lot = 0.0001, orders from 5 USD. */
export function instrumentsOf(venue: string): readonly Instrument[] {
  const known = INSTRUMENTS.get(venue);
  if (known !== undefined) return known;
  const made = SYMBOLS.map((symbol) => {
    const [base, quote] = splitSymbol(symbol);
    return instrumentSchema.parse({
      venue,
      symbol,
      base,
      quote,
      priceStep: "0.01",
      amountStep: "0.0001",
      amountMin: "0.0001",
      amountMax: "1000",
      costMin: "5",
      costMax: null,
      status: "online",
    });
  });
  INSTRUMENTS.set(venue, made);
  return made;
}

/** One market for all venues: prices move when the world says so, and may be stale. */
export class SimMarket {
  state: QuoteState = "live";
  readonly #mids = new Map(Object.entries(STARTS));
  readonly #rng: Rng;
  #closes: readonly DecimalString[] | null = null;

  constructor(rng: Rng) {
    this.#rng = rng;
  }

  /** Bid and ask in ticks. */
  book(symbol: string): { readonly bid: number; readonly ask: number } {
    const mid = ensure(this.#mids.get(symbol), `price of ${symbol}`);
    const half = Math.max(1, Math.round(mid * HALF_SPREAD));
    return { bid: mid - half, ask: mid + half };
  }

  move(symbol: string, share: number): void {
    const mid = ensure(this.#mids.get(symbol), `price of ${symbol}`);
    this.#mids.set(symbol, Math.round(mid * (1 + share)));
  }

  /** What a process whose clock is `now` sees of it. */
  seenBy(now: () => UnixMs): RebalanceMarket {
    return {
      instruments: (venue) => instrumentsOf(venue),
      instrument: (venue, symbol) => instrumentsOf(venue).find((candidate) => candidate.symbol === symbol) ?? null,
      quote: (venue, symbol) => this.#quote(venue, symbol, now()),
      consensus: (asset, currency) => this.#consensus(asset, currency),
      fetchOrderBook: async () => null,
      refreshMarkets: async () => undefined,
      sourceOf: () => "simulated",
      candles: async () => this.#minutes().map((close) => ({ close, closed: true })),
      confirm: async () => undefined,
      returnSeries: async (asset) => {
        throw new EngineError("FEED_NO_DATA", `The simulation keeps no past of ${asset}.`);
      },
    };
  }

  /** A walk whose last hour runs more or less one way: plans are then sent in few parts or in many. */
  #minutes(): readonly DecimalString[] {
    if (this.#closes !== null) return this.#closes;
    const upward = 0.5 + this.#rng.next() / 2;
    let tick = 100_000;
    this.#closes = Array.from({ length: ENTROPY_CLOSES }, (_, at) => {
      const isUp = this.#rng.next() < (at < ENTROPY_CLOSES - 64 ? 0.5 : upward);
      tick += (isUp ? 1 : -1) * this.#rng.integer(1, 9);
      return exact(tick, TICK_PLACES);
    });
    return this.#closes;
  }

  #quote(venue: VenueId, symbol: Quote["symbol"], now: UnixMs): Quote | null {
    if (!this.#mids.has(symbol)) return null;
    const { bid, ask } = this.book(symbol);
    return {
      venue,
      symbol,
      bid: exact(bid, TICK_PLACES),
      ask: exact(ask, TICK_PLACES),
      last: null,
      volume24h: null,
      tsEvent: now,
      tsInit: now,
      source: "simulated",
      state: this.state,
      reason: null,
      confirmedAt: this.state === "live" ? now : unixMs(now - 60_000),
    };
  }

  #consensus(asset: Asset, currency: Asset): ConsensusPrice | null {
    const mid = asset === currency ? 100 : this.#mids.get(`${asset}/${currency}`);
    if (mid === undefined) return null;
    return {
      asset,
      currency,
      price: exact(mid, TICK_PLACES),
      state: this.state,
      ageMs: 0,
      path: [],
      sources: [],
      assumedPar: false,
      price24hAgo: null,
    };
  }
}
