// What does one subscription to `ticker` send? Best prices and day statistics, at changes of the price levels or at trades.
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import type { VenueWorld } from "../core/venue-world.ts";
import type { KrakenPair } from "./assets.ts";
import { figure, priceFigure, sizeFigure, timeText } from "./stream-json.ts";
import type { MarketFeed } from "./stream-market-feed.ts";
import { TradeFeed } from "./stream-trades.ts";

const AVERAGE_PLACES = 5;
const SHARE_PLACES = 2;
const EMPTY: readonly [string, string] = ["0", "0"];
const NO_TRADES = { open: "0", high: "0", low: "0", last: "0", volume: "0", quoteVolume: "0" } as const;

export class TickerFeed implements MarketFeed {
  readonly #pair: KrakenPair;
  readonly #world: VenueWorld;
  /** Null where changes of the best prices count, not trades. */
  readonly #trades: TradeFeed | null;
  #best = "";

  constructor(pair: KrakenPair, byBest: boolean, world: VenueWorld) {
    this.#pair = pair;
    this.#world = world;
    this.#trades = byBest ? null : new TradeFeed(pair, world);
  }

  snapshot(): readonly object[] {
    this.#trades?.snapshot();
    this.#best = this.#bestPrices();
    return this.#frames("snapshot");
  }

  changes(): readonly object[] {
    const best = this.#bestPrices();
    const isNews = this.#trades === null ? best !== this.#best : this.#trades.changes().length > 0;
    this.#best = best;
    return isNews ? this.#frames("update") : [];
  }

  #bestPrices(): string {
    const book = this.#book();
    return `${book?.bids[0]?.[0]} ${book?.asks[0]?.[0]}`;
  }

  #book() {
    const { market } = this.#world;
    const instrument = market.instrument(this.#pair.symbol);
    return instrument === null ? null : market.bookAt(market.venue, instrument.symbol, this.#world.now(), 1);
  }

  #frames(type: "snapshot" | "update"): readonly object[] {
    const now = this.#world.now();
    const pair = this.#pair;
    const book = this.#book();
    if (book === null) return [];
    // An empty side is written as zeros; the market then has no middle, so no last price either.
    const [bid, ask] = [book.bids[0] ?? EMPTY, book.asks[0] ?? EMPTY];
    const day = this.#world.market.dayStats(pair.symbol, now) ?? NO_TRADES;
    const volume = decimal(day.volume);
    const average = volume.isPositive
      ? decimal(day.quoteVolume).div(volume, AVERAGE_PLACES, "down")
      : decimal(day.last);
    const change = decimal(day.last).sub(decimal(day.open));
    const open = decimal(day.open);
    const share = open.isPositive ? change.mul(decimal("100")).div(open, SHARE_PLACES, "halfEven") : Decimal.ZERO;
    const row = {
      symbol: pair.symbol,
      bid: priceFigure(pair, bid[0]),
      bid_qty: sizeFigure(bid[1]),
      ask: priceFigure(pair, ask[0]),
      ask_qty: sizeFigure(ask[1]),
      last: priceFigure(pair, day.last),
      volume: sizeFigure(volume),
      vwap: figure(average.toFixed(AVERAGE_PLACES, "down")),
      low: priceFigure(pair, day.low),
      high: priceFigure(pair, day.high),
      change: priceFigure(pair, change),
      change_pct: figure(share.toFixed(SHARE_PLACES, "down")),
      timestamp: timeText(now),
    };
    return [{ channel: "ticker", type, data: [row] }];
  }
}
