// What did a market cost 24 hours ago? Opening prices of the last day, loaded once and continued by closed candles.
import { EngineError } from "#engine/core/engine-error.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { MarketDataFeed } from "#engine/ports/market-data-feed.ts";
import { type Candle, TIMEFRAME_MS, type Timeframe } from "#shared/domain/candle.ts";
import { type Decimal, decimal } from "#shared/domain/decimal.ts";
import type { MarketSymbol } from "#shared/domain/ids.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "#shared/domain/time.ts";

/** Coarser ones where the venue has no finer (a replay of hours or days). */
const TIMEFRAMES: readonly Timeframe[] = ["5m", "1h", "1d"];
/** Candle that runs on from our own quotes. */
const OWN_TIMEFRAME: Timeframe = "5m";
/** Where each market's past is a call of its own, it comes slowly: venues allow few, and live prices need them. */
const ASKED_PACE_MS = 5 * SECOND_MS;
/** How far from the exact time the nearest candle may lie before the price counts as unknown. */
const LEAST_TOLERANCE_MS = HOUR_MS;

export class DayAgoPrices {
  #candles: Candle[] = [];
  #toleranceMs = LEAST_TOLERANCE_MS;

  /** Loads the last day from the venue. Resolves also when the venue has none. */
  async load(feed: MarketDataFeed, symbol: MarketSymbol, signal: AbortSignal): Promise<void> {
    for (const timeframe of TIMEFRAMES) {
      const length = TIMEFRAME_MS[timeframe];
      const limit = Math.ceil(DAY_MS / length) + 1;
      try {
        const candles = await feed.fetchCandles({ symbol, timeframe, limit, signal });
        const first = candles.at(-1)?.openTime ?? 0;
        this.#candles = [...candles, ...this.#candles.filter(({ openTime }) => openTime > first)];
        this.#toleranceMs = Math.max(LEAST_TOLERANCE_MS, length);
        return;
      } catch (error) {
        if (!(error instanceof EngineError) || error.code !== "FEED_NO_DATA") throw error;
      }
    }
  }

  add(timeframe: Timeframe, candle: Candle): void {
    if (timeframe !== OWN_TIMEFRAME) return;
    if (candle.openTime <= (this.#candles.at(-1)?.openTime ?? 0)) {
      // The venue has corrected it.
      const at = this.#candles.findIndex(({ openTime }) => openTime === candle.openTime);
      if (at >= 0) this.#candles[at] = candle;
      return;
    }
    this.#candles.push(candle);
    const oldest = candle.openTime - DAY_MS - 10 * MINUTE_MS;
    while (this.#candles.length > 1 && (this.#candles[1]?.openTime ?? oldest) <= oldest) this.#candles.shift();
  }

  clear(): void {
    this.#candles = [];
  }

  /** Opening price of the candle that covers `now` less 24 hours; null where it is not known. */
  priceAt(now: number): Decimal | null {
    const time = now - DAY_MS;
    const candle = this.#candles.findLast(({ openTime }) => openTime <= time);
    return candle === undefined || time - candle.openTime > this.#toleranceMs ? null : decimal(candle.open);
  }
}

/** One market at a time, each after the others had their turn: history must not hold up live prices. */
export async function loadDayAgo(options: {
  readonly feed: MarketDataFeed;
  readonly priced: readonly { readonly symbol: MarketSymbol; readonly dayAgo: DayAgoPrices }[];
  readonly clock: Clock;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}): Promise<void> {
  const { feed, priced, clock, logger, signal } = options;
  const paceMs = feed.source === "rest" ? ASKED_PACE_MS : 0;
  for (const { symbol, dayAgo } of priced) {
    await clock.sleep(paceMs, signal).catch(() => undefined);
    if (signal.aborted) return;
    try {
      await dayAgo.load(feed, symbol, signal);
    } catch (error) {
      if (signal.aborted) return;
      logger.warn("What a market cost a day ago could not be read", { venue: feed.venue, symbol, error });
    }
  }
}
