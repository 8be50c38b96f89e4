// What does each stream of a market send, and when?
import { TIMEFRAME_MS, type Timeframe, timeframeSchema } from "#shared/domain/candle.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import { floorTime, type UnixMs } from "#shared/domain/time.ts";
import type { VenueWorld } from "../core/venue-world.ts";
import type { BookLog } from "./book-log.ts";
import { bestView, dayView } from "./market-view.ts";
import { bestFrame, dayFrame, depthFrame, klineFrame, tradeFrame } from "./stream-frames.ts";
import { BEAT_MS, KLINE_MS, SLOW_DEPTH_MS, TICKER_MS } from "./stream-quirks.ts";
import { newestTrade, tradeAt } from "./stream-trades.ts";
import { wireSymbol } from "./wire-text.ts";

export interface MarketStream {
  /** Frames for what is new since they were last asked for. */
  news(): readonly object[];
}

interface Parts {
  readonly world: VenueWorld;
  readonly books: BookLog;
  readonly instrument: Instrument;
}

const KLINE = /^kline_(.+)$/;
/** After a leap of the clock only the newest trades are told. */
const MOST_TRADES = 50;

/** Null for a stream that sends nothing: of an unknown market, or of a kind that is not simulated. The venue acknowledges all alike. */
export function openStream(name: string, world: VenueWorld, books: BookLog): MarketStream | null {
  const at = name.indexOf("@");
  const [id, kind] = [name.slice(0, at), name.slice(at + 1)];
  const instrument = world.market.instruments.find((one) => wireSymbol(one).toLowerCase() === id);
  if (instrument === undefined) return null;
  const parts = { world, books, instrument };
  switch (kind) {
    case "bookTicker":
      return new BestPrices(parts);
    case "ticker":
      return new DayTicker(parts);
    case "trade":
      return new Trades(parts);
    case "depth":
      return new Depth(parts, SLOW_DEPTH_MS);
    case "depth@100ms":
      return new Depth(parts, BEAT_MS);
    default: {
      const interval = timeframeSchema.safeParse(KLINE.exec(kind)?.[1]);
      return interval.success ? new Klines(parts, interval.data) : null;
    }
  }
}

/** True once in each so many milliseconds of the computer's clock, whatever the venue's shows, and at once after it was set back. */
class Rhythm {
  readonly #world: VenueWorld;
  readonly #everyMs: number;
  #last = Number.NEGATIVE_INFINITY;

  constructor(world: VenueWorld, everyMs: number) {
    this.#world = world;
    this.#everyMs = everyMs;
  }

  isDue(): boolean {
    const now = this.#world.clock.now();
    if (now >= this.#last && now - this.#last < this.#everyMs) return false;
    this.#last = now;
    return true;
  }
}

/** The first frame comes with the first beat: a market whose price is fixed would never send one. */
class BestPrices implements MarketStream {
  readonly #parts: Parts;
  #number = -1;
  #sent = "";

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  news(): readonly object[] {
    const { world, books, instrument } = this.#parts;
    const number = books.count(instrument);
    if (number === this.#number) return [];
    this.#number = number;
    const best = bestView(world.market, instrument, world.now());
    const key = JSON.stringify(best);
    if (key === this.#sent) return [];
    this.#sent = key;
    return [bestFrame(wireSymbol(instrument), number, best)];
  }
}

class DayTicker implements MarketStream {
  readonly #parts: Parts;
  readonly #rhythm: Rhythm;
  #sent = "";

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#rhythm = new Rhythm(parts.world, TICKER_MS);
  }

  news(): readonly object[] {
    if (!this.#rhythm.isDue()) return [];
    const { world, instrument } = this.#parts;
    const now = world.now();
    const [best, day] = [bestView(world.market, instrument, now), dayView(world.market, instrument, now)];
    const key = JSON.stringify([best, { ...day, openTime: 0, closeTime: 0 }]);
    if (key === this.#sent) return [];
    this.#sent = key;
    return [dayFrame(wireSymbol(instrument), best, day, now)];
  }
}

class Trades implements MarketStream {
  readonly #parts: Parts;
  #last: number;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#last = newestTrade(parts.world.now());
  }

  news(): readonly object[] {
    const { world, instrument } = this.#parts;
    const now = world.now();
    const newest = newestTrade(now);
    const frames: object[] = [];
    for (let number = Math.max(this.#last + 1, newest - MOST_TRADES + 1); number <= newest; number += 1) {
      const trade = tradeAt(world.market, instrument, number);
      if (trade !== null) frames.push(tradeFrame(wireSymbol(instrument), trade, now));
    }
    // A clock that is set back must not tell trades again.
    this.#last = Math.max(this.#last, newest);
    return frames;
  }
}

/** The one that grows, as it changes, and each one once more when it is over. */
class Klines implements MarketStream {
  readonly #parts: Parts;
  readonly #interval: Timeframe;
  readonly #rhythm: Rhythm;
  #openTime: UnixMs;
  #sent = "";

  constructor(parts: Parts, interval: Timeframe) {
    this.#parts = parts;
    this.#interval = interval;
    this.#rhythm = new Rhythm(parts.world, KLINE_MS);
    this.#openTime = this.#current();
  }

  news(): readonly object[] {
    const [before, current] = [this.#openTime, this.#current()];
    const frames: object[] = [];
    if (current > before) {
      frames.push(...this.#frames(before));
      this.#openTime = current;
    } else if (!this.#rhythm.isDue()) return [];
    frames.push(...this.#growing(current));
    return frames;
  }

  #growing(openTime: UnixMs): readonly object[] {
    const [frame] = this.#frames(openTime);
    const key = JSON.stringify({ ...frame, E: 0 });
    if (frame === undefined || key === this.#sent) return [];
    this.#sent = key;
    return [frame];
  }

  #frames(openTime: UnixMs): readonly object[] {
    const { world, instrument } = this.#parts;
    const now = world.now();
    return world.market
      .candles(instrument.symbol, this.#interval, openTime, now)
      .filter((candle) => candle.openTime === openTime)
      .map((candle) => klineFrame(wireSymbol(instrument), this.#interval, candle, now));
  }

  #current(): UnixMs {
    return floorTime(this.#parts.world.now(), TIMEFRAME_MS[this.#interval]);
  }
}

class Depth implements MarketStream {
  readonly #parts: Parts;
  readonly #rhythm: Rhythm;
  #last: number;

  constructor(parts: Parts, everyMs: number) {
    this.#parts = parts;
    this.#rhythm = new Rhythm(parts.world, everyMs);
    this.#last = parts.books.state(parts.instrument).last;
  }

  news(): readonly object[] {
    if (!this.#rhythm.isDue()) return [];
    const { world, books, instrument } = this.#parts;
    const changes = books.since(instrument, this.#last);
    if (changes === null) return [];
    const first = this.#last + 1;
    this.#last = changes.last;
    return [depthFrame(wireSymbol(instrument), first, changes, world.now())];
  }
}
