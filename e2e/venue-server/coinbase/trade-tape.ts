// Which public trades happen at Coinbase's server? One whenever a market's middle has moved, else one now and then: the same for all sockets.
import { type Decimal, decimal } from "#shared/domain/decimal.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { VenueWorld } from "../core/venue-world.ts";
import { SNAPSHOT_TRADES, TRADE_AT_LEAST_EVERY_MS } from "./stream-quirks.ts";

export interface TapeTrade {
  /** Rises by one over all markets of the venue. */
  readonly id: number;
  readonly price: string;
  readonly size: string;
  /** Of the order that rested: a buyer's is at the bid. */
  readonly makerSide: "BUY" | "SELL";
  readonly time: UnixMs;
}

interface Track {
  middle: Decimal;
  readonly trades: TapeTrade[];
}

const FIRST_TRADE = 995_098_700;
/** Lots of a trade by its number. */
const SIZES = [1, 5, 20, 3, 100] as const;

export class TradeTape {
  readonly #world: VenueWorld;
  readonly #tracks = new Map<string, Track>();
  #count = FIRST_TRADE;

  constructor(world: VenueWorld) {
    this.#world = world;
  }

  /** Trades up to now after the one with this number, oldest first; the last hundred are remembered. */
  after(id: number, instrument: Instrument): readonly TapeTrade[] {
    return this.#upToNow(instrument).filter((trade) => trade.id > id);
  }

  #upToNow(instrument: Instrument): readonly TapeTrade[] {
    const { market } = this.#world;
    const now = this.#world.now();
    const track = this.#tracks.get(instrument.symbol);
    const book = market.bookAt(market.venue, instrument.symbol, now, 1);
    const [bid, ask] = [book?.bids[0]?.[0], book?.asks[0]?.[0]];
    if (bid === undefined || ask === undefined) return track?.trades ?? [];
    const middle = decimal(bid).add(decimal(ask));
    const last = track?.trades.at(-1);
    if (track !== undefined && last !== undefined) {
      const still = middle.eq(track.middle);
      if (still && now - last.time < TRADE_AT_LEAST_EVERY_MS) return track.trades;
      // Up: somebody bought what rested at the ask.
      this.#add(track, instrument, middle.lt(track.middle) ? bid : ask, middle.lt(track.middle) ? "BUY" : "SELL", now);
      track.middle = middle;
      return track.trades;
    }
    const begun: Track = { middle, trades: [] };
    this.#tracks.set(instrument.symbol, begun);
    this.#add(begun, instrument, ask, "SELL", now);
    return begun.trades;
  }

  #add(track: Track, { amountStep }: Instrument, price: string, makerSide: TapeTrade["makerSide"], time: UnixMs): void {
    this.#count += 1;
    const lots = decimal(String(SIZES[this.#count % SIZES.length]));
    track.trades.push({ id: this.#count, price, size: decimal(amountStep).mul(lots).toString(), makerSide, time });
    if (track.trades.length > SNAPSHOT_TRADES) track.trades.shift();
  }
}
