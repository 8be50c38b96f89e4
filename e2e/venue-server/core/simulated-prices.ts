// What would a real venue's markets cost, by the simulated market? The simulation quotes in USD; other quotes follow it
// at a fixed rate, on the venue's own steps.
import { SimulatedMarket } from "#engine/simulation/market/simulated-market.ts";
import type { Candle, Timeframe } from "#shared/domain/candle.ts";
import { Decimal, type DecimalString, decimal } from "#shared/domain/decimal.ts";
import { marketSymbolSchema, type VenueId } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { OrderBook } from "#shared/domain/quote.ts";
import type { UnixMs } from "#shared/domain/time.ts";

/** USD per unit of what the simulation does not quote. Round figures: only their being stable matters. */
const USD_PER: Readonly<Record<string, string>> = { USD: "1", USDT: "1", USDC: "1", EUR: "1.08" };
/** Coins that the simulation does not have move like a multiple of one that it has. */
const MOVES_LIKE: Readonly<Record<string, { readonly asset: string; readonly factor: string }>> = {
  BNB: { asset: "LTC", factor: "6" },
};
/** The simulated venue with the larger turnover. */
const SOURCE_PLACE = "sim-alpha";
const RATE_PLACES = 12;

type Levels = OrderBook["bids"];

export class SimulatedPrices {
  readonly #market: SimulatedMarket;
  readonly #place: VenueId;

  constructor(seed: number) {
    this.#market = new SimulatedMarket({ seed, gaps: "none" });
    const place = this.#market.venues.find((venue) => venue === SOURCE_PLACE);
    if (place === undefined) throw new RangeError(`The simulated market has no ${SOURCE_PLACE}`);
    this.#place = place;
  }

  /** Null where the simulation has nothing like this market. */
  bookAt(instrument: Instrument, time: UnixMs, depth: number): OrderBook | null {
    const like = this.#like(instrument);
    if (like === null) return null;
    const book = this.#market.bookAt(this.#place, marketSymbolSchema.parse(like.symbol), time, depth);
    if (book === null) return null;
    return {
      ...book,
      venue: instrument.venue,
      symbol: instrument.symbol,
      bids: onSteps(book.bids, like.rate, instrument, "floor"),
      asks: onSteps(book.asks, like.rate, instrument, "ceil"),
    };
  }

  /** Closed candles in [from, until], on the venue's steps. */
  candles(instrument: Instrument, timeframe: Timeframe, from: UnixMs, until: UnixMs): readonly Candle[] {
    const like = this.#like(instrument);
    if (like === null) return [];
    const candles = this.#market.candles(this.#place, marketSymbolSchema.parse(like.symbol), timeframe, from, until);
    const price = (text: DecimalString) => onTick(decimal(text).mul(like.rate), instrument, "floor");
    return (candles ?? []).map((candle) => ({
      ...candle,
      open: price(candle.open),
      high: price(candle.high),
      low: price(candle.low),
      close: price(candle.close),
      volume: decimal(candle.volume).roundToStep(decimal(instrument.amountStep), "down").toString(),
    }));
  }

  #like({ base, quote }: Instrument): { readonly symbol: string; readonly rate: Decimal } | null {
    const known = (symbol: string) => this.#market.instruments(this.#place).some((one) => one.symbol === symbol);
    if (known(`${base}/${quote}`)) return { symbol: `${base}/${quote}`, rate: decimal("1") };
    const perQuote = USD_PER[quote];
    if (perQuote === undefined) return null;
    const like = MOVES_LIKE[base] ?? { asset: base, factor: "1" };
    if (known(`${like.asset}/USD`))
      return {
        symbol: `${like.asset}/USD`,
        rate: decimal(like.factor).div(decimal(perQuote), RATE_PLACES, "halfEven"),
      };
    // One stable unit against another: the book of USDC, moved to the fixed rate.
    const perBase = USD_PER[base];
    if (perBase === undefined) return null;
    return { symbol: "USDC/USD", rate: decimal(perBase).div(decimal(perQuote), RATE_PLACES, "halfEven") };
  }
}

function onSteps(levels: Levels, rate: Decimal, instrument: Instrument, rounding: "floor" | "ceil"): Levels {
  const merged = new Map<DecimalString, Decimal>();
  for (const [price, size] of levels) {
    const key = onTick(decimal(price).mul(rate), instrument, rounding);
    const lots = decimal(size).roundToStep(decimal(instrument.amountStep), "down");
    merged.set(key, (merged.get(key) ?? Decimal.ZERO).add(lots));
  }
  return [...merged]
    .filter(([, size]) => size.isPositive)
    .map(([price, size]): Levels[number] => [price, size.toString()]);
}

function onTick(price: Decimal, instrument: Instrument, rounding: "floor" | "ceil"): DecimalString {
  const tick = decimal(instrument.priceStep);
  return Decimal.max(tick, price.roundToStep(tick, rounding)).toString();
}
