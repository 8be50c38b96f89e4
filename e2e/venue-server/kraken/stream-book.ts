// What does one subscription to `book` send? The best levels, then what changes among them, with the checksum of what the client must have.
import { crc32 } from "node:zlib";
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import type { OrderBook } from "#shared/domain/quote.ts";
import type { VenueWorld } from "../core/venue-world.ts";
import { type KrakenPair, LOT_DECIMALS } from "./assets.ts";
import { figure, timeText } from "./stream-json.ts";
import type { MarketFeed } from "./stream-market-feed.ts";
import { CHECKSUM_LEVELS } from "./stream-quirks.ts";

/** As written on the wire, best first. */
type Levels = readonly (readonly [price: string, size: string])[];

interface Sides {
  readonly bids: Levels;
  readonly asks: Levels;
}

const SIDES = ["bids", "asks"] as const;
/** The size by which a level goes. */
const NOTHING = Decimal.ZERO.toFixed(LOT_DECIMALS, "down");

export class BookFeed implements MarketFeed {
  readonly #pair: KrakenPair;
  readonly #depth: number;
  readonly #world: VenueWorld;
  #sent: Sides = { bids: [], asks: [] };

  constructor(pair: KrakenPair, depth: number, world: VenueWorld) {
    this.#pair = pair;
    this.#depth = depth;
    this.#world = world;
  }

  snapshot(): readonly object[] {
    this.#sent = this.#now();
    return [this.#frame("snapshot", this.#sent)];
  }

  changes(): readonly object[] {
    const [before, now] = [this.#sent, this.#now()];
    this.#sent = now;
    const changed = {
      bids: changesOf("bids", before.bids, now.bids, this.#depth),
      asks: changesOf("asks", before.asks, now.asks, this.#depth),
    };
    return changed.bids.length + changed.asks.length === 0 ? [] : [this.#frame("update", changed)];
  }

  #now(): Sides {
    const { market } = this.#world;
    const instrument = market.instrument(this.#pair.symbol);
    const book =
      instrument === null ? null : market.bookAt(market.venue, instrument.symbol, this.#world.now(), this.#depth);
    const written = (levels: OrderBook["bids"] = []): Levels =>
      levels.map(([price, size]) => [
        decimal(price).toFixed(this.#pair.pairDecimals, "down"),
        decimal(size).toFixed(LOT_DECIMALS, "down"),
      ]);
    return { bids: written(book?.bids), asks: written(book?.asks) };
  }

  #frame(type: "snapshot" | "update", sides: Sides): object {
    const [bids, asks] = SIDES.map((side) =>
      sides[side].map(([price, size]) => ({ price: figure(price), qty: figure(size) })),
    );
    const data = {
      symbol: this.#pair.symbol,
      bids,
      asks,
      checksum: checksumOf(this.#sent),
      timestamp: timeText(this.#world.now()),
    };
    return { channel: "book", type, data: [data] };
  }
}

/** A level that only fell out of the depth is not told of: the client cuts it off itself (docs.kraken.com book checksum, 2026-05). */
function changesOf(side: (typeof SIDES)[number], before: Levels, now: Levels, depth: number): Levels {
  const [old, present] = [new Map(before), new Map(now)];
  const worst = now.length < depth ? undefined : now.at(-1)?.[0];
  const isOutOfScope = (price: string) => {
    if (worst === undefined) return false;
    return side === "bids" ? decimal(price).lt(decimal(worst)) : decimal(price).gt(decimal(worst));
  };
  const gone = before.filter(([price]) => !present.has(price) && !isOutOfScope(price));
  return [
    ...gone.map(([price]): Levels[number] => [price, NOTHING]),
    ...now.filter(([price, size]) => old.get(price) !== size),
  ];
}

function checksumOf({ bids, asks }: Sides): number {
  const digits = [...asks.slice(0, CHECKSUM_LEVELS), ...bids.slice(0, CHECKSUM_LEVELS)]
    .flat()
    .map((text) => text.replace(".", "").replace(/^0+/, ""))
    .join("");
  return crc32(digits);
}
