// What does one subscription to `trade` send? Trades at the best prices of their moment, the same ones on every socket.
import { createHash } from "node:crypto";
import { decimal } from "#shared/domain/decimal.ts";
import { unixMs } from "#shared/domain/time.ts";
import type { VenueWorld } from "../core/venue-world.ts";
import type { KrakenPair } from "./assets.ts";
import { priceFigure, sizeFigure, timeText } from "./stream-json.ts";
import type { MarketFeed } from "./stream-market-feed.ts";
import { SNAPSHOT_TRADES } from "./stream-quirks.ts";
import type { Fields } from "./stream-request.ts";

/** One trade each so often: its number is that of its moment, so that numbers rise and nothing needs to be kept. */
const EVERY_MS = 2_000;
/** What a trade is worth at most, in the quote asset, so that sizes look like those of the market. */
const LARGEST_VALUE = "1000";
const SIZE_PLACES = 8;

export class TradeFeed implements MarketFeed {
  readonly #pair: KrakenPair;
  readonly #world: VenueWorld;
  #last: number;

  constructor(pair: KrakenPair, world: VenueWorld) {
    this.#pair = pair;
    this.#world = world;
    this.#last = this.#newest();
  }

  snapshot(): readonly object[] {
    this.#last = this.#newest();
    return this.#frames("snapshot", Math.max(0, this.#last - SNAPSHOT_TRADES + 1));
  }

  changes(): readonly object[] {
    const from = this.#last + 1;
    // A clock that is set back must not tell trades again.
    this.#last = Math.max(this.#last, this.#newest());
    return this.#frames("update", from);
  }

  #newest(): number {
    return Math.floor(this.#world.now() / EVERY_MS);
  }

  #frames(type: "snapshot" | "update", from: number): readonly object[] {
    const data: Fields[] = [];
    // After a leap of the clock only the newest are told, as many as in a snapshot.
    for (let number = Math.max(from, this.#last - SNAPSHOT_TRADES + 1); number <= this.#last; number += 1) {
      const trade = this.#trade(number);
      if (trade !== null) data.push(trade);
    }
    return data.length === 0 ? [] : [{ channel: "trade", type, data }];
  }

  #trade(number: number): Fields | null {
    const { market } = this.#world;
    const { symbol } = this.#pair;
    const at = number * EVERY_MS;
    const instrument = market.instrument(symbol);
    const book = instrument === null ? null : market.bookAt(market.venue, instrument.symbol, unixMs(at), 1);
    const [first = 0, second = 0, third = 0] = createHash("sha256").update(`${symbol} ${number}`).digest();
    const isBuy = first % 2 === 0;
    const price = (isBuy ? book?.asks : book?.bids)?.[0]?.[0];
    if (price === undefined) return null;
    const share = decimal(String(1 + second * 256 + third)).div(decimal("65536"), SIZE_PLACES, "down");
    const size = decimal(LARGEST_VALUE).mul(share).div(decimal(price), SIZE_PLACES, "up");
    return {
      symbol,
      side: isBuy ? "buy" : "sell",
      price: priceFigure(this.#pair, price),
      qty: sizeFigure(size),
      ord_type: third % 3 === 0 ? "market" : "limit",
      trade_id: number,
      timestamp: timeText(at),
    };
  }
}
